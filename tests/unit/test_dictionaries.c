/* tests/unit/test_dictionaries.c - when dictionaries of stored articles come, by the text there was. */
#include "tests/support/cm.h"

#include "indexer/write/stored/dictionaries.h"
#include "tests/support/temp_dir.h"

#define MIB ((size_t)1 << 20)

static char block[65536];

/* Samples blocks until a dictionary is due, which is made; the text that they had. */
static size_t until_due(nh_dictionaries *d, size_t deflated, size_t text)
{
    size_t sum = 0;
    bool due = false;

    for (; !nh_dictionaries_due(d); sum += text) {
        assert_int_equal(nh_dictionaries_next(d, &due, NULL), NH_OK);
        assert_false(due);
        assert_int_equal(nh_dictionaries_sample(d, (nh_str){block, deflated}, text, NULL),
                         NH_OK);
    }
    assert_int_equal(nh_dictionaries_next(d, &due, NULL), NH_OK);
    assert_true(due);
    return sum;
}

static void they_come_by_the_text_whatever_the_blocks_are(void **state)
{
    static const size_t rows[][2] = {{49152, 49152}, {16384, 16384}, {7000, 16384}};
    const temp_dir *t = (const temp_dir *)*state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_section_spools to;
        nh_dictionaries d;

        nh_section_spools_init(&to, nh_env_system(), t->fd);
        nh_dictionaries_init(&d, &to);
        for (unsigned again = 0; again < 2; again++) {
            const size_t text = rows[i][1];

            assert_in_range(until_due(&d, rows[i][0], text), 4 * MIB, 4 * MIB + text);
            assert_in_range(until_due(&d, rows[i][0], text), 32 * MIB, 32 * MIB + text);
            assert_int_equal(d.number, 2 + 2 * again);
            nh_dictionaries_restart(&d);
        }
        nh_dictionaries_clear(&d);
        nh_section_spools_clear(&to);
    }
}

/* A few huge articles do not fill one. */
static void none_comes_before_it_is_full(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_section_spools to;
    nh_dictionaries d;

    nh_section_spools_init(&to, nh_env_system(), t->fd);
    nh_dictionaries_init(&d, &to);
    assert_int_equal(until_due(&d, sizeof block, 10 * MIB), 320 * MIB);
    nh_dictionaries_clear(&d);
    nh_section_spools_clear(&to);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(they_come_by_the_text_whatever_the_blocks_are,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(none_comes_before_it_is_full, temp_dir_setup,
                                        temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
