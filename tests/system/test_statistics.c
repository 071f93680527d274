/* tests/system/test_statistics.c - statistics that do not fit, that are damaged, and memory that fails. */
#include "tests/support/cm.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "newshound/shards.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

/* ---- what does not fit together -------------------------------------------------------- */

static nh_query *parse(tiny_index *t, const char *text)
{
    nh_query *q = NULL;

    assert_int_equal(nh_query_parse(t->reader, text, strlen(text), NULL, &q, NULL), NH_OK);
    return q;
}

static tiny_index *small(const nh_index_options *options, const char *language)
{
    tiny_index *t = tiny_index_new(options);

    tiny_index_add(
        t, &(tiny_article){.id = "a", .text = "Golan talks.", .language = language});
    tiny_index_open(t);
    return t;
}

static nh_statistics *gather(tiny_index *t, const char *query, const nh_search_options *o)
{
    nh_query *q = parse(t, query);
    nh_statistics *s = NULL;

    assert_int_equal(nh_statistics_collect(t->searcher, q, o, &s, NULL), NH_OK);
    nh_query_free(q);
    return s;
}

static void statistics_of_something_else_are_refused(void **state)
{
    static const nh_index_options porter = {.size = sizeof porter, .stemmer = "porter"};
    static const nh_search_options any = {.size = sizeof any, .match = NH_MATCH_ANY};
    tiny_index *t = small(NULL, NULL), *other = small(&porter, NULL);
    nh_statistics *sum = gather(t, "golan talks", NULL);
    nh_statistics *wrong[] = {gather(t, "golan", NULL), gather(t, "golan talks", &any),
                              gather(other, "golan talks", NULL)};
    const nh_str before = nh_statistics_bytes(sum);
    nh_query *q = parse(t, "golan talks");

    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const nh_search_options o = {.size = sizeof o, .statistics = wrong[i]};
        nh_results *res = NULL;

        assert_int_equal(nh_statistics_add(sum, wrong[i], NULL), NH_E_ARG);
        assert_true(nh_str_equal(nh_statistics_bytes(sum), before));
        assert_int_equal(nh_search(t->searcher, q, &o, &res, NULL), NH_E_ARG);
        assert_null(res);
        nh_statistics_free(wrong[i]);
    }
    nh_query_free(q);
    nh_statistics_free(sum);
    tiny_index_free(t);
    tiny_index_free(other);
}

static void incomplete_statistics_are_refused(void **state)
{
    tiny_index *t = small(NULL, NULL), *german = small(NULL, "de");
    nh_statistics *sum = gather(t, "golan", NULL), *more = gather(german, "golan", NULL);
    const nh_search_options o = {.size = sizeof o, .statistics = sum};
    nh_query *q = parse(t, "golan");
    nh_results *res = NULL;

    (void)state;
    assert_int_equal(nh_search(german->searcher, q, &o, &res, NULL), NH_E_ARG);
    assert_int_equal(nh_statistics_add(sum, more, NULL), NH_OK);
    assert_false(nh_statistics_complete(sum));
    assert_int_equal(nh_search(t->searcher, q, &o, &res, NULL), NH_E_ARG);
    nh_query_free(q);
    nh_statistics_free(more);
    nh_statistics_free(sum);
    tiny_index_free(t);
    tiny_index_free(german);
}

/* ---- bytes ---------------------------------------------------------------------------- */

static void damaged_bytes_are_refused(void **state)
{
    tiny_index *t = small(NULL, NULL);
    nh_statistics *s = gather(t, "golan tal* source:ap", NULL), *got = NULL;
    const nh_str good = nh_statistics_bytes(s);
    char *bytes = (char *)malloc(good.len);

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < good.len; i++) {
        const nh_status want = i >= 4 && i < 6 ? NH_E_VERSION : NH_E_CORRUPT;

        memcpy(bytes, good.ptr, good.len);
        bytes[i] ^= 0x10;
        assert_int_equal(nh_statistics_read(bytes, good.len, NULL, &got, NULL), want);
        assert_null(got);
        assert_int_equal(nh_statistics_read(good.ptr, i, NULL, &got, NULL), NH_E_CORRUPT);
    }
    free(bytes);
    nh_statistics_free(s);
    tiny_index_free(t);
}

