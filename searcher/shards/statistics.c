/* searcher/shards/statistics.c - statistics of a query, added up. */
#include "searcher/shards/statistics.h"

#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"

static nh_status fail_memory(nh_error *err)
{
    return nh_fail_memory(err, "statistics");
}

/* Empty sums. NULL if memory is short. */
static nh_sums *new_sums(const nh_env *env)
{
    nh_sums *s = nh_new(env, nh_sums);

    if (s == NULL)
        return NULL;
    s->env = s->arena.env = s->bytes.env = env;
    s->held.bytes.env = s->planned.bytes.env = env;
    return s;
}

static void free_sums(nh_sums *s)
{
    if (s == NULL)
        return;
    for (uint32_t i = 0; i < s->n_prefixes; i++)
        nh_buf_free(&s->prefixes[i].bytes);
    nh_buf_free(&s->held.bytes);
    nh_buf_free(&s->planned.bytes);
    nh_buf_free(&s->bytes);
    nh_arena_close(&s->arena);
    nh_release(s->env, s);
}

nh_statistics *nh_statistics_new(const nh_env *env)
{
    nh_statistics *s = nh_new(env, nh_statistics);

    if (s == NULL)
        return NULL;
    s->env = *env;
    s->env.log = NULL;
    s->sums = new_sums(&s->env);
    if (s->sums == NULL) {
        nh_statistics_free(s);
        return NULL;
    }
    return s;
}

void nh_statistics_free(nh_statistics *s)
{
    nh_env env;

    if (s == NULL)
        return;
    free_sums(s->sums);
    env = s->env;
    nh_release(&env, s);
}

nh_status nh_sums_shape(nh_sums *s, uint32_t n_leaves, uint32_t n_fields,
                        uint32_t n_prefixes, nh_error *err)
{
    s->df = (uint64_t *)nh_arena_array(&s->arena, n_leaves, sizeof *s->df);
    s->fields = (uint8_t *)nh_arena_array(&s->arena, n_fields, sizeof *s->fields);
    s->prefixes = (nh_text_set *)nh_arena_array(&s->arena, n_prefixes, sizeof *s->prefixes);
    if (s->df == NULL || s->fields == NULL || s->prefixes == NULL)
        return fail_memory(err);
    s->n_leaves = n_leaves;
    s->n_fields = n_fields;
    s->n_prefixes = n_prefixes;
    for (uint32_t i = 0; i < n_prefixes; i++)
        s->prefixes[i] = (nh_text_set){.bytes = {.env = s->env}, .limit = NH_PREFIX_LIMIT};
    return NH_OK;
}

bool nh_statistics_complete(const nh_statistics *s)
{
    const nh_sums *sums = s->sums;

    return sums->query.len == 0 || nh_text_set_equal(&sums->held, &sums->planned);
}

nh_str nh_statistics_bytes(const nh_statistics *s)
{
    return nh_buf_str(&s->sums->bytes);
}

/* Collections are far smaller; so no sum overflows, whatever was read. */
static uint64_t add(uint64_t a, uint64_t b)
{
    return a < UINT64_MAX / 2 && b < UINT64_MAX / 2 ? a + b : UINT64_MAX;
}

static void add_numbers(nh_sums *out, const nh_sums *a, const nh_sums *b)
{
    out->articles = add(a->articles, b->articles);
    out->passages = add(a->passages, b->passages);
    out->tokens = add(a->tokens, b->tokens);
    out->all = add(a->all, b->all);
    out->any = add(a->any, b->any);
    for (uint32_t i = 0; i < out->n_leaves; i++)
        out->df[i] = add(a->df[i], b->df[i]);
    for (uint32_t i = 0; i < out->n_fields; i++)
        out->fields[i] = a->fields[i] | b->fields[i];
}

static nh_status unite_sets(nh_sums *out, const nh_sums *a, const nh_sums *b, nh_error *err)
{
    nh_status st = nh_text_set_unite(&out->held, &a->held, &b->held, err);

    if (st == NH_OK)
        st = nh_text_set_unite(&out->planned, &a->planned, &b->planned, err);
    for (uint32_t i = 0; i < out->n_prefixes && st == NH_OK; i++)
        st = nh_text_set_unite(&out->prefixes[i], &a->prefixes[i], &b->prefixes[i], err);
    return st;
}

static nh_status copy_head(nh_sums *out, const nh_sums *a, nh_error *err)
{
    out->index = nh_arena_copy(&out->arena, a->index);
    out->query = nh_arena_copy(&out->arena, a->query);
    return out->index.ptr != NULL && out->query.ptr != NULL ? NH_OK : fail_memory(err);
}

/*
 * Plans of one query differ where they were made for different languages: then what was counted
 * by one is not what was counted by the other, and only the languages are united.
 */
static nh_status unite(nh_sums *out, const nh_sums *a, const nh_sums *b, nh_error *err)
{
    const bool same_plan = nh_text_set_equal(&a->planned, &b->planned);
    const bool alike = a->n_leaves == b->n_leaves && a->n_fields == b->n_fields &&
                       a->n_prefixes == b->n_prefixes;
    nh_status st = copy_head(out, a, err);

    if (same_plan && !alike)
        return nh_fail(err, NH_E_ARG, "statistics", NH_NO_OFFSET,
                       "they have different parts, so one of them is damaged");
    if (st == NH_OK && alike)
        st = nh_sums_shape(out, a->n_leaves, a->n_fields, a->n_prefixes, err);
    if (st == NH_OK)
        st = unite_sets(out, a, b, err);
    if (st != NH_OK)
        return st;
    add_numbers(out, a, b);
    if (!same_plan) {
        nh_buf_clear(&out->planned.bytes);
        out->planned.count = 0;
    }
    return nh_sums_encode(out, err);
}

nh_status nh_statistics_add(nh_statistics *sum, const nh_statistics *more, nh_error *err)
{
    const nh_sums *a = sum->sums, *b = more->sums;
    nh_sums *united;
    nh_status st;

    if (!nh_str_equal(a->index, b->index))
        return nh_fail(err, NH_E_ARG, "statistics", NH_NO_OFFSET,
                       "the shards were not built with the same settings");
    if (!nh_str_equal(a->query, b->query))
        return nh_fail(err, NH_E_ARG, "statistics", NH_NO_OFFSET,
                       "they are of different queries, or of different options");
    united = new_sums(&sum->env);
    if (united == NULL)
        return fail_memory(err);
    st = unite(united, a, b, err);
    if (st != NH_OK) {
        free_sums(united);
        return st;
    }
    free_sums(sum->sums);
    sum->sums = united;
    return NH_OK;
}
