/* tests/fuzz/fuzz_stored_words.c - any list of words, and any bytes as a block that it codes, or is to code. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "indexer/write/words/word_coder.h"

#define ROOM 5000u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static uint8_t *copy_of(const uint8_t *bytes, size_t size, size_t room)
{
    uint8_t *copy = (uint8_t *)calloc(room > 0 ? room : 1, 1);

    if (copy != NULL && size > 0)
        memcpy(copy, bytes, size);
    return copy;
}

/* What is spelt keeps within its room, whatever the codes are; in less room it begins alike. */
static void spell(const nh_code_words *list, const uint8_t *bytes, size_t size)
{
    uint8_t *in = copy_of(bytes, size, size);
    uint8_t *out = (uint8_t *)malloc(ROOM + NH_WORD_SLACK);
    uint8_t *part = (uint8_t *)malloc(ROOM / 3 + NH_WORD_SLACK);
    size_t spelt = 0, less = 0;

    if (in != NULL && out != NULL && part != NULL) {
        const size_t used = nh_words_spell(list, in, size, out, ROOM, &spelt);
        const size_t before = nh_words_spell(list, in, size, part, ROOM / 3, &less);

        if (used > size || spelt > ROOM || before > used || less > ROOM / 3 ||
            less > spelt || memcmp(out, part, less) != 0)
            abort();
    }
    free(in);
    free(out);
    free(part);
}

/* What is coded is spelt as it was. */
static void expect_spelt(const nh_code_words *list, const nh_buffer *coded,
                         const uint8_t *bytes, size_t size)
{
    uint8_t *out = (uint8_t *)malloc(size + NH_WORD_SLACK);
    size_t spelt = 0;

    if (out != NULL && (nh_words_spell(list, coded->bytes, coded->size, out, size,
                                       &spelt) != coded->size ||
                        spelt != size || memcmp(out, bytes, size) != 0))
        abort();
    free(out);
}

/* Words have the same codes one by one and many at once. */
static void code(const nh_code_words *list, const uint8_t *bytes, size_t size)
{
    nh_buffer coded[2] = {{0}, {0}};
    bool done[2] = {false, false};
    uint8_t *in = copy_of(bytes, size, size);
    const nh_str block = {(const char *)in, size};
    nh_word_coder c = {.finder = {.env = nh_env_system()}};

    if (in != NULL && nh_word_coder_init(&c, nh_env_system(), list, NULL) == NH_OK) {
        nh_status st = nh_words_code(&c, block, &coded[0], &done[0], NULL);

        c.ahead = 0;
        if (st == NH_OK)
            st = nh_words_code(&c, block, &coded[1], &done[1], NULL);
        if (st == NH_OK &&
            (done[0] != done[1] ||
             (done[0] && !nh_str_equal(nh_buf_str(&coded[0]), nh_buf_str(&coded[1])))))
            abort();
        if (st == NH_OK && done[0])
            expect_spelt(list, &coded[0], bytes, size);
    }
    nh_word_coder_free(&c);
    nh_buf_free(&coded[0]);
    nh_buf_free(&coded[1]);
    free(in);
}

/* The rest is spelt out by a list, or coded. */
static void use(const uint8_t *list, size_t list_size, const uint8_t *bytes, size_t size)
{
    const nh_str said = {(const char *)list, list_size};
    nh_code_words words;

    if (nh_words_cut(said).len > list_size)
        abort();
    if (nh_code_words_read(nh_env_system(), said, &words, NULL) != NH_OK)
        return;
    spell(&words, bytes, size);
    code(&words, bytes, size);
    nh_code_words_free(&words);
}

/* Two bytes: how many of the rest are the list, which is as short as that, or zero behind them. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    const size_t said = size >= 2 ? nh_le16(bytes) : 0;
    const size_t n = size >= 2 && said <= size - 2 ? said : 0;

    for (unsigned whole = 0; size >= 2 && whole < 2; whole++) {
        uint8_t *list = copy_of(bytes + 2, n, whole ? NH_WORDS : n);

        if (list != NULL)
            use(list, whole ? NH_WORDS : n, bytes + 2 + n, size - 2 - n);
        free(list);
    }
    return 0;
}