/* ---- failing memory -------------------------------------------------------------------- */

typedef struct scene {
    const char *paths[2];
} scene;

/* Collects from both shards, adds up, sends, searches, merges. */
static nh_status run_shards(nh_searcher *const *s, const nh_query *q, nh_error *err)
{
    nh_search_options o = {.size = sizeof o, .passages = 3};
    nh_statistics *a = NULL, *b = NULL, *sum = NULL;
    nh_results *parts[2] = {NULL, NULL}, *merged = NULL;
    nh_status st = nh_statistics_collect(s[0], NULL, NULL, &sum, err);

    if (st == NH_OK)
        st = nh_statistics_collect(s[1], NULL, NULL, &b, err);
    if (st == NH_OK)
        st = nh_statistics_add(sum, b, err);
    nh_statistics_free(b);
    b = NULL;
    o.statistics = sum;
    if (st == NH_OK)
        st = nh_statistics_collect(s[0], q, &o, &a, err);
    if (st == NH_OK)
        st = nh_statistics_collect(s[1], q, &o, &b, err);
    if (st == NH_OK)
        st = nh_statistics_add(a, b, err);
    o.statistics = a;
    for (size_t i = 0; i < 2 && st == NH_OK; i++)
        st = nh_search(s[i], q, &o, &parts[i], err);
    if (st == NH_OK)
        st = nh_results_merge((const nh_results *const *)parts, 2, NULL, &merged, err);
    assert_true((st == NH_OK) == (merged != NULL));
    nh_results_free(merged);
    nh_results_free(parts[0]);
    nh_results_free(parts[1]);
    nh_statistics_free(a);
    nh_statistics_free(b);
    nh_statistics_free(sum);
    return st;
}

static nh_status run(const nh_env *env, void *context)
{
    static const char text[] = "golan tal* author:x source:ap";
    const scene *c = (const scene *)context;
    const nh_reader_options o = {.size = sizeof o, .env = env};
    nh_reader *r[2] = {NULL, NULL};
    nh_searcher *s[2] = {NULL, NULL};
    nh_query *q = NULL;
    nh_error err = {0};
    nh_status st = NH_OK;

    for (size_t i = 0; i < 2 && st == NH_OK; i++) {
        st = nh_reader_open(c->paths[i], &o, &r[i], &err);
        if (st == NH_OK)
            st = nh_searcher_new(r[i], &s[i], &err);
    }
    if (st == NH_OK)
        st = nh_query_parse(r[0], text, sizeof text - 1, NULL, &q, &err);
    if (st == NH_OK)
        st = run_shards(s, q, &err);
    assert_int_equal(err.code, st);
    nh_query_free(q);
    for (size_t i = 0; i < 2; i++) {
        nh_searcher_free(s[i]);
        nh_reader_close(r[i]);
    }
    return st;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    tiny_index *t = small(NULL, NULL), *german = small(NULL, "de");
    scene c = {{t->path, german->path}};

    (void)state;
    assert_true(fault_sweep_allocations(run, &c) > 50);
    tiny_index_free(t);
    tiny_index_free(german);
}

static nh_status read_bytes(const nh_env *env, void *context)
{
    const nh_str *bytes = (const nh_str *)context;
    nh_statistics *s = NULL;
    const nh_status st = nh_statistics_read(bytes->ptr, bytes->len, env->memory, &s, NULL);

    assert_true((st == NH_OK) == (s != NULL));
    nh_statistics_free(s);
    return st;
}

static void reading_reports_every_failed_allocation(void **state)
{
    tiny_index *t = small(NULL, NULL);
    nh_statistics *s = gather(t, "golan tal* source:ap", NULL);
    nh_str bytes = nh_statistics_bytes(s);

    (void)state;
    assert_true(fault_sweep_allocations(read_bytes, &bytes) >= 5);
    nh_statistics_free(s);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_of_something_else_are_refused),
        cmocka_unit_test(incomplete_statistics_are_refused),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
        cmocka_unit_test(reading_reports_every_failed_allocation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
