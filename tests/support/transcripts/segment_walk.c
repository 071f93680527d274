/* tests/support/transcripts/segment_walk.c - everything that can be read of a segment, in one number. */
#include "tests/support/transcripts/segment_walk.h"

#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/postings/champions.h"
#include "common/segment/postings/postings_reader.h"

/* A walk under way. */
typedef struct walk {
    nh_segment *seg;
    uint32_t digest;
    nh_error *err;
} walk;

static void add(walk *w, const void *bytes, size_t size)
{
    if (size > 0)
        w->digest = nh_crc32c_more(w->digest, bytes, size);
}

static void add_number(walk *w, uint64_t n)
{
    add(w, &n, sizeof n);
}

static void add_text(walk *w, nh_str s)
{
    add_number(w, s.len);
    add(w, s.ptr, s.len);
}

static void add_term(walk *w, const nh_term *t)
{
    add_text(w, t->text);
    add_number(w, t->df);
    add_number(w, t->article_df);
    add_number(w, t->cf);
    add_number(w, t->impact);
    for (uint32_t i = 0; i < t->n_forms; i++) {
        add_text(w, t->forms[i].text);
        add_number(w, t->forms[i].df);
        add_number(w, t->forms[i].span);
        add_number(w, t->forms[i].flags);
    }
}

static nh_status walk_block(walk *w, nh_postings *p, const nh_block *b)
{
    const uint8_t *positions;
    const uint16_t *codes;
    nh_status st = nh_postings_positions(p, &positions, w->err);

    if (st == NH_OK)
        st = nh_postings_codes(p, &codes, w->err);
    if (st != NH_OK)
        return st;
    add(w, b->passages, b->count * sizeof *b->passages);
    add(w, b->tf, b->count);
    add(w, positions, b->occurrences);
    add(w, codes, b->occurrences * sizeof *codes);
    add_number(w, b->impact);
    add_number(w, b->max_tf);
    add_number(w, b->min_length);
    return NH_OK;
}

static nh_status walk_postings(walk *w, const nh_term *t)
{
    nh_postings *p = NULL;
    const nh_block *b = NULL;
    nh_status st = nh_postings_open(w->seg, t, &p, w->err);

    while (st == NH_OK) {
        st = nh_postings_next(p, &b, w->err);
        if (st != NH_OK || b == NULL)
            break;
        st = walk_block(w, p, b);
    }
    nh_postings_close(p);
    return st;
}

static nh_status walk_champions(walk *w, const nh_term *t)
{
    nh_champions c;
    const nh_status st = nh_champions_read(w->seg, t, &c, w->err);

    if (st != NH_OK)
        return st;
    add_number(w, c.n);
    add(w, c.passages, c.n * sizeof *c.passages);
    add(w, c.worths, c.n * sizeof *c.worths);
    add(w, &c.rest, sizeof c.rest);
    add(w, &c.hundredth, sizeof c.hundredth);
    add(w, &c.thousandth, sizeof c.thousandth);
    return NH_OK;
}

static nh_status walk_terms(walk *w)
{
    nh_terms *terms = NULL;
    const nh_term *t;
    nh_status st = nh_terms_open_all(w->seg, &terms, w->err);

    while (st == NH_OK) {
        st = nh_terms_next(terms, &t, w->err);
        if (st != NH_OK || t == NULL)
            break;
        add_term(w, t);
        st = walk_postings(w, t);
        if (st == NH_OK && nh_term_has_champions(t))
            st = walk_champions(w, t);
    }
    nh_terms_close(terms);
    return st;
}

static nh_status walk_passages(walk *w)
{
    nh_passage_view v;
    nh_status st = nh_passage_view_get(w->seg, &v, w->err);

    if (st != NH_OK)
        return st;
    add(w, v.lengths, v.count);
    add(w, v.spans, v.count);
    for (uint32_t p = 0; p < v.count; p++)
        add_number(w, nh_passage_flags(&v, p));
    for (uint32_t p = 0; nh_segment_info_get(w->seg)->stored && p < v.count; p++) {
        uint32_t at, size;

        st = nh_passage_place(w->seg, p, &at, &size, w->err);
        if (st != NH_OK)
            return st;
        add_number(w, at);
        add_number(w, size);
    }
    return NH_OK;
}

static nh_status walk_columns(walk *w, uint32_t article)
{
    uint32_t n;
    nh_status st = nh_column_count(w->seg, &n, w->err);

    for (uint32_t i = 0; st == NH_OK && i < n; i++) {
        nh_column c;

        st = nh_column_get(w->seg, i, &c, w->err);
        if (st != NH_OK)
            break;
        add_text(w, c.name);
        for (uint32_t k = 0; k < nh_column_values_of(&c, article); k++)
            add_text(w, nh_column_value(&c, nh_column_value_of(&c, article, k)));
    }
    return st;
}

static nh_status walk_article(walk *w, nh_stored_reader *r, uint32_t article)
{
    char room[NH_ID_ROOM];
    nh_stored s;
    nh_str id;
    nh_date date;
    bool found;
    uint32_t again = 0, rank = 0;
    nh_status st = nh_id_get(w->seg, article, room, &id, w->err);

    if (st == NH_OK)
        st = nh_id_find(w->seg, id, &found, &again, w->err);
    if (st == NH_OK)
        st = nh_id_order(w->seg, article, &rank, w->err);
    if (st == NH_OK)
        st = nh_date_get(w->seg, article, &date, w->err);
    if (st == NH_OK)
        st = nh_stored_get(r, article, &s, w->err);
    if (st != NH_OK)
        return st;
    add_text(w, id);
    add_number(w, found ? again : UINT64_MAX);
    add_number(w, rank);
    add_number(w, (uint64_t)date.seconds);
    add_number(w, date.precision * 256u + date.source);
    add_text(w, s.headline);
    add_text(w, s.text);
    add_text(w, s.url);
    add_text(w, s.path);
    add_text(w, s.language);
    add_text(w, s.skips);
    add_number(w, s.record);
    add_number(w, s.offset);
    add_number(w, s.plain);
    add_number(w, nh_segment_is_deleted(w->seg, article));
    return walk_columns(w, article);
}

static nh_status walk_articles(walk *w)
{
    nh_stored_reader *r = NULL;
    nh_article_view v = {0};
    nh_status st = nh_article_view_get(w->seg, &v, w->err);

    if (st == NH_OK)
        st = nh_stored_open(w->seg, &r, w->err);
    for (uint32_t a = 0; st == NH_OK && a < v.count; a++) {
        add_number(w, nh_first_passage(&v, a));
        st = walk_article(w, r, a);
    }
    nh_stored_close(r);
    return st;
}

nh_status segment_walk(nh_segment *seg, uint32_t *digest, nh_error *err)
{
    walk w = {.seg = seg, .err = err};
    nh_status st = walk_passages(&w);

    if (st == NH_OK)
        st = walk_articles(&w);
    if (st == NH_OK)
        st = walk_terms(&w);
    *digest = w.digest;
    return st;
}

nh_status index_walk(const nh_index *index, uint32_t *digest, nh_error *err)
{
    nh_buffer commit = {.env = index->env};
    walk w = {.err = err};
    nh_status st = NH_OK;

    nh_manifest_encode(&index->manifest, &commit);
    add_text(&w, nh_buf_str(&commit));
    nh_buf_free(&commit);
    for (uint32_t i = 0; st == NH_OK && i < index->manifest.n_segments; i++) {
        uint32_t one;

        st = segment_walk(index->segments[i], &one, err);
        add_number(&w, one);
    }
    *digest = w.digest;
    return st;
}
