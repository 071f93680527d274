/* tests/fuzz/fuzz_stored_words.c - any list of words, and any bytes as a block that it codes, or is to code. */
#include <stdlib.h>
#include <string.h>

#include "indexer/write/words/wording.h"

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
static void code(nh_str list_bytes, const nh_code_words *list, const uint8_t *bytes,
                 size_t size)
{
    nh_wording *w = NULL;
    nh_buffer block = {0}, spare = {0};
    bool done = false;
    uint8_t *out = (uint8_t *)malloc(size + NH_WORD_SLACK);
    size_t spelt = 0;

    nh_buf_bytes(&block, bytes, size);
    if (out != NULL && nh_wording_new(nh_env_system(), list_bytes, &w, NULL) == NH_OK &&
        nh_wording_code(w, &block, &spare, &done, NULL) == NH_OK && done &&
        (nh_words_spell(list, block.bytes, block.size, out, size, &spelt) != block.size ||
         spelt != size || memcmp(out, bytes, size) != 0))
        abort();
    nh_wording_free(w);
    nh_buf_free(&block);
    nh_buf_free(&spare);
    free(out);
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
    code(said, &words, bytes, size);
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
