/* tests/unit/test_merge_columns.c - columns of what is left of a segment: the bytes that are counted as read. */
#include "indexer/merge/articles/merge_columns.h"

#include <string.h>

#include "common/segment/file/index.h"
#include "tests/support/cm.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"

#define ARTICLES 600u

/* Bytes of the columns of a segment that count as read, where each second article is deleted, or
 * none is. */
static uint64_t touched_by(const temp_dir *t, const nh_segment_ref *ref, bool deletes)
{
    uint8_t bits[(ARTICLES + 7) / 8];
    nh_merge_source source = {*ref, deletes ? bits : NULL};
    nh_merge_inputs in;
    nh_section_spools to;
    uint64_t touched;

    memset(bits, 0xaa, sizeof bits);
    assert_int_equal(nh_merge_inputs_open(nh_env_system(), t->fd, &source, 1,
                                          (uint64_t)1 << 30, &in, NULL),
                     NH_OK);
    nh_section_spools_init(&to, nh_env_system(), t->fd);
    assert_int_equal(nh_merge_passages(&in, true, &to, NULL), NH_OK);
    touched = in.touched;
    nh_section_spools_clear(&to);
    nh_merge_inputs_close(&in);
    return touched;
}

static void many_short_runs_count_as_no_more_than_one_long_one(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", ARTICLES, 21);
    nh_segment_ref ref;
    nh_index *index;
    uint64_t all, half;

    made_articles_index(a, t->path, ARTICLES, NULL);
    made_articles_free(a);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    ref = index->manifest.segments[0];
    nh_index_close(index);
    all = touched_by(t, &ref, false);
    half = touched_by(t, &ref, true);
    assert_true(all >= ref.passages);
    assert_true(half > all / 4 && half < all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(many_short_runs_count_as_no_more_than_one_long_one,
                                        temp_dir_setup, temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
