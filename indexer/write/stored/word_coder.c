/* indexer/write/stored/word_coder.c - blocks of stored articles in codes of the words of a list. */
#include "indexer/write/stored/word_coder.h"

#include <string.h>

#include "common/base/checked.h"
#include "common/base/error.h"
#include "indexer/write/stored/word_runs.h"

#define SLACK 64u /* bytes behind those that a block may take: one step writes fewer */

/* ---- finding words ------------------------------------------------------------------ */

/* The free slot, of a word that is not in the list. */
static const nh_coder_slot no_word;

static bool is_same(const nh_word_coder *c, const nh_coder_slot *s, const nh_word_run *w)
{
    nh_word_run other;

    if (s->first != w->part[0] || s->size != w->size)
        return false;
    nh_word_run_of(c->list->bytes + s->at, s->size, &other);
    for (size_t at = 8; at < w->size; at += 8)
        if (other.part[at / 8] != w->part[at / 8])
            return false;
    return true;
}

static const nh_coder_slot *near_slot(const nh_word_coder *c, uint64_t hash)
{
    return &c->near[(hash >> 32) % NH_CODER_NEAR];
}

/* False: no word with this hash is in the list. */
static bool is_marked(const nh_word_coder *c, uint64_t hash)
{
    const uint64_t bit = (hash >> 40) % NH_CODER_MARKS;

    return (c->marks[bit / 64] >> bit % 64 & 1) != 0;
}

/* The slot of a word, 1 to NH_WORD_SIZE bytes of it, or a free one. */
static const nh_coder_slot *slot_of(const nh_word_coder *c, const nh_word_run *w)
{
    const uint64_t hash = nh_word_run_hash(w, c->seed);
    uint32_t at = (uint32_t)hash % NH_CODER_SLOTS;

    if (!is_marked(c, hash))
        return &no_word;
    while (c->slots[at].at != 0 && !is_same(c, &c->slots[at], w))
        at = (at + 1) % NH_CODER_SLOTS;
    return &c->slots[at];
}

/* The same of one of 1 to 8 bytes, which most are. */
static inline const nh_coder_slot *slot_of_short(const nh_word_coder *c, uint64_t word,
                                                 size_t n)
{
    const uint64_t hash = nh_hash_mix(word, c->seed ^ n);
    const nh_coder_slot *s = near_slot(c, hash);
    uint32_t at = (uint32_t)hash % NH_CODER_SLOTS;

    if (s->first == word && s->size == n)
        return s;
    if (!is_marked(c, hash))
        return &no_word;
    for (s = &c->slots[at]; s->at != 0 && (s->first != word || s->size != n);) {
        at = (at + 1) % NH_CODER_SLOTS;
        s = &c->slots[at];
    }
    return s;
}

/* Word `i` in its slot. */
static nh_coder_slot make_slot(const nh_code_words *list, uint32_t i, uint64_t first)
{
    const uint32_t more = i < list->singles ? 0 : i - list->singles;
    nh_coder_slot s = {.first = first,
                       .at = list->places[i] / 64,
                       .size = (uint8_t)(list->places[i] % 64),
                       .coded = i < list->singles ? 1 : 2};

    s.code[0] = (uint8_t)(NH_WORD_FIRST + (s.coded == 1 ? i : list->singles + more / 256));
    s.code[1] = (uint8_t)(more % 256);
    return s;
}

void nh_word_coder_init(nh_word_coder *c, const nh_code_words *list)
{
    memset(c, 0, sizeof *c);
    c->list = list;
    c->seed = (uint64_t)(uintptr_t)c;
    for (uint32_t i = 0; i < list->count; i++) {
        const nh_str word = nh_code_word(list, i);
        nh_coder_slot *near;
        nh_word_run w;
        uint64_t hash, bit;
        uint32_t at;

        nh_word_run_of((const uint8_t *)word.ptr, word.len, &w);
        hash = nh_word_run_hash(&w, c->seed);
        bit = (hash >> 40) % NH_CODER_MARKS;
        c->marks[bit / 64] |= UINT64_C(1) << bit % 64;
        for (at = (uint32_t)hash % NH_CODER_SLOTS; c->slots[at].at != 0;)
            at = (at + 1) % NH_CODER_SLOTS;
        c->slots[at] = make_slot(list, i, w.part[0]);
        near = &c->near[(hash >> 32) % NH_CODER_NEAR];
        if (near->at == 0 && word.len <= 8)
            *near = c->slots[at];
    }
}

/* A word in codes. */
typedef struct found {
    const nh_coder_slot *slot; /* a free one: it has no code           */
    uint8_t before;            /* its code: what capitals it has; 0: none */
} found;

/* In small letters; false if its capitals are neither all of its letters nor the first alone. */
static bool lower(const nh_word_run *w, nh_word_run *small, uint8_t *before)
{
    bool all = true, one = true;

    for (size_t at = 0; at < w->size; at += 8) {
        const uint64_t x = w->part[at / 8], capitals = nh_word_capitals(x);

        all = all && capitals == nh_word_letters(x);
        one = one && capitals == (at == 0 ? 0x80 : 0);
        small->part[at / 8] = x | capitals >> 2;
    }
    small->size = w->size;
    *before = one ? NH_WORD_CAPITAL : NH_WORD_CAPITALS;
    return one || all;
}

