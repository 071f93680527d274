/* indexer/write/stored/word_coder.c - blocks of stored articles in codes of the words of a list. */
#include "indexer/write/stored/word_coder.h"

#include <string.h>

#include "common/base/bytes/hash.h"
#include "indexer/write/stored/word_runs.h"

static uint32_t slot_of(const nh_word_coder *c, nh_str word)
{
    return (uint32_t)nh_hash_text(c->seed, word) % NH_CODER_SLOTS;
}

void nh_word_coder_init(nh_word_coder *c, const nh_code_words *list)
{
    c->list = list;
    c->seed = (uint64_t)(uintptr_t)c;
    memset(c->slots, 0, sizeof c->slots);
    for (uint32_t i = 0; i < list->count; i++) {
        const nh_str word = nh_code_word(list, i);
        uint32_t at = slot_of(c, word);

        while (c->slots[at] != 0)
            at = (at + 1) % NH_CODER_SLOTS;
        c->slots[at] = (uint16_t)(i + 1);
    }
}

/* A word in codes. */
typedef struct found {
    uint32_t number; /* from 1; 0: it has no code              */
    uint8_t before;  /* its code: what capitals it has; 0: none */
} found;

static uint32_t number_of(const nh_word_coder *c, const uint8_t *word, size_t n)
{
    uint32_t at = slot_of(c, (nh_str){(const char *)word, n});

    for (; c->slots[at] != 0; at = (at + 1) % NH_CODER_SLOTS) {
        const nh_str other = nh_code_word(c->list, c->slots[at] - 1u);

        if (other.len == n && memcmp(other.ptr, word, n) == 0)
            break;
    }
    return c->slots[at];
}

static bool is_capital(uint8_t byte)
{
    return byte >= 'A' && byte <= 'Z';
}

/* As it is, or else in small letters, where nothing but capitals tells it apart from that. */
static found find(const nh_word_coder *c, const uint8_t *word, size_t n)
{
    uint8_t small[NH_WORD_SIZE] = {0};
    size_t capitals = 0, letters = 0;
    found f = {0, 0};

    if (n == 0 || n > NH_WORD_SIZE)
        return f;
    f.number = number_of(c, word, n);
    if (f.number != 0 || !is_capital(*word))
        return f;
    for (size_t i = 0; i < n; i++) {
        const bool capital = is_capital(word[i]);

        small[i] = capital ? (uint8_t)(word[i] + 0x20) : word[i];
        letters += capital || (word[i] >= 'a' && word[i] <= 'z');
        capitals += capital;
    }
    if (capitals != 1 && capitals != letters)
        return f;
    f.number = number_of(c, small, n);
    f.before = capitals == 1 ? NH_WORD_CAPITAL : NH_WORD_CAPITALS;
    return f;
}

/* A block on its way into codes. */
typedef struct coding {
    const nh_word_coder *c;
    const uint8_t *p, *end; /* what is left of the block     */
    uint8_t *to, *to_end;   /* where it goes                 */
    bool escaped; /* the last byte was, so that a code behind it would be one, too */
} coding;

/* The blank behind a word goes without saying before what a reader can tell from a sign. */
static bool is_implied(const coding *k)
{
    const uint8_t *p = k->p + 1;
    const size_t left = (size_t)(k->end - k->p);

    if (left < 2 || *k->p != ' ')
        return false;
    if (*p < NH_WORD_FIRST)
        return nh_word_has(*p);
    return !nh_word_is_sign(*p) && find(k->c, p, nh_word_run(p, left - 1)).number != 0;
}

static bool put(coding *k, uint8_t byte)
{
    if (k->to == k->to_end)
        return false;
    *k->to++ = byte;
    return true;
}

/* A word by its code. */
static bool put_code(coding *k, found f, size_t n)
{
    const uint32_t i = f.number - 1, singles = k->c->list->singles;
    const bool sign = nh_word_is_sign(*k->p);

    if (f.before != 0 && !put(k, f.before))
        return false;
    k->p += n;
    if (!sign && is_implied(k))
        k->p++;
    if (i < singles)
        return put(k, (uint8_t)(NH_WORD_FIRST + i));
    return put(k, (uint8_t)(NH_WORD_FIRST + singles + (i - singles) / 256)) &&
           put(k, (uint8_t)((i - singles) % 256));
}

/* Bytes as they are. */
static bool put_bytes(coding *k, size_t n)
{
    bool there = true;

    for (; there && n > 0; n--) {
        const bool escape = *k->p >= NH_WORD_FIRST;

        if (escape && !k->escaped)
            there = put(k, NH_WORD_ESCAPE);
        k->escaped = escape;
        there = there && put(k, *k->p++);
    }
    return there;
}

nh_status nh_words_code(const nh_word_coder *c, nh_str block, nh_buffer *out, bool *done,
                        nh_error *err)
{
    const uint8_t *begin = (const uint8_t *)block.ptr;
    coding k = {.c = c, .p = begin, .end = begin + block.len};
    bool there = true;

    nh_buf_clear(out);
    k.to = nh_buf_extend(out, block.len);
    if (k.to == NULL)
        return nh_buf_status(out, err, "coding stored articles");
    k.to_end = k.to + block.len;
    while (there && k.p < k.end) {
        const size_t n = nh_word_run(k.p, (size_t)(k.end - k.p));
        const found f = k.escaped ? (found){0, 0} : find(c, k.p, n);

        there = f.number != 0 ? put_code(&k, f, n) : put_bytes(&k, n > 0 ? n : 1);
    }
    out->size = (size_t)(k.to - out->bytes);
    *done = there && out->size < block.len && out->size >= block.len / NH_WORD_RATIO + 1;
    return NH_OK;
}
