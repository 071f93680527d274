/* indexer/write/words/word_coder.c - blocks of stored articles in codes of the words of a list. */
#include "indexer/write/words/word_coder.h"

#include <string.h>

#include "common/base/checked.h"
#include "common/base/error.h"
#include "indexer/write/words/word_runs.h"

#define SLACK 256u /* bytes behind those that a block may take: one step writes fewer */

#define CACHE_LINE 64u
#define LEAST_SLOTS 64u
#define COMMON 4096u     /* words of which a block has many           */
#define FETCH_FROM 4096u /* bytes of a block that has many of them    */

/* ---- finding words ------------------------------------------------------------------ */

/* The same of what lies behind the first 16 bytes of words of one size. */
static __attribute__((noinline)) bool
is_same_behind(const nh_word_coder *c, const nh_coder_word *word, const nh_word_run *w)
{
    nh_word_run other;

    nh_word_run_of(c->list->bytes + word->at, word->size, &other);
    for (size_t at = 16; at < w->size; at += 8)
        if (other.part[at / 8] != w->part[at / 8])
            return false;
    return true;
}

static inline bool is_same(const nh_word_coder *c, const nh_coder_word *word,
                           const nh_word_run *w)
{
    const uint64_t other_bits = (word->part[0] ^ w->part[0]) |
                                (word->part[1] ^ w->part[1]) | (word->size ^ w->size);

    return other_bits == 0 && (w->size <= 16 || is_same_behind(c, word, w));
}

/* The slot where the search for a word begins. */
static inline uint32_t home_of(const nh_word_coder *c, const nh_word_run *w)
{
    return (uint32_t)(nh_word_run_hash(w, c->seed) & (c->n_slots - 1));
}

/* The word of the list, or the first one, which is none; `at` is its home. */
static inline const nh_coder_word *word_from(const nh_word_coder *c, uint32_t at,
                                             const nh_word_run *w)
{
    while (c->slots[at] != 0 && !is_same(c, &c->words[c->slots[at]], w))
        at = (at + 1) & (c->n_slots - 1);
    return &c->words[c->slots[at]];
}

/* Word `i` of the list. */
static nh_coder_word make_word(const nh_code_words *list, uint32_t i, const nh_word_run *w)
{
    const uint32_t more = i < list->singles ? 0 : i - list->singles;
    nh_coder_word word = {.part = {w->part[0], w->part[1]},
                          .at = list->places[i] / 64,
                          .size = (uint8_t)w->size,
                          .coded = i < list->singles ? 1 : 2};

    word.code[0] =
        (uint8_t)(NH_WORD_FIRST + (word.coded == 1 ? i : list->singles + more / 256));
    word.code[1] = (uint8_t)(more % 256);
    return word;
}

nh_status nh_word_coder_init(nh_word_coder *c, const nh_env *env, const nh_code_words *list,
                             nh_error *err)
{
    memset(c, 0, sizeof *c);
    c->env = env;
    for (c->n_slots = LEAST_SLOTS; c->n_slots < 2 * list->count;)
        c->n_slots *= 2;
    c->words = (nh_coder_word *)nh_resized(env, NULL, list->count + 1, sizeof *c->words);
    c->slots = (uint16_t *)nh_zeroed(env, c->n_slots, sizeof *c->slots);
    if (c->words == NULL || c->slots == NULL) {
        nh_word_coder_free(c);
        return nh_fail_memory(err, "coding stored articles");
    }
    c->list = list;
    c->seed = (uint64_t)(uintptr_t)c;
    c->mask = nh_byte_masker_get();
    for (unsigned byte = 0; byte < NH_WORD_FIRST; byte++)
        if (nh_word_has((uint8_t)byte))
            nh_byte_sets_put(&c->sets, 0, (uint8_t)byte);
    c->words[0] = (nh_coder_word){.size = 0};
    for (uint32_t i = 0; i < list->count; i++) {
        const nh_str word = nh_code_word(list, i);
        nh_word_run w;
        uint32_t at;

        nh_word_run_of((const uint8_t *)word.ptr, word.len, &w);
        for (at = home_of(c, &w); c->slots[at] != 0;)
            at = (at + 1) & (c->n_slots - 1);
        c->slots[at] = (uint16_t)(i + 1);
        c->words[i + 1] = make_word(list, i, &w);
    }
    return NH_OK;
}

void nh_word_coder_free(nh_word_coder *c)
{
    nh_release(c->env, c->words);
    nh_release(c->env, c->slots);
    c->words = NULL;
    c->slots = NULL;
}

/* A word in codes. */
typedef struct found {
    const nh_coder_word *word; /* the first one of all: it has no code     */
    uint8_t before;            /* its code: what capitals it has; 0: none  */
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
    if (w->size <= 8)
        small->part[1] = 0;
    small->size = w->size;
    *before = one ? NH_WORD_CAPITAL : NH_WORD_CAPITALS;
    return one || all;
}

static inline bool is_found(found f)
{
    return f.word->size > 0;
}

/* A word that has capitals, in small letters, where nothing else tells it apart from that. */
static __attribute__((noinline)) found find_small(const nh_word_coder *c,
                                                  const nh_word_run *w)
{
    found f = {c->words, 0};
    nh_word_run small = {{0}, 0};

    if (lower(w, &small, &f.before))
        f.word = word_from(c, home_of(c, &small), &small);
    return f;
}

/* A word of 1 to NH_WORD_SIZE bytes as it is, or else in small letters. `home` is where its search
 * begins. */
