/* tests/unit/test_character.c - characters of UTF-8, whole and damaged. */
#include "common/base/bytes/character.h"
#include "common/base/str.h"
#include "tests/support/cm.h"

/* Writes `code` as UTF-8 and returns its size; surrogates too. */
static size_t write_code(uint32_t code, char out[4])
{
    const size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    static const uint8_t lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = size; i-- > 1; code >>= 6)
        out[i] = (char)(0x80 | (code & 0x3f));
    out[0] = (char)(lead[size] | code);
    return size;
}

static void every_code_point_is_read_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10ffff; code++) {
        char bytes[4];
        const size_t size = write_code(code, bytes);
        const nh_character c = nh_character_at((nh_str){bytes, size}, 0);
        const bool surrogate = code >= 0xd800 && code <= 0xdfff;

        assert_int_equal(c.valid, !surrogate);
        assert_int_equal(c.code, surrogate ? 0xfffd : code);
        assert_int_equal(c.size, surrogate ? 1 : size);
    }
}

static void a_damaged_character_counts_one_byte(void **state)
{
    static const char *const cases[] = {
        "\x80",             /* a continuation without a beginning */
        "\xc3",             /* the text ends too early            */
        "\xe2\x80",         /* likewise                           */
        "\xf0\x9f\x98",     /* likewise                           */
        "\xc0\x80",         /* NUL, spelled too long              */
        "\xe0\x9f\xbf",     /* U+07FF, spelled too long           */
        "\xf0\x8f\xbf\xbf", /* U+FFFF, spelled too long           */
        "\xed\xa0\x80",     /* a surrogate                        */
        "\xf4\x90\x80\x80", /* above U+10FFFF                     */
        "\xc3(",            /* a letter where a continuation goes */
        "\xff",             /* never in UTF-8                     */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_character c = nh_character_at(nh_str_of(cases[i]), 0);

        assert_false(c.valid);
        assert_int_equal(c.code, 0xfffd);
        assert_int_equal(c.size, 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_is_read_back),
        cmocka_unit_test(a_damaged_character_counts_one_byte),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
