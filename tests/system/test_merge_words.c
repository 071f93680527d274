/* tests/system/test_merge_words.c - a list of words is chosen from the articles that are merged. */
#include "tests/support/cm.h"

#include "common/segment/file/index.h"
#include "indexer/merge/articles/merge_words.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"
#include "tests/support/temp_dir.h"

#define MEMORY ((uint64_t)64 << 20)

/* A list for a few articles. */
static nh_status choose_words(const nh_env *env, void *context)
{
    const temp_dir *t = (const temp_dir *)context;
    nh_index *index;
    nh_merge_source source;
    nh_merge_inputs in = {0};
    nh_section_spools to;
    nh_stored_writer *w = NULL;
    nh_status st;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    source = (nh_merge_source){.ref = index->manifest.segments[0]};
    nh_section_spools_init(&to, env, t->fd);
    st = nh_merge_inputs_open(env, t->fd, &source, 1, MEMORY, &in, NULL);
    if (st == NH_OK)
        st = nh_stored_writer_new(&to, true, &w, NULL);
    if (st == NH_OK)
        st = nh_merge_words(&in, &to, w, NULL);
    assert_true(st != NH_OK || nh_words_count(&to) == 1);
    /* ten places, of which each maps blocks of checksums at either end */
    assert_true(st != NH_OK || in.touched > 10 * 2 * (uint64_t)NH_CHECK_BLOCK);
    nh_stored_writer_free(w);
    nh_section_spools_clear(&to);
    nh_merge_inputs_close(&in);
    nh_index_close(index);
    return st;
}

static void words_are_chosen_or_it_is_told(void **state)
{
    temp_dir *t = (temp_dir *)*state;
    made_articles *a = made_articles_new("a-", 40, 12);

    made_articles_index(a, t->path, 40, NULL);
    assert_true(fault_sweep_allocations(choose_words, t) > 8);
    made_articles_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_chosen_or_it_is_told, temp_dir_setup,
                                        temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
