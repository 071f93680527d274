/* indexer/write/words/word_ahead.c - words of ASCII in codes, many at once.
 *
 * What a word is, whether it has a code, and of how many bytes that is, is hard to guess for a
 * processor. So there is no branch for any of these: places are taken from masks, a code and the
 * word itself are both at hand, and one of them is written.
 */
#include "indexer/write/words/word_ahead.h"

#define BATCH 32u /* words that are looked up before the first of them is needed */
#define MOST_EDGES (NH_AHEAD_BLOCKS * NH_BYTE_BLOCK)

void nh_word_eye_init(nh_word_eye *eye)
{
    *eye = (nh_word_eye){.mask = nh_set_masker_get(), .list = nh_bit_lister_get()};
    for (unsigned byte = 0; byte < NH_WORD_FIRST; byte++)
        if (nh_word_has((uint8_t)byte))
            nh_byte_sets_put(&eye->sets, 0, (uint8_t)byte);
}

/* ---- where words are ---------------------------------------------------------------- */

/* Some bytes and the words of ASCII in them. */
typedef struct view {
    const uint8_t *bytes;
    size_t words;
    uint32_t stop; /* all from the last word to here is ASCII and part of no word */
    uint32_t edges[MOST_EDGES + NH_BIT_ROOM]; /* begin and end of each word, and `stop` */
} view;

/* A word begins or ends where its bit differs from the one before. */
static void see(const nh_word_eye *eye, const uint8_t *bytes, size_t blocks, view *v)
{
    uint64_t masks[NH_AHEAD_BLOCKS], high, before = 0;
    size_t n = eye->mask(eye->sets.low[0], (const char *)bytes, blocks, masks, &high);

    for (size_t i = 0; i < n; i++) {
        const uint64_t in = masks[i];

        masks[i] = in ^ (in << 1 | before);
        before = in >> 63;
    }
    v->bytes = bytes;
    v->stop = (uint32_t)(n * NH_BYTE_BLOCK);
    if (high != 0) {
        masks[n - 1] &= (high & -high) - 1;
        v->stop += (uint32_t)__builtin_ctzll(high) - (uint32_t)NH_BYTE_BLOCK;
    }
    n = eye->list(masks, n, 0, v->edges);
    v->words = n / 2;
    if (n % 2 != 0) /* a word that goes on */
        v->stop = v->edges[n - 1];
    v->edges[2 * v->words] = v->stop;
}

/* ---- what they are ------------------------------------------------------------------ */

/* A word, with what may be it on the way from memory. */
typedef struct ahead {
    uint64_t part[2]; /* its bytes, the first letter small; zeros: they are more than 16 */
    const nh_found_word *word;
    uint32_t capital; /* its first letter was one: 0 or 1                             */
    uint32_t unlike;  /* not 0: it may have a code where it is not `word`             */
} ahead;

/* The words from number `i` on. Apart from put(), so that the registers suffice for either. */
static __attribute__((noinline)) void look_up(const nh_word_finder *f, const view *v,
                                              size_t i, size_t n, ahead *out)
{
    const uint32_t *edges = v->edges + 2 * i;

    for (const ahead *end = out + n; out < end; out++, edges += 2) {
        const uint32_t size = edges[1] - edges[0];
        uint64_t part[2], half, capital;

        nh_word_first_16(v->bytes + edges[0], size <= 16 ? size : 0, part);
        half = part[0] >> 1;
        out->part[0] = part[0] | (half & 0x20); /* letters have 0x40, small ones both */
        out->part[1] = part[1];
        out->word = &f->words[f->slots[nh_word_short_home(f, out->part)]];
        __builtin_prefetch(out->word);
        capital = out->part[0] ^ part[0];
        out->capital = (uint32_t)(capital >> 5);
        /* digits have 0x20: a capital before one of them, or before another, may be of a word
         * in capitals */
        out->unlike = (uint32_t)((part[0] ^ half) & capital << 8) | (size & ~15u);
    }
}

/* The code of a word where the first look found none, though there may be one. */
static __attribute__((noinline)) nh_word_code find_anew(const nh_word_finder *f,
                                                        const uint8_t *word, size_t size)
{
    nh_word_run w;

    if (size > NH_WORD_SIZE)
        return 0;
    nh_word_run_of(word, size, &w);
    return nh_word_find(f, &w);
}

/* ---- what is written ---------------------------------------------------------------- */

/* Bytes as they are; up to seven more are written. */
static inline uint8_t *copy(uint8_t *to, const uint8_t *p, size_t n)
{
    memcpy(to, p, 8);
    if (__builtin_expect(n > 8, 0))
        for (size_t at = 8; at < n; at += 8)
            memcpy(to + at, p + at, 8);
    return to + n;
}

/* Lowest byte first: compilers make one store of it. */
static inline void put_eight(uint8_t *to, uint64_t bytes)
{
    for (unsigned i = 0; i < 8; i++)
        to[i] = (uint8_t)(bytes >> 8 * i);
}

/* Codes the words from number `i` on, and what is before each of them. `code` has no bits where
 * there is none, and `none` all. */
static __attribute__((noinline)) void put(const nh_word_finder *f, const view *v, size_t i,
                                          size_t n, const ahead *a, nh_word_coding *k)
{
    const uint32_t *edges = v->edges + 2 * i;
    const uint8_t *from = k->p;
    uint8_t *to = k->to;

    for (const ahead *last = a + n; a < last; a++, edges += 2) {
        const uint8_t *word = v->bytes + edges[0];
        const uint64_t size = edges[1] - edges[0];
        const uint64_t differs =
            (a->word->part[0] ^ a->part[0]) | (a->word->part[1] ^ a->part[1]);
        uint64_t code = a->word->code[a->capital] & (0 - (uint64_t)(differs == 0));
        uint64_t none = 0 - (uint64_t)(code == 0);

        to = copy(to, from, (size_t)(word - from));
        if (__builtin_expect((none & (a->unlike | a->word->more)) != 0, 0)) {
            code = find_anew(f, word, size);
            none = 0 - (uint64_t)(code == 0);
            if (size > 16) /* its last bytes, too, where it has no code */
                (void)copy(to, word, size);
        }
        put_eight(to, (nh_le64(word) & none) | code);
        memcpy(to + 8, word + 8, 8);
        to += (size & none) + nh_word_code_size((nh_word_code)code);
        /* the blank between two words that may have codes */
        from = word + size + (~none & (word[size] == ' ') & (edges[2] - edges[1] == 1));
    }
    k->p = from;
    k->to = to;
}

bool nh_words_ahead(const nh_word_eye *eye, const nh_word_finder *f, size_t blocks,
                    nh_word_coding *k)
{
    const uint8_t *stop, *end;
    ahead found[BATCH];
    view v;

    see(eye, k->p, blocks, &v);
    stop = v.bytes + v.stop;
    end = v.bytes + (v.words > 0 ? v.edges[2 * v.words - 1] : 0);
    for (size_t i = 0; i < v.words; i += BATCH) {
        const size_t n = v.words - i < BATCH ? v.words - i : BATCH;

        look_up(f, &v, i, n, found);
        put(f, &v, i, n, found, k);
    }
    if (k->p > end) { /* nobody saw what is behind that blank */
        k->p = end;
        return true;
    }
    k->to = copy(k->to, k->p, (size_t)(stop - k->p));
    k->p = stop;
    return false;
}