static inline found find_from(const nh_word_coder *c, uint32_t home, const nh_word_run *w)
{
    const uint8_t first = (uint8_t)w->part[0];
    const found f = {word_from(c, home, w), 0};

    return is_found(f) || first < 'A' || first > 'Z' ? f : find_small(c, w);
}

/* The same of any run. */
static found find(const nh_word_coder *c, const nh_word_run *w)
{
    if (w->size == 0 || w->size > NH_WORD_SIZE)
        return (found){c->words, 0};
    return find_from(c, home_of(c, w), w);
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
    return is_found(find(k->c, &w));
}

/* A word by its code. Two bytes are written where one counts, and so is what comes before it: what
 * codes have is hard to guess. */
static inline void put_code(coding *k, found f, size_t n)
{
    *k->to = f.before;
    k->to += f.before != 0;
    k->to[0] = f.word->code[0];
    k->to[1] = f.word->code[1];
    k->to += f.word->coded;
    k->p += n;
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
    found f = {k->c->words, 0};

    nh_word_run_take(k->p, (size_t)(k->end - k->p), &w);
    if (w.size == 0) { /* the byte is one of ASCII */
        k->escaped = false;
        *k->to++ = *k->p++;
        return;
    }
    if (!k->escaped)
        f = find(k->c, &w);
    if (is_found(f)) {
        const bool sign = nh_word_is_sign(*k->p);

        put_code(k, f, w.size);
        k->p += !sign && is_implied(k);
    } else {
        put_bytes(k, w.size);
    }
}

/* ---- what lies ahead ---------------------------------------------------------------- */

/* A word ahead of what is coded, with what may be it on the way from memory. */
typedef struct ahead {
    nh_word_run run;
    uint32_t home; /* NOWHERE: it is too long for a list */
    unsigned at;   /* where it begins                    */
} ahead;

#define AHEAD (NH_BYTE_BLOCK / 2)
#define NOWHERE UINT32_MAX

/* The words of ASCII that begin and end in the 64 bytes from `p` on, before the first byte that is
 * not ASCII. 16 bytes behind them are there. Returns how many. */
static size_t look_ahead(const nh_word_coder *c, const uint8_t *p, ahead *out)
{
    nh_byte_masks m;
    uint64_t word, known = UINT64_MAX;
    size_t n = 0;

    c->mask(&c->sets, (const char *)p, 1, &m);
    if (m.high != 0)
        known = (m.high & -m.high) - 1;
    for (word = m.set[0] & known; word != 0; n++) {
        const unsigned at = (unsigned)__builtin_ctzll(word);
        const uint64_t behind = ~(word >> at);
        const unsigned size = behind == 0 ? 64 : (unsigned)__builtin_ctzll(behind);

        if (at + size >= NH_BYTE_BLOCK || (known >> (at + size) & 1) == 0)
            break;
        word &= UINT64_MAX << (at + size);
        out[n].at = at;
        out[n].home = NOWHERE;
        out[n].run.size = size;
        if (size > NH_WORD_SIZE)
            continue;
        nh_word_run_of(p + at, size, &out[n].run);
        out[n].home = home_of(c, &out[n].run);
        __builtin_prefetch(&c->words[c->slots[out[n].home]]);
    }
    return n;
}

/* Bytes of ASCII as they are; up to 64, and eight more are written. */
static inline void copy_ascii(coding *k, size_t n)
{
    memcpy(k->to, k->p, 8);
    for (size_t at = 8; at < n; at += 8)
        memcpy(k->to + at, k->p + at, 8);
    k->to += n;
    k->p += n;
}

/* Codes some words that were looked for from `begin` on, and what lies between them. */
static void put_ahead(coding *k, const uint8_t *begin, const ahead *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const ahead *w = &words[i];
        found f = {k->c->words, 0};

        copy_ascii(k, (size_t)(begin + w->at - k->p));
        if (w->home != NOWHERE)
            f = find_from(k->c, w->home, &w->run);
        if (!is_found(f)) {
            copy_ascii(k, w->run.size);
            continue;
        }
        put_code(k, f, w->run.size);
        if (i + 1 < n) /* the blank between two words of ASCII */
            k->p += (*k->p == ' ') & (begin + words[i + 1].at == k->p + 1);
        else
            k->p += is_implied(k);
    }
}

/* A word or more, where 64 bytes and 16 behind them are there. */
static void step_ahead(coding *k)
{
    ahead words[AHEAD];
    const size_t n = k->escaped ? 0 : look_ahead(k->c, k->p, words);

    if (n > 0)
        put_ahead(k, k->p, words, n);
    else
        step(k);
}

/* What the indexer does between two blocks pushes the tables out of the caches. In a row they are
 * back much sooner than at random. */
static void fetch_tables(const nh_word_coder *c)
{
    const size_t words = (c->list->count < COMMON ? c->list->count : COMMON) + 1;
    const char *p = (const char *)c->words;

    for (size_t at = 0; at < c->n_slots * sizeof *c->slots; at += CACHE_LINE)
        __builtin_prefetch((const char *)c->slots + at);
    for (size_t at = 0; at < words * sizeof *c->words; at += CACHE_LINE)
        __builtin_prefetch(p + at);
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
    if (block.len >= FETCH_FROM)
        fetch_tables(c);
    while ((size_t)(k.end - k.p) >= NH_BYTE_BLOCK + 16 && k.to <= k.to_end)
        step_ahead(&k);
    while (k.p < k.end && k.to <= k.to_end)
        step(&k);
    out->size = (size_t)(k.to - out->bytes);
    *done =
        k.p == k.end && out->size < block.len && out->size >= block.len / NH_WORD_RATIO + 1;
    return NH_OK;
}
