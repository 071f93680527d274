/* indexer/write/keywords/keywords_section.c - columns of keywords complete, and their section. */
#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/write/keywords/keywords_impl.h"

/* ---- a column complete -------------------------------------------------------------- */

typedef struct sorted_text {
    nh_str text;
    uint32_t number;
} sorted_text;

static int compare_texts(const void *a, const void *b)
{
    const sorted_text *x = (const sorted_text *)a;
    const sorted_text *y = (const sorted_text *)b;

    return nh_str_compare(x->text, y->text);
}

/* The texts of `t` in byte order; NULL if memory is short. Owned by the caller. */
static sorted_text *sort_texts(const nh_intern *t)
{
    sorted_text *list = (sorted_text *)nh_zeroed(t->env, t->count, sizeof *list);

    if (list == NULL)
        return NULL;
    for (uint32_t i = 0; i < t->count; i++)
        list[i] = (sorted_text){nh_intern_text(t, i), i};
    qsort(list, t->count, sizeof *list, compare_texts);
    return list;
}

static int compare_pairs(const void *a, const void *b)
{
    const nh_keyword_pair *x = (const nh_keyword_pair *)a;
    const nh_keyword_pair *y = (const nh_keyword_pair *)b;

    if (x->article != y->article)
        return x->article < y->article ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* Numbers become ranks + 1, and the pairs of an article ascend. */
static nh_status rank_values(nh_keywords_writer *w, nh_keyword_column *c,
                             const sorted_text *sorted, nh_error *err)
{
    uint32_t *rank = (uint32_t *)nh_resized(w->env, NULL, c->values.count, sizeof *rank);

    if (rank == NULL)
        return nh_fail_memory(err, "keywords");
    for (uint32_t i = 0; i < c->values.count; i++)
        rank[sorted[i].number] = i + 1;
    for (size_t i = 0; i < c->n_pairs; i++) {
        c->pairs[i].value = rank[c->pairs[i].value];
        c->multi = c->multi || (i > 0 && c->pairs[i].article == c->pairs[i - 1].article);
    }
    nh_release(w->env, rank);
    if (c->multi)
        qsort(c->pairs, c->n_pairs, sizeof *c->pairs, compare_pairs);
    return NH_OK;
}

static nh_status put_values(nh_keyword_column *c, const sorted_text *sorted, nh_error *err)
{
    nh_buffer *b = &c->spool.memory;
    uint32_t at = 0;
    nh_status st;

    c->places.value_at = nh_spool_size(&c->spool);
    for (uint32_t i = 0; i < c->n_values; i++) {
        nh_buf_u32(b, at);
        at += (uint32_t)sorted[i].text.len;
    }
    nh_buf_u32(b, at);
    c->places.bytes = nh_spool_size(&c->spool);
    for (uint32_t i = 0; i < c->n_values; i++) {
        nh_buf_text(b, sorted[i].text);
        if ((st = nh_spool_settle(&c->spool, err)) != NH_OK)
            return st;
    }
    nh_buf_zeros(b, (size_t)(-nh_spool_size(&c->spool) & 3));
    return nh_spool_settle(&c->spool, err);
}

/* A code of 1, 2 or 4 bytes, lowest first. */
static void put_code(nh_buffer *b, uint32_t code, uint8_t width)
{
    if (width == 1)
        nh_buf_u8(b, (uint8_t)code);
    else if (width == 2)
        nh_buf_u16(b, (uint16_t)code);
    else
        nh_buf_u32(b, code);
}

static nh_status put_starts(nh_keyword_column *c, uint32_t articles, nh_error *err)
{
    size_t at = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i <= articles; i++) {
        while (at < c->n_pairs && c->pairs[at].article < i)
            at++;
        nh_buf_u32(&c->spool.memory, (uint32_t)at);
        st = nh_spool_settle(&c->spool, err);
    }
    return st;
}

static nh_status put_codes(nh_keyword_column *c, uint32_t articles, nh_error *err)
{
    size_t at = 0;
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && !c->multi && i < articles; i++) {
        const bool has = at < c->n_pairs && c->pairs[at].article == i;

        put_code(&c->spool.memory, has ? c->pairs[at++].value : 0, c->width);
        st = nh_spool_settle(&c->spool, err);
    }
    for (; st == NH_OK && c->multi && at < c->n_pairs; at++) {
        put_code(&c->spool.memory, c->pairs[at].value, c->width);
        st = nh_spool_settle(&c->spool, err);
    }
    return st;
}

