/* tests/unit/test_kept_lists.c - lists of words as a merge takes them over: equal ones once, and none that is damaged. */
#include "indexer/merge/articles/kept_lists.h"

#include <string.h>

#include "common/segment/articles/stored_words.h"
#include "indexer/merge/articles/merge_columns.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/segment_maker.h"
#include "tests/support/temp_dir.h"

#define MEMORY ((uint64_t)4 << 20)
#define SHORT 41u /* bytes of a list of one word, as the last one */

/* A segment of which one byte of its one list is another one, as `name`. */
static nh_segment_ref make(const temp_dir *t, const char *name, size_t size, size_t at,
                           uint8_t byte)
{
    static const made_spec spec = {.articles = 30, .passages_each = 2, .stored = true};
    static uint8_t list[NH_WORDS];
    nh_segment_ref ref;
    nh_buffer out = {0};

    memset(list, 0, sizeof list);
    memcpy(list, "\1\0\1\0\4then", 9);
    list[at] = byte;
    segment_make_file(&spec, t, name, &ref);
    segment_make_with(&spec, &(made_section){NH_SECTION_WORDS, list, size}, &out);
    out.bytes[64 + 56] = (uint8_t)nh_words_layout(size); /* info is the first section */
    container_repair(out.bytes, out.size);
    temp_dir_write(t, name, out.bytes, out.size);
    ref.file = container_ref_of(name, out.bytes, out.size);
    nh_buf_free(&out);
    return ref;
}

/* What comes of the lists of two segments. */
typedef struct outcome {
    nh_status st;
    nh_error err;
    uint32_t kept;
    uint8_t numbers[2];
    uint64_t size; /* bytes of the section that is made */
} outcome;

static outcome choose(const temp_dir *t, const nh_segment_ref *refs, const nh_env *env)
{
    const nh_merge_source sources[] = {{refs[0], NULL}, {refs[1], NULL}};
    outcome o = {.st = NH_OK};
    nh_kept_lists lists = {.env = env};
    nh_section_spools to;
    nh_merge_inputs in;

    o.st = nh_merge_inputs_open(env, t->fd, sources, 2, MEMORY, &in, &o.err);
    if (o.st != NH_OK)
        return o;
    nh_section_spools_init(&to, env, t->fd);
    o.st = nh_kept_lists_choose(&lists, &in, false, &to, &o.err);
    o.kept = lists.count;
    for (uint32_t i = 0; o.st == NH_OK && i < 2; i++)
        o.numbers[i] = nh_kept_lists_of(&lists, i)[0];
    o.size = nh_spool_size(&to.spool[NH_SECTION_WORDS]);
    nh_kept_lists_clear(&lists);
    nh_section_spools_clear(&to);
    nh_merge_inputs_close(&in);
    return o;
}

/* One as it lies before others, filled up, and the last of a section, cut. */
static void lists_that_differ_by_what_fills_them_are_one(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_segment_ref refs[] = {make(t, "cut.seg", SHORT, 4, 4),
                                   make(t, "full.seg", NH_WORDS, 4, 4),
                                   make(t, "cut.seg", SHORT, 4, 4)};

    for (size_t i = 0; i < 2; i++) {
        const outcome o = choose(t, refs + i, nh_env_system());

        assert_int_equal(o.st, NH_OK);
        assert_int_equal(o.kept, 1);
        assert_int_equal(o.numbers[0], 1);
        assert_int_equal(o.numbers[1], 1);
        assert_int_equal(o.size, SHORT);
    }
}

/* Their words end before or behind where they should: cut, or filled up, both would make sense. */
static void damaged_lists_are_refused(void **state)
{
    static const struct {
        size_t size, at;
        uint8_t byte;
    } rows[] = {
        {SHORT, 4, 3},     {SHORT, 4, 5},     {SHORT, 0, 2}, {SHORT, 2, 2},
        {SHORT - 1, 4, 4}, {SHORT + 1, 4, 4}, {SHORT, 4, 0}, {1, 4, 4},
        {NH_WORDS, 4, 33}, {NH_WORDS, 2, 2},
    };
    const temp_dir *t = (const temp_dir *)*state;
    const nh_segment_ref good = make(t, "good.seg", SHORT, 8, 'm');
    const nh_segment_ref same = make(t, "same.seg", SHORT, 4, 4);

    for (size_t i = 0; i < COUNT(rows); i++) {
        const nh_segment_ref bad =
            make(t, "bad.seg", rows[i].size, rows[i].at, rows[i].byte);
        const outcome o = choose(t, (nh_segment_ref[]){bad, good}, nh_env_system());

        assert_int_equal(o.st, NH_E_CORRUPT);
        assert_non_null(strstr(o.err.where, "bad.seg"));
        assert_non_null(strstr(o.err.what, "a list of words that makes no sense"));
        assert_int_equal(o.size, 0);
        assert_int_equal(choose(t, (nh_segment_ref[]){same, bad}, nh_env_system()).st,
                         NH_E_CORRUPT);
    }
}

static nh_status choose_both(const nh_env *env, void *context)
{
    const temp_dir *t = (const temp_dir *)context;
    const nh_segment_ref refs[] = {make(t, "cut.seg", SHORT, 4, 4),
                                   make(t, "full.seg", NH_WORDS, 4, 4)};

    return choose(t, refs, env).st;
}

static void failed_allocations_are_told(void **state)
{
    assert_true(fault_sweep_allocations(choose_both, *state) > 4);
}

#define IN_DIR(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(lists_that_differ_by_what_fills_them_are_one),
        IN_DIR(damaged_lists_are_refused),
        IN_DIR(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
