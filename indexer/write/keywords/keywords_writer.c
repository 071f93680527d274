/* indexer/write/keywords/keywords_writer.c - columns of keywords. */
#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "indexer/write/keywords/keywords_impl.h"

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

void nh_keyword_column_empty(const nh_env *env, nh_keyword_column *c)
{
    nh_release(env, c->pairs);
    c->pairs = NULL;
    c->n_pairs = 0;
    c->capacity = 0;
    nh_intern_clear(&c->values);
}

void nh_keywords_clear(nh_keywords_writer *w)
{
    for (size_t i = 0; i < w->names.count; i++) {
        nh_keyword_column_empty(w->env, &w->columns[i]);
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
static nh_status find_column(nh_keywords_writer *w, nh_str name, nh_keyword_column **out,
                             nh_error *err)
{
    nh_keyword_column *columns = (nh_keyword_column *)nh_grown(
        w->env, w->columns, w->names.count, &w->capacity, 8, sizeof *columns);
    uint32_t number;
    bool added;
    nh_status st;

    if (columns == NULL)
        return nh_fail_memory(err, "keywords");
    w->columns = columns;
    st = nh_intern_put(&w->names, name, &number, &added, err);
    if (st != NH_OK)
        return st;
    *out = &w->columns[number];
    if (added) {
        **out = (nh_keyword_column){.values = {.env = w->env, .bytes = {.env = w->env}}};
        nh_spool_init(&(*out)->spool, w->env, w->sections->dir);
    }
    return NH_OK;
}

/* True if the last pairs, those of `article`, have this value. */
static bool has_pair(const nh_keyword_column *c, uint32_t article, uint32_t value)
{
    for (size_t i = c->n_pairs; i-- > 0 && c->pairs[i].article == article;)
        if (c->pairs[i].value == value)
            return true;
    return false;
}

static nh_status add_pair(nh_keywords_writer *w, nh_keyword_column *c, nh_keyword_pair p,
                          nh_error *err)
{
    nh_keyword_pair *pairs = (nh_keyword_pair *)nh_grown(w->env, c->pairs, c->n_pairs,
                                                         &c->capacity, 64, sizeof *pairs);

    if (pairs == NULL)
        return nh_fail_memory(err, "keywords");
    c->pairs = pairs;
    c->pairs[c->n_pairs++] = p;
    return NH_OK;
}

nh_status nh_keywords_put(nh_keywords_writer *w, nh_str name, nh_str value,
                          uint32_t article, nh_error *err)
{
    nh_keyword_column *c = NULL;
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
    return add_pair(w, c, (nh_keyword_pair){article, number}, err);
}

size_t nh_keywords_memory(const nh_keywords_writer *w)
{
    size_t sum = nh_intern_memory(&w->names) + w->capacity * sizeof *w->columns;

    for (size_t i = 0; i < w->names.count; i++)
        sum += nh_intern_memory(&w->columns[i].values) +
               w->columns[i].capacity * sizeof(nh_keyword_pair) +
               w->columns[i].spool.memory.capacity;
    return sum;
}

/* The pairs of a column, whose articles are `base` more in `to`. */
static nh_status join_column(nh_keywords_writer *to, nh_str name,
                             const nh_keyword_column *from, uint32_t base, nh_error *err)
{
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < from->n_pairs; i++) {
        const nh_keyword_pair *p = &from->pairs[i];

        st = nh_keywords_put(to, name, nh_intern_text(&from->values, p->value),
                             p->article + base, err);
    }
    return st;
}

nh_status nh_keywords_join(nh_keywords_writer *to, nh_keywords_writer *from, uint32_t base,
                           nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < from->names.count; i++)
        st = join_column(to, nh_intern_text(&from->names, i), &from->columns[i], base, err);
    nh_keywords_clear(from);
    return st;
}