static nh_status seal(nh_keywords_writer *w, nh_keyword_column *c, uint32_t articles,
                      nh_error *err)
{
    sorted_text *sorted = sort_texts(&c->values);
    nh_status st = NH_OK;

    if (sorted == NULL)
        return nh_fail_memory(err, "keywords");
    c->n_values = (uint32_t)c->values.count;
    c->width = c->n_values < 0xff ? 1 : c->n_values < 0xffff ? 2 : 4;
    st = rank_values(w, c, sorted, err);
    if (st == NH_OK)
        st = put_values(c, sorted, err);
    c->places.starts = nh_spool_size(&c->spool);
    if (st == NH_OK && c->multi)
        st = put_starts(c, articles, err);
    c->places.codes = nh_spool_size(&c->spool);
    if (st == NH_OK)
        st = put_codes(c, articles, err);
    c->places.end = nh_spool_size(&c->spool);
    nh_release(w->env, sorted);
    nh_keyword_column_empty(w->env, c);
    c->sealed = true;
    return st == NH_OK ? nh_spool_settle(&c->spool, err) : st;
}

nh_status nh_keywords_seal(nh_keywords_writer *w, nh_str name, uint32_t articles,
                           nh_error *err)
{
    for (uint32_t i = 0; i < w->names.count; i++)
        if (nh_str_equal(nh_intern_text(&w->names, i), name) && !w->columns[i].sealed)
            return seal(w, &w->columns[i], articles, err);
    return NH_OK;
}

/* ---- the section -------------------------------------------------------------------- */

/* The columns' descriptions, if their arrays begin at `base`. */
static void put_head(nh_keywords_writer *w, const sorted_text *names, uint64_t base,
                     nh_buffer *b)
{
    nh_buf_clear(b);
    nh_buf_var64(b, w->names.count);
    for (size_t i = 0; i < w->names.count; i++) {
        const nh_keyword_column *c = &w->columns[names[i].number];

        base += -base & 3;
        nh_buf_put_str(b, names[i].text);
        nh_buf_var32(b, c->n_values);
        nh_buf_u8(b, c->multi ? 1 : 0);
        nh_buf_u8(b, c->width);
        nh_buf_u64(b, base + c->places.value_at);
        nh_buf_u64(b, base + c->places.bytes);
        nh_buf_u64(b, base + c->places.starts);
        nh_buf_u64(b, base + c->places.codes);
        nh_buf_u64(b, base + c->places.end);
        base += nh_spool_size(&c->spool);
    }
    nh_buf_align(b, 8);
}

static nh_status put_section(nh_keywords_writer *w, const sorted_text *names, nh_error *err)
{
    nh_spool *to = &w->sections->spool[NH_SECTION_KEYWORDS];
    nh_buffer head = {.env = w->env};
    nh_status st;

    put_head(w, names, 0, &head); /* its size does not depend on the places */
    if (nh_buf_ok(&head))
        put_head(w, names, head.size, &head);
    st = nh_buf_status(&head, err, "keywords");
    if (st == NH_OK)
        st = nh_spool_put(to, head.bytes, head.size, err);
    for (size_t i = 0; st == NH_OK && i < w->names.count; i++) {
        nh_buf_zeros(&to->memory, (size_t)(-nh_spool_size(to) & 3));
        st = nh_spool_append(to, &w->columns[names[i].number].spool, err);
    }
    nh_buf_free(&head);
    return st;
}

nh_status nh_keywords_finish(nh_keywords_writer *w, uint32_t articles, nh_error *err)
{
    sorted_text *names = NULL;
    nh_status st = NH_OK;

    if (w->names.count == 0)
        return NH_OK;
    for (size_t i = 0; st == NH_OK && i < w->names.count; i++)
        if (!w->columns[i].sealed)
            st = seal(w, &w->columns[i], articles, err);
    if (st == NH_OK) {
        names = sort_texts(&w->names);
        st = names != NULL ? put_section(w, names, err) : nh_fail_memory(err, "keywords");
    }
    nh_release(w->env, names);
    nh_keywords_clear(w);
    return st;
}
