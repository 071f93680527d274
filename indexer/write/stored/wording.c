/* indexer/write/stored/wording.c - blocks that are coded by one list of words, one after the other. */
#include "indexer/write/stored/wording.h"

#include <string.h>

#include "common/base/error.h"
#include "indexer/write/stored/word_coder.h"

struct nh_wording {
    const nh_env *env;
    uint32_t number;
    nh_buffer coded; /* the block that is coded; then memory for the next one */
    nh_word_coder coder;
    nh_code_words words;
    uint8_t list[NH_WORDS];
};

nh_status nh_wording_new(const nh_env *env, const uint8_t *list, uint32_t number,
                         nh_wording **out, nh_error *err)
{
    nh_wording *w = nh_new(env, nh_wording);
    nh_status st;

    *out = NULL;
    if (w == NULL)
        return nh_fail_memory(err, "coding stored articles");
    w->env = w->coded.env = env;
    w->number = number;
    memcpy(w->list, list, NH_WORDS);
    st = nh_code_words_read(env, w->list, &w->words, err);
    if (st != NH_OK) {
        nh_wording_free(w);
        return st;
    }
    nh_word_coder_init(&w->coder, &w->words);
    *out = w;
    return NH_OK;
}

nh_status nh_wording_code(nh_wording *w, nh_buffer *block, uint32_t *words, nh_error *err)
{
    bool done = false;
    nh_status st = nh_words_code(&w->coder, nh_buf_str(block), &w->coded, &done, err);

    *words = done ? w->number : 0;
    if (done) {
        const nh_buffer raw = *block;

        *block = w->coded;
        w->coded = raw;
    }
    return st;
}

size_t nh_wording_memory(const nh_wording *w)
{
    return sizeof *w + w->coded.capacity + w->words.count * sizeof *w->words.places;
}

void nh_wording_free(nh_wording *w)
{
    if (w == NULL)
        return;
    nh_buf_free(&w->coded);
    nh_code_words_free(&w->words);
    nh_release(w->env, w);
}
