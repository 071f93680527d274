/* indexer/inspect/dump.c - what an index holds, decoded, as tab-separated lines. */
#include <inttypes.h>
#include <stdio.h>

#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/file/index.h"
#include "common/segment/postings/postings_reader.h"
#include "indexer/inspect/inspect.h"
#include "newshound/indexer.h"

/* One dump under way. */
typedef struct dump {
    nh_index *index;
    nh_str key; /* {NULL, 0}: everything */
    const nh_dump_sink *sink;
    bool stopped;
    nh_buffer line;
} dump;

/* Hands the line over, and begins a new one. */
static nh_status end_line(dump *d, nh_error *err)
{
    const nh_status st = nh_buf_status(&d->line, err, "a line of the dump");

    if (st == NH_OK && nh_env_is_stopped(d->index->env))
        return nh_fail_stopped(err);
    if (st == NH_OK) {
        d->stopped = !d->sink->on_line(d->sink->self, nh_buf_str(&d->line));
        nh_buf_clear(&d->line);
    }
    return st;
}

static nh_status dump_term(dump *d, const nh_term *term, nh_error *err)
{
    nh_escape_tsv(&d->line, term->text);
    nh_buf_print(&d->line, "\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu64 "\t", term->df,
                 term->article_df, term->cf);
    for (uint32_t i = 0; i < term->n_forms; i++) {
        nh_buf_print(&d->line, "%s", i > 0 ? "," : "");
        nh_escape_tsv(&d->line, term->forms[i].text);
        nh_buf_print(&d->line, ":%" PRIu32, term->forms[i].df);
    }
    return end_line(d, err);
}

static nh_status dump_terms(dump *d, nh_segment *seg, nh_error *err)
{
    nh_terms *terms = NULL;
    const nh_term *term = NULL;
    nh_status st = nh_terms_open(seg, &terms, err);

    if (st == NH_OK)
        st = d->key.len > 0 ? nh_terms_seek(terms, d->key, &term, err)
                            : nh_terms_next(terms, &term, err);
    while (st == NH_OK && term != NULL && !d->stopped &&
           nh_str_starts(term->text, d->key)) {
        st = dump_term(d, term, err);
        if (st == NH_OK)
            st = nh_terms_next(terms, &term, err);
    }
    nh_terms_close(terms);
    return st;
}

/* The lists of one block, as its walker gives them. */
typedef struct lists {
    const nh_block *block;
    const uint8_t *positions;
    const uint16_t *codes;
    uint32_t first;           /* occurrence of the posting that comes next */
    nh_article_view articles; /* of the segment                            */
} lists;

/* Posting i of the block, unless its article is deleted. */
static nh_status dump_posting(dump *d, nh_segment *seg, const nh_term *term, const lists *l,
                              uint32_t i, nh_error *err)
{
    const uint32_t passage = l->block->passages[i];
    const uint32_t tf = l->block->tf[i];
    const uint32_t first = l->first;
    const uint32_t article = nh_article_of(&l->articles, passage);
    char room[NH_ID_ROOM];
    nh_str id = {0};
    nh_status st;

    if (nh_segment_is_deleted(seg, article))
        return NH_OK;
    nh_escape_tsv(&d->line, term->text);
    nh_buf_u8(&d->line, '\t');
    st = nh_id_get(seg, article, room, &id, err);
    nh_escape_tsv(&d->line, id);
    nh_buf_print(&d->line, "#%" PRIu32 "\t%" PRIu32,
                 passage - nh_article_from(&l->articles, passage), tf);
    if (nh_term_is_pair(term))
        return st == NH_OK ? end_line(d, err) : st;
    for (uint32_t k = 0; k < tf; k++)
        nh_buf_print(&d->line, "%s%u", k > 0 ? "," : "\t", l->positions[first + k]);
    for (uint32_t k = 0; k < tf; k++) {
        nh_buf_print(&d->line, "%s", k > 0 ? "," : "\t");
        nh_escape_tsv(&d->line, term->forms[l->codes[first + k]].text);
    }
    return st == NH_OK ? end_line(d, err) : st;
}

static nh_status dump_block(dump *d, nh_segment *seg, const nh_term *term, lists *l,
                            nh_error *err)
{
    nh_status st = NH_OK;

    l->first = 0;
    for (uint32_t i = 0; i < l->block->count && st == NH_OK && !d->stopped; i++) {
        st = dump_posting(d, seg, term, l, i, err);
        l->first += l->block->tf[i];
    }
    return st;
}

