/* tests/unit/test_terms_reader.c - a dictionary is walked in order, and every term in it found. */
#include "common/segment/terms/terms_reader.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/segment_maker.h"

static const made_spec spec = {40, 5, true, false};

typedef struct fixture {
    temp_dir *dir;
    nh_segment *seg;
    nh_terms *terms;
} fixture;

static int open_fixture(void **state)
{
    fixture *f = (fixture *)calloc(1, sizeof *f);
    nh_segment_ref ref;

    f->dir = temp_dir_new();
    segment_make_file(&spec, f->dir, "a.seg", &ref);
    assert_int_equal(nh_segment_open(NULL, f->dir->fd, &ref, false, &f->seg, NULL), NH_OK);
    assert_int_equal(nh_terms_open(f->seg, &f->terms, NULL), NH_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    fixture *f = *state;

    nh_terms_close(f->terms);
    nh_segment_close(f->seg);
    temp_dir_remove(f->dir);
    free(f);
    return 0;
}

static void every_term_is_found_with_its_numbers(void **state)
{
    fixture *f = *state;

    for (uint32_t t = MADE_TERMS; t-- > 0;) {
        const nh_term *term;
        char name[32];
        uint32_t df = 0;

        made_term(t, name);
        for (uint32_t p = 0; p < spec.articles * spec.passages_each; p++)
            df += made_has(&spec, t, p);
        assert_int_equal(nh_terms_find(f->terms, nh_str_of(name), &term, NULL), NH_OK);
        assert_non_null(term);
        assert_true(nh_str_equal(term->text, nh_str_of(name)));
        assert_int_equal(term->df, df);
        assert_true(term->article_df <= df && term->article_df >= (df + 4) / 5);
        assert_int_equal((term->flags & NH_TERM_SMALL) != 0, df <= 32);
        assert_true(term->forms[0].text.len >= term->text.len);
    }
}

static void forms_are_those_that_were_written(void **state)
{
    fixture *f = *state;
    const nh_term *term;

    assert_int_equal(nh_terms_find(f->terms, NH_STR("newspaper01"), &term, NULL), NH_OK);
    assert_int_equal(term->n_forms, 2);
    assert_true(nh_str_equal(term->forms[0].text, NH_STR("newspaper01")));
    assert_true(nh_str_equal(term->forms[1].text, NH_STR("newspaper01s")));
    assert_true(term->forms[1].df < term->forms[0].df);
    assert_int_equal(nh_terms_find(f->terms, NH_STR("newspaper02"), &term, NULL), NH_OK);
    assert_int_equal(term->n_forms, 1);
    assert_int_equal(term->forms[0].flags, 2);
    assert_true(nh_str_equal(term->forms[0].text, NH_STR("newspaper02\xc3\xa9")));
    assert_int_equal(nh_terms_find(f->terms, NH_STR("newspaper00"), &term, NULL), NH_OK);
    assert_int_equal(term->n_forms, 1);
    assert_int_equal(term->forms[0].span, 1);
    assert_int_equal(term->forms[0].df, term->df);
}

static void absent_terms_are_not_found_and_seeking_goes_on_behind_them(void **state)
{
    static const struct {
        const char *text, *next; /* next is NULL behind the last */
    } rows[] = {
        {"", "newspaper00"},
        {"a", "newspaper00"},
        {"newspape", "newspaper00"},
        {"newspaper", "newspaper00"},
        {"newspaper005", "newspaper01"},
        {"newspaper15\x01", "newspaper16"},
        {"newspaper19z", "zed20"},
        {"newspaper9", "zed20"},
        {"zed", "zed20"},
        {"zed31a", "zed32"},
        {"zed39\x01", NULL},
        {"zz", NULL},
        {"\xff\xff\xff\xff\xff\xff\xff\xff\xff", NULL},
    };
    fixture *f = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        const nh_term *term;

        assert_int_equal(nh_terms_find(f->terms, nh_str_of(rows[i].text), &term, NULL),
                         NH_OK);
        assert_null(term);
        assert_int_equal(nh_terms_seek(f->terms, nh_str_of(rows[i].text), &term, NULL),
                         NH_OK);
        assert_int_equal(term != NULL, rows[i].next != NULL);
        if (term != NULL)
            assert_true(nh_str_equal(term->text, nh_str_of(rows[i].next)));
    }
}

static void a_walk_goes_on_from_where_a_seek_ended(void **state)
{
    fixture *f = *state;
    const nh_term *term;
    uint32_t n = 1;

    assert_int_equal(nh_terms_seek(f->terms, NH_STR("newspaper1"), &term, NULL), NH_OK);
    assert_true(nh_str_equal(term->text, NH_STR("newspaper10")));
    while (nh_terms_next(f->terms, &term, NULL) == NH_OK && term != NULL)
        n++;
    assert_int_equal(n, 30);
    assert_int_equal(nh_terms_next(f->terms, &term, NULL), NH_OK);
    assert_null(term);
}

static void a_copy_outlives_the_walker(void **state)
{
    fixture *f = *state;
    nh_arena arena = {0}, small = {.limit = 100};
    const nh_term *term, *copy;

    assert_int_equal(nh_terms_find(f->terms, NH_STR("newspaper01"), &term, NULL), NH_OK);
    copy = nh_term_copy(&arena, term);
    assert_null(nh_term_copy(&small, term));
    assert_int_equal(nh_terms_find(f->terms, NH_STR("zed33"), &term, NULL), NH_OK);
    assert_true(nh_str_equal(copy->text, NH_STR("newspaper01")));
    assert_true(nh_str_equal(copy->forms[1].text, NH_STR("newspaper01s")));
    nh_arena_close(&arena);
    nh_arena_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_term_is_found_with_its_numbers, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(forms_are_those_that_were_written, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(
            absent_terms_are_not_found_and_seeking_goes_on_behind_them, open_fixture,
            close_fixture),
        cmocka_unit_test_setup_teardown(a_walk_goes_on_from_where_a_seek_ended,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_copy_outlives_the_walker, open_fixture,
                                        close_fixture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