/* As it is, or else in small letters, where nothing but capitals tells it apart from that. */
static found find(const nh_word_coder *c, const nh_word_run *w)
{
    const uint8_t first = (uint8_t)w->part[0];
    found f = {&no_word, 0};
    nh_word_run small;

    if (w->size == 0 || w->size > NH_WORD_SIZE)
        return f;
    f.slot = slot_of(c, w);
    if (f.slot->at != 0 || first < 'A' || first > 'Z' || !lower(w, &small, &f.before))
        return f;
    f.slot = slot_of(c, &small);
    return f;
}

/* The same of a word of 1 to 8 bytes. */
static inline found find_short(const nh_word_coder *c, uint64_t word, size_t n)
{
    const uint8_t first = (uint8_t)word;
    found f = {slot_of_short(c, word, n), 0};
    uint64_t capitals;

    if (f.slot->at != 0 || first < 'A' || first > 'Z')
        return f;
    capitals = nh_word_capitals(word);
    f.before = capitals == 0x80 ? NH_WORD_CAPITAL : NH_WORD_CAPITALS;
    f.slot = capitals == 0x80 || capitals == nh_word_letters(word)
                 ? slot_of_short(c, word | capitals >> 2, n)
                 : &no_word;
    return f;
}

/* ---- a block ------------------------------------------------------------------------ */

/* A block on its way into codes. */
typedef struct coding {
    const nh_word_coder *c;
    const uint8_t *p, *end; /* what is left of the block                     */
    uint8_t *to, *to_end;   /* where it goes; SLACK bytes are behind that    */
    bool escaped; /* the last byte was, so that a code behind it would be one, too */
} coding;

/* The blank behind a word goes without saying before what a reader can tell from a sign. */
static inline bool is_implied(const coding *k)
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
    return find(k->c, &w).slot->at != 0;
}

/* A word by its code. Two bytes are written where one counts, and so is what comes before it: what
 * codes have is hard to guess. */
static inline void put_code(coding *k, found f, size_t n)
{
    const bool sign = nh_word_is_sign(*k->p);

    *k->to = f.before;
    k->to += f.before != 0;
    k->to[0] = f.slot->code[0];
    k->to[1] = f.slot->code[1];
    k->to += f.slot->coded;
    k->p += n;
    if (!sign)
        k->p += is_implied(k);
}

/* Bytes as they are, until there is no room. */
static void put_bytes(coding *k, size_t n)
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
static void step(coding *k)
{
    nh_word_run w;
    found f = {&no_word, 0};

    nh_word_run_take(k->p, (size_t)(k->end - k->p), &w);
    if (w.size == 0) { /* the byte is one of ASCII */
        k->escaped = false;
        *k->to++ = *k->p++;
        return;
    }
    if (!k->escaped)
        f = find(k->c, &w);
    if (f.slot->at != 0)
        put_code(k, f, w.size);
    else
        put_bytes(k, w.size);
}

/* The same where eight bytes are there, mostly all of ASCII, and a word ends in them. */
static inline void step_short(coding *k)
{
    const uint64_t x = nh_le64(k->p);
    const uint64_t others = nh_word_bytes_of_ascii(x) ^ NH_EACH_BYTE(0x80);
    const size_t n = others != 0 ? (size_t)__builtin_ctzll(others) / 8 : 8;
    found f;

    if ((x & NH_EACH_BYTE(0x80)) != 0 || n == 8) {
        step(k);
        return;
    }
    if (n > 0) {
        f = find_short(k->c, nh_word_first(x, n), n);
        if (f.slot->at != 0 && !k->escaped) {
            put_code(k, f, n);
            return;
        }
    }
    memcpy(k->to, k->p, sizeof x);
    k->to += n > 0 ? n : 1;
    k->p += n > 0 ? n : 1;
    k->escaped = false;
}

nh_status nh_words_code(const nh_word_coder *c, nh_str block, nh_buffer *out, bool *done,
                        nh_error *err)
{
    const uint8_t *begin = (const uint8_t *)block.ptr;
    coding k = {.c = c, .p = begin, .end = begin + block.len};
    size_t extended;

    if (!nh_add_size(block.len, SLACK, &extended))
        return nh_fail_memory(err, "coding stored articles");
    nh_buf_clear(out);
    k.to = nh_buf_extend(out, extended);
    if (k.to == NULL)
        return nh_buf_status(out, err, "coding stored articles");
    k.to_end = k.to + block.len;
    while (k.end - k.p >= 8 && k.to <= k.to_end)
        step_short(&k);
    while (k.p < k.end && k.to <= k.to_end)
        step(&k);
    out->size = (size_t)(k.to - out->bytes);
    *done =
        k.p == k.end && out->size < block.len && out->size >= block.len / NH_WORD_RATIO + 1;
    return NH_OK;
}