static nh_status dump_postings_of(dump *d, nh_segment *seg, const nh_term *term,
                                  nh_error *err)
{
    nh_postings *postings = NULL;
    lists l = {0};
    nh_status st = nh_article_view_get(seg, &l.articles, err);

    if (st == NH_OK)
        st = nh_postings_open(seg, term, &postings, err);
    if (st == NH_OK)
        st = nh_postings_next(postings, &l.block, err);
    while (st == NH_OK && l.block != NULL && !d->stopped) {
        st = nh_postings_positions(postings, &l.positions, err);
        if (st == NH_OK)
            st = nh_postings_codes(postings, &l.codes, err);
        if (st == NH_OK)
            st = dump_block(d, seg, term, &l, err);
        if (st == NH_OK)
            st = nh_postings_next(postings, &l.block, err);
    }
    nh_postings_close(postings);
    return st;
}

static nh_status dump_postings(dump *d, nh_segment *seg, nh_error *err)
{
    const bool all = d->key.ptr == NULL;
    nh_terms *terms = NULL;
    const nh_term *term = NULL;
    nh_status st = nh_terms_open(seg, &terms, err);

    if (st == NH_OK)
        st = all ? nh_terms_next(terms, &term, err)
                 : nh_terms_find(terms, d->key, &term, err);
    while (st == NH_OK && term != NULL && !d->stopped) {
        st = dump_postings_of(d, seg, term, err);
        term = NULL;
        if (st == NH_OK && all)
            st = nh_terms_next(terms, &term, err);
    }
    nh_terms_close(terms);
    return st;
}

/* All pairs that begin with the key. */
static nh_status dump_pairs(dump *d, nh_segment *seg, nh_error *err)
{
    nh_terms *terms = NULL;
    const nh_term *term = NULL;
    nh_status st = nh_terms_open_all(seg, &terms, err);

    if (st == NH_OK)
        st = d->key.len > 0 ? nh_terms_seek(terms, d->key, &term, err)
                            : nh_terms_next(terms, &term, err);
    while (st == NH_OK && term != NULL && !d->stopped &&
           nh_str_starts(term->text, d->key)) {
        if (nh_term_is_pair(term))
            st = dump_postings_of(d, seg, term, err);
        if (st == NH_OK)
            st = nh_terms_next(terms, &term, err);
    }
    nh_terms_close(terms);
    return st;
}

static nh_status put_row(dump *d, const char *name, nh_str value, nh_error *err)
{
    nh_buf_print(&d->line, "%s\t", name);
    nh_escape_json_string(&d->line, value);
    return end_line(d, err);
}

static nh_status put_number(dump *d, const char *name, uint64_t value, nh_error *err)
{
    nh_buf_print(&d->line, "%s\t%" PRIu64, name, value);
    return end_line(d, err);
}

static nh_status dump_stored(dump *d, nh_segment *seg, uint32_t article, nh_error *err)
{
    nh_stored_reader *reader = NULL;
    nh_stored stored = {0};
    nh_status st = nh_stored_open(seg, &reader, err);

    if (st == NH_OK)
        st = nh_stored_get(reader, article, &stored, err);
    if (st == NH_OK)
        st = put_row(d, "headline", stored.headline, err);
    if (st == NH_OK)
        st = put_row(d, "url", stored.url, err);
    if (st == NH_OK)
        st = put_row(d, "path", stored.path, err);
    if (st == NH_OK)
        st = put_number(d, "record", stored.record, err);
    if (st == NH_OK)
        st = put_number(d, "offset", stored.offset, err);
    if (st == NH_OK)
        st = put_number(d, "plain", stored.plain, err);
    if (st == NH_OK)
        st = put_row(d, "text", stored.text, err);
    nh_stored_close(reader);
    return st;
}

static nh_status dump_keywords(dump *d, nh_segment *seg, uint32_t article, nh_error *err)
{
    uint32_t n = 0;
    nh_status st = nh_column_count(seg, &n, err);

    for (uint32_t i = 0; i < n && st == NH_OK; i++) {
        nh_column column = {0};
        char name[64] = {0};

        st = nh_column_get(seg, i, &column, err);
        if (st != NH_OK)
            break;
        snprintf(name, sizeof name, "%.*s", NH_STR_ARG(column.name));
        for (uint32_t k = 0; k < nh_column_values_of(&column, article) && st == NH_OK; k++)
            st = put_row(d, name,
                         nh_column_value(&column, nh_column_value_of(&column, article, k)),
                         err);
    }
    return st;
}

