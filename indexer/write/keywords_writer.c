/* indexer/write/keywords_writer.c - columns of keywords. */
#include "indexer/write/keywords_writer.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/write/intern.h"

typedef struct pair {
    uint32_t article;
    uint32_t value; /* number in `values`, later rank + 1 */
} pair;

/* Places of a sealed column, within its spool. */
typedef struct column_places {
    uint64_t value_at, bytes, starts, codes, end;
} column_places;

typedef struct column {
    nh_intern values;
    pair *pairs;
    size_t n_pairs, capacity;
    bool sealed;
    uint32_t n_values; /* once sealed */
    bool multi;
    uint8_t width;
    column_places places;
    nh_spool spool; /* its arrays, once sealed */
} column;

struct nh_keywords_writer {
    const nh_env *env;
    nh_section_spools *sections;
    nh_intern names;
    column *columns; /* by number of the name */
    size_t capacity;
};

nh_status nh_keywords_writer_new(nh_section_spools *sections, nh_keywords_writer **out,
                                 nh_error *err)
{
    nh_keywords_writer *w = nh_new(sections->env, nh_keywords_writer);

    *out = NULL;
    if (w == NULL)
        return nh_fail_memory(err, "keywords");
    w->env = sections->env;
    w->sections = sections;
    w->names = (nh_intern){.env = w->env, .bytes = {.env = w->env}};
    *out = w;
    return NH_OK;
}

static void free_pairs(nh_keywords_writer *w, column *c)
{
    nh_release(w->env, c->pairs);
    c->pairs = NULL;
    c->n_pairs = 0;
    c->capacity = 0;
    nh_intern_clear(&c->values);
}

void nh_keywords_clear(nh_keywords_writer *w)
{
    for (size_t i = 0; i < w->names.count; i++) {
        free_pairs(w, &w->columns[i]);
        nh_spool_clear(&w->columns[i].spool);
    }
    nh_release(w->env, w->columns);
    w->columns = NULL;
    w->capacity = 0;
    nh_intern_clear(&w->names);
}

void nh_keywords_writer_free(nh_keywords_writer *w)
{
    if (w == NULL)
        return;
    nh_keywords_clear(w);
    nh_release(w->env, w);
}

/* ---- collecting --------------------------------------------------------------------- */

/* Room for one more column comes before its name, so that no name is without a column. */
static nh_status find_column(nh_keywords_writer *w, nh_str name, column **out,
                             nh_error *err)
{
    uint32_t number;
    bool added;
    nh_status st;

    if (w->names.count == w->capacity) {
        const size_t n = w->capacity > 0 ? w->capacity * 2 : 8;
        column *columns = (column *)nh_resized(w->env, w->columns, n, sizeof *columns);

        if (columns == NULL)
            return nh_fail_memory(err, "keywords");
        w->columns = columns;
        w->capacity = n;
    }
    st = nh_intern_put(&w->names, name, &number, &added, err);
    if (st != NH_OK)
        return st;
    *out = &w->columns[number];
    if (added) {
        **out = (column){.values = {.env = w->env, .bytes = {.env = w->env}}};
        nh_spool_init(&(*out)->spool, w->env, w->sections->dir);
    }
    return NH_OK;
}

/* True if the last pairs, those of `article`, have this value. */
static bool has_pair(const column *c, uint32_t article, uint32_t value)
{
    for (size_t i = c->n_pairs; i-- > 0 && c->pairs[i].article == article;)
        if (c->pairs[i].value == value)
            return true;
    return false;
}

static nh_status add_pair(nh_keywords_writer *w, column *c, pair p, nh_error *err)
{
    if (c->n_pairs == c->capacity) {
        const size_t n = c->capacity > 0 ? c->capacity * 2 : 64;
        pair *pairs = (pair *)nh_resized(w->env, c->pairs, n, sizeof *pairs);

        if (pairs == NULL)
            return nh_fail_memory(err, "keywords");
        c->pairs = pairs;
        c->capacity = n;
    }
    c->pairs[c->n_pairs++] = p;
    return NH_OK;
}

nh_status nh_keywords_put(nh_keywords_writer *w, nh_str name, nh_str value,
                          uint32_t article, nh_error *err)
{
    column *c = NULL;
    uint32_t number;
    bool added;
    nh_status st;

    if (value.len == 0 || name.len == 0)
        return NH_OK;
    if ((st = find_column(w, name, &c, err)) != NH_OK ||
        (st = nh_intern_put(&c->values, value, &number, &added, err)) != NH_OK)
        return st;
    if (!added && has_pair(c, article, number))
        return NH_OK;
    return add_pair(w, c, (pair){article, number}, err);
}

size_t nh_keywords_memory(const nh_keywords_writer *w)
{
    size_t sum = nh_intern_memory(&w->names) + w->capacity * sizeof *w->columns;

    for (size_t i = 0; i < w->names.count; i++)
        sum += nh_intern_memory(&w->columns[i].values) +
               w->columns[i].capacity * sizeof(pair) + w->columns[i].spool.memory.capacity;
    return sum;
}

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
    const pair *x = (const pair *)a;
    const pair *y = (const pair *)b;

    if (x->article != y->article)
        return x->article < y->article ? -1 : 1;
    return (x->value > y->value) - (x->value < y->value);
}

/* Numbers become ranks + 1, and the pairs of an article ascend. */
static nh_status rank_values(nh_keywords_writer *w, column *c, const sorted_text *sorted,
                             nh_error *err)
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

static nh_status put_values(column *c, const sorted_text *sorted, nh_error *err)
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

static nh_status put_starts(column *c, uint32_t articles, nh_error *err)
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

static nh_status put_codes(column *c, uint32_t articles, nh_error *err)
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

static nh_status seal(nh_keywords_writer *w, column *c, uint32_t articles, nh_error *err)
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
    free_pairs(w, c);
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
        const column *c = &w->columns[names[i].number];

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

static nh_status spool_put(void *self, const void *bytes, size_t size, nh_error *err)
{
    return nh_spool_put((nh_spool *)self, bytes, size, err);
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
        st = nh_spool_replay(&w->columns[names[i].number].spool, spool_put, to, err);
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
