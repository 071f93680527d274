/* indexer/write/words/wording.c - a list of words that blocks are coded by, of any writers. */
#include "indexer/write/words/wording.h"

#include <stdatomic.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/write/words/word_coder.h"

struct nh_wording {
    const nh_env *env;
    atomic_uint owners;
    nh_word_coder coder;
    nh_code_words words;
    uint8_t list[NH_WORDS];
};

nh_status nh_wording_new(const nh_env *env, nh_str list, nh_wording **out, nh_error *err)
{
    nh_wording *w = nh_new(env, nh_wording);
    nh_status st;

    *out = NULL;
    if (w == NULL)
        return nh_fail_memory(err, "coding stored articles");
    w->env = env;
    atomic_init(&w->owners, 1);
    list = nh_words_cut(list);
    if (list.len > 0 && list.len <= NH_WORDS)
        memcpy(w->list, list.ptr, list.len);
    st = nh_code_words_read(env, (nh_str){(const char *)w->list, list.len}, &w->words, err);
    if (st == NH_OK)
        st = nh_word_coder_init(&w->coder, env, &w->words, err);
    if (st != NH_OK) {
        nh_wording_free(w);
        return st;
    }
    *out = w;
    return NH_OK;
}

nh_wording *nh_wording_share(nh_wording *w)
{
    if (w != NULL)
        (void)atomic_fetch_add(&w->owners, 1);
    return w;
}

nh_str nh_wording_list(const nh_wording *w)
{
    return (nh_str){(const char *)w->list, w->words.size};
}

nh_status nh_wording_code(const nh_wording *w, nh_buffer *block, nh_buffer *spare,
                          bool *done, nh_error *err)
{
    nh_status st = nh_words_code(&w->coder, nh_buf_str(block), spare, done, err);

    if (st == NH_OK && *done) {
        const nh_buffer raw = *block;

        *block = *spare;
        *spare = raw;
    }
    return st;
}

size_t nh_wording_memory(const nh_wording *w)
{
    return sizeof *w + nh_word_finder_memory(&w->coder.finder) +
           w->words.count * sizeof *w->words.places;
}

void nh_wording_free(nh_wording *w)
{
    if (w == NULL || atomic_fetch_sub(&w->owners, 1) > 1)
        return;
    nh_word_coder_free(&w->coder);
    nh_code_words_free(&w->words);
    nh_release(w->env, w);
}