static nh_status dump_passages(dump *d, nh_segment *seg, uint32_t article, nh_error *err)
{
    nh_article_view articles = {0};
    nh_passage_view passages = {0};
    nh_status st = nh_article_view_get(seg, &articles, err);

    if (st == NH_OK)
        st = nh_passage_view_get(seg, &passages, err);
    if (st != NH_OK)
        return st;
    const uint32_t first = nh_first_passage(&articles, article);
    const uint32_t last = nh_first_passage(&articles, article + 1);

    for (uint32_t p = first; p < last && st == NH_OK; p++) {
        uint32_t at = 0;
        uint32_t size = 0;

        if (nh_segment_info_get(seg)->stored)
            st = nh_passage_place(seg, p, &at, &size, err);
        nh_buf_print(&d->line, "passage\t%" PRIu32 "\t%" PRIu32 "\t%" PRIu32 "\t%u\t%u\t%u",
                     p - first, at, size, passages.lengths[p], passages.spans[p],
                     nh_passage_flags(&passages, p));
        if (st == NH_OK)
            st = end_line(d, err);
    }
    return st;
}

static nh_status dump_article(dump *d, nh_segment *seg, nh_error *err)
{
    bool found = false;
    uint32_t article = 0;
    nh_date date = {0};
    char text[NH_DATE_TEXT_SIZE] = {0};
    nh_status st = nh_id_find(seg, d->key, &found, &article, err);

    if (st != NH_OK || !found || nh_segment_is_deleted(seg, article))
        return st;
    st = put_row(d, "id", d->key, err);
    if (st == NH_OK)
        st = nh_date_get(seg, article, &date, err);
    nh_date_text(date, text);
    if (st == NH_OK)
        st = put_row(d, "date", nh_str_of(text), err);
    if (st == NH_OK)
        st = put_number(d, "date_source", date.source, err);
    if (st == NH_OK)
        st = dump_stored(d, seg, article, err);
    if (st == NH_OK)
        st = dump_keywords(d, seg, article, err);
    if (st == NH_OK)
        st = dump_passages(d, seg, article, err);
    return st;
}

/* The term behind a word as typed, in an arena that the caller closes. */
static nh_status find_key(dump *d, nh_dump_kind kind, const char *key, nh_arena *arena,
                          nh_error *err)
{
    d->key = nh_str_of(key);
    if (kind != NH_DUMP_POSTINGS || key == NULL)
        return NH_OK;
    return nh_inspect_term(&d->index->manifest, nh_str_of(key), arena, &d->key, err);
}

static nh_status check(nh_dump_kind kind, const char *key, nh_error *err)
{
    if ((unsigned)kind > NH_DUMP_PAIRS)
        return nh_fail(err, NH_E_ARG, "kind", NH_NO_OFFSET,
                       "has a value that is not known");
    if (kind == NH_DUMP_ARTICLE && key == NULL)
        return nh_fail(err, NH_E_ARG, "key", NH_NO_OFFSET,
                       "the id of an article is missing");
    return NH_OK;
}

nh_status nh_index_dump(const char *path, nh_dump_kind kind, const char *key,
                        const nh_inspect_options *options, const nh_dump_sink *sink,
                        nh_error *err)
{
    nh_env env;
    dump d = {.sink = sink, .line = {.env = &env}};
    nh_arena arena = {.env = &env};
    nh_status st = nh_inspect_begin(options, &env, err);

    if (st == NH_OK)
        st = check(kind, key, err);
    if (st == NH_OK)
        st = nh_index_open(&env, path, false, false, &d.index, err);
    if (st == NH_OK)
        st = find_key(&d, kind, key, &arena, err);
    for (uint32_t i = 0; st == NH_OK && i < d.index->manifest.n_segments && !d.stopped;
         i++) {
        nh_segment *seg = d.index->segments[i];

        if (kind == NH_DUMP_TERMS)
            st = dump_terms(&d, seg, err);
        else if (kind == NH_DUMP_POSTINGS)
            st = dump_postings(&d, seg, err);
        else if (kind == NH_DUMP_PAIRS)
            st = dump_pairs(&d, seg, err);
        else
            st = dump_article(&d, seg, err);
    }
    nh_buf_free(&d.line);
    nh_arena_close(&arena);
    nh_index_close(d.index);
    return nh_index_name_file(path, st, err);
}
