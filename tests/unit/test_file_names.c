/* tests/unit/test_file_names.c - the names of an index's files. */
#include "tests/support/cm.h"

#include "indexer/commit/file_names.h"

static void names_are_made_of_generation_and_checksum(void **state)
{
    char name[48];

    (void)state;
    nh_segment_name(name, 12, 0x89abcdefu);
    assert_string_equal(name, "000012_89abcdef.seg");
    nh_segment_name(name, 12345678, 1);
    assert_string_equal(name, "12345678_00000001.seg");
    assert_true(nh_is_segment_name(name));
    nh_run_name(name, 3);
    assert_true(nh_is_leftover_name(name));
    assert_false(nh_is_segment_name(name));
}

static void only_our_own_names_are_ours(void **state)
{
    static const struct {
        const char *name;
        bool leftover, segment;
    } rows[] = {
        {"000001_0123abcd.seg", false, true},
        {"000001_0123abcd.del", false, true},
        {"000001_0123ABCD.seg", false, false},
        {"00001_0123abcd.seg", false, false},
        {"000001_0123abc.seg", false, false},
        {"000001_0123abcde.seg", false, false},
        {"000001_0123abcd.segx", false, false},
        {"x000001_0123abcd.seg", false, false},
        {"manifest", false, false},
        {"manifest.prev", false, false},
        {"manifest.prev.new", true, false},
        {"manifest.tmp", true, false},
        {"writer.lock", false, false},
        {".tmp", false, false},
        {"notes.txt", false, false},
        {"", false, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(nh_is_leftover_name(rows[i].name), rows[i].leftover);
        assert_int_equal(nh_is_segment_name(rows[i].name), rows[i].segment);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_made_of_generation_and_checksum),
        cmocka_unit_test(only_our_own_names_are_ours),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
