/* tests/format/test_format_codecs.c - the blocks of single codecs in FORMAT.md mean what the page says. */
#include <stdlib.h>
#include <string.h>

#include "common/codec/postings/postings_codec.h"
#include "common/segment/articles/stored_words.h"
#include "tests/support/cm.h"
#include "tests/support/format_page.h"

/* The numbers of a "values" block: as many as `room` at most. */
static uint32_t read_numbers(const char *page, const char *name, uint32_t *out,
                             uint32_t room)
{
    const nh_str text = format_page_block(page, "values", name);
    char *copy = (char *)calloc(1, text.len + 1), *p = copy;
    uint32_t n = 0;

    memcpy(copy, text.ptr, text.len);
    for (; n < room && *p >= '0'; p += *p == ',' || *p == ' ')
        out[n++] = (uint32_t)strtoul(p, &p, 10);
    free(copy);
    return n;
}

static void the_split_block_is_read(void **state)
{
    uint32_t said[16], found[NH_CODEC_BLOCK], n;
    nh_buffer bytes = {0};
    char *page = format_page_read();
    nh_cursor c;

    (void)state;
    n = read_numbers(page, "split-docs", said, 16) - 2;
    format_page_hex(page, "split-docs", &bytes);
    c = nh_cur(bytes.bytes, bytes.size);
    assert_true(
        nh_docs_decode(&c, (uint8_t)said[0], (uint8_t)said[1], n, said[n + 1], found));
    assert_int_equal(nh_cur_left(&c), 0);
    assert_memory_equal(found, said + 2, n * sizeof *found);
    nh_buf_free(&bytes);
    free(page);
}

static void expect_frequencies(const char *page, const char *name)
{
    uint32_t said[16], n = read_numbers(page, name, said, 16) - 1;
    uint8_t found[NH_CODEC_BLOCK];
    nh_buffer bytes = {0};
    nh_cursor c;

    format_page_hex(page, name, &bytes);
    c = nh_cur(bytes.bytes, bytes.size);
    assert_true(nh_tf_decode(&c, (uint8_t)said[0], n, found));
    assert_int_equal(nh_cur_left(&c), 0);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(found[i], said[i + 1]);
    nh_buf_free(&bytes);
}

static void frequencies_and_codes_are_read(void **state)
{
    uint32_t said[16], n;
    uint16_t found[16];
    nh_buffer bytes = {0};
    char *page = format_page_read();
    nh_cursor c;

    (void)state;
    expect_frequencies(page, "unary-tf");
    expect_frequencies(page, "sparse-tf");
    n = read_numbers(page, "sparse-codes", said, 16) - 1;
    format_page_hex(page, "sparse-codes", &bytes);
    c = nh_cur(bytes.bytes, bytes.size);
    assert_true(nh_codes_decode(&c, (uint8_t)said[0], n, 2, found));
    assert_int_equal(nh_cur_left(&c), 0);
    for (uint32_t i = 0; i < n; i++)
        assert_int_equal(found[i], said[i + 1]);
    nh_buf_free(&bytes);
    free(page);
}

static void the_coded_block_is_that_of_the_page(void **state)
{
    char *page = format_page_read();
    nh_buffer list = {0}, coded = {0}, found = {0};
    uint8_t room[200 + NH_WORD_SLACK];
    nh_code_words words;
    size_t spelt;

    (void)state;
    format_page_hex(page, "word-list", &list);
    format_page_hex(page, "coded", &coded);
    assert_int_equal(nh_code_words_read(nh_env_system(), nh_buf_str(&list), &words, NULL),
                     NH_OK);
    assert_true(nh_code_words_end(&words));
    assert_int_equal(nh_words_spell(&words, coded.bytes, coded.size, room, 200, &spelt),
                     coded.size);
    nh_buf_bytes(&found, room, spelt);
    nh_buf_u8(&found, '\n');
    format_page_expect(format_page_block(page, "values", "coded"), &found);
    nh_code_words_free(&words);
    nh_buf_free(&list);
    nh_buf_free(&coded);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_split_block_is_read),
        cmocka_unit_test(frequencies_and_codes_are_read),
        cmocka_unit_test(the_coded_block_is_that_of_the_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
