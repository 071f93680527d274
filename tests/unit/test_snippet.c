/* tests/unit/test_snippet.c - stored articles that lie, and memory that ends, are told of. */
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/snippet_bench.h"

/* Skips on disk: two of three bytes, each three bytes behind the one before. */
#define TWO_SKIPS "\x03\x03\x03\x03"

static nh_stored story(void)
{
    return (nh_stored){
        .headline = NH_STR("Golan talks"),
        .text =
            NH_STR("The envoy went to the Golan Heights. He saw the heights of the Golan, "
                   "and he spoke of them for a while, as envoys do. Then he went home "
                   "again. Others stayed there in the Golan, where the weather was no "
                   "better."),
    };
}

static nh_status fill(const nh_stored *stored, uint32_t number, nh_passage_hit *out)
{
    snippet_bench b = {0};
    nh_status st = snippet_bench_open(&b, NH_STR("\"golan heights\" envoy"), false);

    if (st == NH_OK)
        st = snippet_bench_fill(&b, stored, number, 0, out);
    snippet_bench_close(&b);
    return st;
}

static void a_passage_that_the_text_does_not_hold_is_corrupt(void **state)
{
    nh_passage_hit p = {0};
    const nh_stored right = story();
    nh_stored wrong = right;

    (void)state;
    assert_int_equal(fill(&right, 0, &p), NH_OK);
    assert_true(p.headline);
    assert_int_equal(fill(&right, 1, &p), NH_OK);
    assert_false(p.headline);
    assert_int_equal(fill(&right, 9, &p), NH_E_CORRUPT);
    wrong.text = NH_STR("Not \xff UTF-8.");
    assert_int_equal(fill(&wrong, 1, &p), NH_E_CORRUPT);
    wrong = right;
    wrong.skips = NH_STR("\x03\xe3\x03"); /* 483 bytes from byte 3 on */
    assert_int_equal(fill(&wrong, 1, &p), NH_E_CORRUPT);
}

static void skipped_parts_are_in_no_passage(void **state)
{
    const nh_stored stored = {.text = NH_STR("abcGOLgolan heights"),
                              .skips = NH_STR("\x03\x03")};
    nh_passage_hit p = {0};

    (void)state;
    assert_int_equal(fill(&stored, 0, &p), NH_OK);
    assert_int_equal(p.at, 0);
    assert_int_equal(fill(&stored, 1, &p), NH_OK);
    assert_int_equal(p.at, 6);
}

static void nothing_is_shown_without_stored_text(void **state)
{
    const nh_stored stored = story();
    const nh_snippet_job job = {.number = 7, .stored = &stored};
    snippet_bench b = {0};
    nh_passage_hit p = {.text = NH_STR("old"), .n_marks = 3};

    (void)state;
    assert_int_equal(snippet_bench_open(&b, NH_STR("golan"), false), NH_OK);
    assert_int_equal(nh_snippet_fill(b.snippets, &job, &b.arena, &p, NULL), NH_OK);
    assert_int_equal(p.text.len, 0);
    assert_int_equal(p.n_marks, 0);
    snippet_bench_close(&b);
}

static void an_article_of_a_headline_alone_is_shown_when_ranked_as_a_whole(void **state)
{
    const nh_stored stored = {.headline = NH_STR("Golan talks")};
    snippet_bench b = {0};
    nh_passage_hit p = {0};

    (void)state;
    assert_int_equal(snippet_bench_open(&b, NH_STR("golan"), true), NH_OK);
    assert_int_equal(snippet_bench_fill(&b, &stored, 0, 0, &p), NH_OK);
    assert_true(p.headline);
    assert_int_equal(p.text.len, 11);
    assert_int_equal(p.n_marks, 1);
    snippet_bench_close(&b);
}

static nh_status fill_once(const nh_env *env, void *context)
{
    snippet_bench b = {.env = env};
    nh_stored stored = story();
    nh_passage_hit p;
    nh_status st =
        snippet_bench_open(&b, NH_STR("\"golan heights\" envoy"), context != NULL);

    stored.skips = NH_STR(TWO_SKIPS);
    for (uint32_t i = 0; i < 2 && st == NH_OK; i++)
        st = snippet_bench_fill(&b, &stored, i, 40, &p);
    snippet_bench_close(&b);
    return st;
}

static void a_long_article_is_cut_until_the_search_is_stopped(void **state)
{
    static char text[300000];
    const nh_stored stored = {.text = {text, sizeof text}};
    snippet_bench b = {0};
    nh_flag stop = 0;
    const nh_halt halt = {.stop = &stop};
    nh_passage_hit p = {0};

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "golan heights talks. "[i % 21];
    b.halt = &halt;
    assert_int_equal(snippet_bench_open(&b, NH_STR("golan"), false), NH_OK);
    assert_int_equal(snippet_bench_fill(&b, &stored, 1, 0, &p), NH_OK);
    stop = 1;
    assert_int_equal(snippet_bench_fill(&b, &stored, 1, 0, &p), NH_E_CANCELLED);
    snippet_bench_close(&b);
}

static void every_failed_allocation_is_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(fill_once, NULL) > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_passage_that_the_text_does_not_hold_is_corrupt),
        cmocka_unit_test(skipped_parts_are_in_no_passage),
        cmocka_unit_test(nothing_is_shown_without_stored_text),
        cmocka_unit_test(an_article_of_a_headline_alone_is_shown_when_ranked_as_a_whole),
        cmocka_unit_test(a_long_article_is_cut_until_the_search_is_stopped),
        cmocka_unit_test(every_failed_allocation_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
