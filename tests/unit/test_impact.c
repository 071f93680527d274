/* tests/unit/test_impact.c - an impact bounds what its posting can add, and hardly exceeds it. */
#include "common/segment/impact.h"

#include <math.h>

#include "tests/support/cm.h"

static void an_impact_is_the_formula_rounded_up(void **state)
{
    static const uint32_t k1s[] = {0, 900000, 1200000, 100000000};
    static const uint32_t bs[] = {0, 400000, 750000, 1000000};

    (void)state;
    for (size_t i = 0; i < COUNT(k1s); i++)
        for (size_t j = 0; j < COUNT(bs); j++)
            for (uint32_t tf = 1; tf <= 255; tf += tf < 8 ? 1 : 13)
                for (uint32_t length = tf; length <= 255; length += 7) {
                    const double b = bs[j] / 1e6, reference = 90;
                    const double k = k1s[i] / 1e6 * (1 - b + b * length / reference);
                    const double exact = 255 * tf / (tf + k);
                    const uint8_t found = nh_impact(tf, length, k1s[i], bs[j], 90 * 256);

                    assert_true(found >= exact - 1e-9);
                    assert_true(found < exact + 1.001);
                }
}

static void an_impact_rises_with_tf_and_falls_with_length(void **state)
{
    (void)state;
    for (uint32_t tf = 1; tf < 255; tf++)
        for (uint32_t length = 1; length < 255; length += 9) {
            assert_true(nh_impact(tf, length, 900000, 400000, 256) <=
                        nh_impact(tf + 1, length, 900000, 400000, 256));
            assert_true(nh_impact(tf, length, 900000, 400000, 256) >=
                        nh_impact(tf, length + 1, 900000, 400000, 256));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_impact_is_the_formula_rounded_up),
        cmocka_unit_test(an_impact_rises_with_tf_and_falls_with_length),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
