/* indexer/write/words/word_coder.c - blocks of stored articles in codes of the words of a list. */
#include "indexer/write/words/word_coder.h"

#include "common/base/checked.h"
#include "common/base/error.h"

#define FETCH_FROM 4096u /* bytes of a block that has many of the common words */

nh_status nh_word_coder_init(nh_word_coder *c, const nh_env *env, const nh_code_words *list,
                             nh_error *err)
{
    c->ahead = NH_AHEAD_BLOCKS;
    nh_word_eye_init(&c->eye);
    return nh_word_finder_init(&c->finder, env, list, err);
}

void nh_word_coder_free(nh_word_coder *c)
{
    nh_word_finder_free(&c->finder);
}

/* The blank behind a word goes without saying before what a reader can tell from a sign. */
static bool is_implied(const nh_word_finder *f, const nh_word_coding *k)
{
    const uint8_t *p = k->p + 1;
    const size_t left = (size_t)(k->end - k->p);
    nh_word_run w;

    if (left < 2 || *k->p != ' ')
        return false;
    if (*p < NH_WORD_FIRST)
        return nh_word_has(*p);
    if (nh_word_is_sign(*p))
        return false;
    nh_word_run_take(p, left - 1, &w);
    return nh_word_find(f, &w) != 0;
}

/* Bytes as they are, until there is no room. */
static void put_bytes(nh_word_coding *k, size_t n)
{
    for (; n > 0 && k->to <= k->to_end; n--) {
        const bool escape = *k->p >= NH_WORD_FIRST;

        if (escape && !k->escaped)
            *k->to++ = NH_WORD_ESCAPE;
        k->escaped = escape;
        *k->to++ = *k->p++;
    }
}

/* One word or sign, or the byte that is neither. */
static void step(const nh_word_finder *f, nh_word_coding *k)
{
    nh_word_run w;
    nh_word_code code = 0;

    nh_word_run_take(k->p, (size_t)(k->end - k->p), &w);
    if (w.size == 0) { /* the byte is one of ASCII */
        k->escaped = false;
        *k->to++ = *k->p++;
        return;
    }
    if (!k->escaped)
        code = nh_word_find(f, &w);
    if (code == 0) {
        put_bytes(k, w.size);
        return;
    }
    for (size_t n = nh_word_code_size(code); n > 0; n--, code >>= 8)
        *k->to++ = (uint8_t)code;
    k->p += w.size;
    k->p += !nh_word_is_sign(k->p[-(ptrdiff_t)w.size]) && is_implied(f, k);
}

/* The blocks that may be looked at at once. */
static size_t blocks_ahead(const nh_word_coder *c, const nh_word_coding *k)
{
    const size_t left = (size_t)(k->end - k->p);
    const size_t room = (size_t)(k->to_end - k->to) / 2 + NH_BYTE_BLOCK;
    size_t most = left < NH_AHEAD_BEHIND ? 0 : left - NH_AHEAD_BEHIND;

    if (k->escaped || *k->p >= NH_WORD_FIRST)
        return 0;
    most = (room < most ? room : most) / NH_BYTE_BLOCK;
    return most < c->ahead ? most : c->ahead;
}

/* Some words, or a step. */
static void go_on(const nh_word_coder *c, nh_word_coding *k)
{
    const uint8_t *before = k->p;
    const size_t blocks = blocks_ahead(c, k);

    if (blocks > 0 && nh_words_ahead(&c->eye, &c->finder, blocks, k))
        k->p += is_implied(&c->finder, k);
    if (k->p == before)
        step(&c->finder, k);
}

nh_status nh_words_code(const nh_word_coder *c, nh_str block, nh_buffer *out, bool *done,
                        nh_error *err)
{
    const uint8_t *begin = (const uint8_t *)block.ptr;
    nh_word_coding k = {.p = begin, .end = begin + block.len};
    size_t extended;

    if (!nh_add_size(block.len, NH_CODING_SLACK, &extended))
        return nh_fail_memory(err, "coding stored articles");
    nh_buf_clear(out);
    k.to = nh_buf_extend(out, extended);
    if (k.to == NULL)
        return nh_buf_status(out, err, "coding stored articles");
    k.to_end = k.to + block.len;
    if (block.len >= FETCH_FROM)
        nh_word_finder_fetch(&c->finder);
    while (k.p < k.end && k.to <= k.to_end)
        go_on(c, &k);
    out->size = (size_t)(k.to - out->bytes);
    *done =
        k.p == k.end && out->size < block.len && out->size >= block.len / NH_WORD_RATIO + 1;
    return NH_OK;
}
