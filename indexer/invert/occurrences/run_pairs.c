/* indexer/invert/occurrences/run_pairs.c - where two pair words of an article follow each other. */
#include "indexer/invert/occurrences/run_pairs.h"

#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/invert/occurrences/run_pairs_impl.h"

#define POSITIONS 256u
#define EACH 0x0101010101010101u /* a byte of each eight */

_Static_assert(NH_PAIR_WORDS_MOST < NH_PAIR_JOINED, "numbers leave a bit");

/* Positions of a passage, and whose words stand there. */
typedef struct places {
    uint8_t
        numbers[POSITIONS + 8]; /* of pair words, by position; 0: another word, or none */
    uint8_t bits;               /* of all numbers                                 */
    uint32_t words;             /* that have one                                  */
    uint32_t n_pairs;
    uint8_t pairs[POSITIONS]; /* positions where one begins, ascending                */
} places;

void nh_run_pairs_init(nh_run_pairs *p, const nh_env *env, uint32_t version, bool bytes)
{
    *p = (nh_run_pairs){.env = env,
                        .version = version,
                        .bytes = bytes,
                        .numbers = {.env = env},
                        .folded = {.env = env}};
}

/* ---- words -------------------------------------------------------------------------- */

/* Most words are too long, and say so by themselves. */
static bool is_too_long(nh_str form)
{
    if (form.len <= NH_PAIR_WORD_SIZE)
        return false;
    for (size_t i = 0; i < form.len; i++) {
        const char c = form.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
            return false;
    }
    return true;
}

static uint32_t number_of(nh_run_pairs *p, nh_str form)
{
    if (p->bytes)
        return nh_pair_word(p->version, form);
    if (is_too_long(form))
        return 0;
    nh_buf_clear(&p->folded);
    nh_form_folded(form, &p->folded);
    return nh_pair_word(p->version, nh_buf_str(&p->folded));
}

/* The number of a word goes behind those of the words before it, and the closing 0 behind it. */
static void put_number(nh_run_pairs *p, uint32_t number, uint8_t span)
{
    const size_t had = p->numbers.size > 0 ? p->numbers.size - 1 : 0;

    nh_buf_zeros(&p->numbers, p->known + 2 - p->numbers.size);
    if (nh_buf_ok(&p->numbers) && had <= p->known)
        p->numbers.bytes[p->known] = (uint8_t)(number | (span > 1 ? NH_PAIR_JOINED : 0));
}

/* Looks at the words that the analyzer numbered since the last time. */
static nh_status learn(nh_run_pairs *p, const nh_analyzer *analyzer, nh_error *err)
{
    const size_t n = nh_analyzer_words(analyzer);

    for (; p->known < n; p->known++) {
        const nh_word *word = nh_analyzer_word(analyzer, (uint32_t)p->known);
        const uint32_t number = number_of(p, word->form);

        if (nh_buf_ok(&p->folded) && number > 0)
            put_number(p, number, word->span);
        if (!nh_buf_ok(&p->folded) || !nh_buf_ok(&p->numbers))
            return nh_fail_memory(err, "pairs of words");
    }
    return NH_OK;
}

nh_str nh_run_pairs_key(uint32_t version, uint32_t term, char out[NH_PAIR_KEY_SIZE])
{
    const nh_str first = nh_pair_word_text(version, term / NH_PAIR_ACROSS);
    const nh_str second = nh_pair_word_text(version, term % NH_PAIR_ACROSS);

    return first.len > 0 && second.len > 0 ? nh_pair_key(first, second, out)
                                           : (nh_str){NULL, 0};
}

nh_status nh_run_pairs_room(nh_run_pairs *p, size_t more, nh_error *err)
{
    const size_t n = p->count + more + p->count / 2;
    nh_found_pair *list;

    if (more <= p->capacity - p->count)
        return NH_OK;
    list = (nh_found_pair *)nh_resized(p->env, p->list, n, sizeof *list);
    if (list == NULL)
        return nh_fail_memory(err, "pairs of words");
    p->list = list;
    p->capacity = n;
    return NH_OK;
}

/* ---- passages ----------------------------------------------------------------------- */

/* Nothing can foretell which words are pair words, so nothing depends on it. */
static void lay_out(const nh_run_pairs *p, const nh_passage_token *tokens, size_t n,
                    places *out)
{
    const uint8_t *numbers = p->numbers.bytes;
    const uint32_t closing = (uint32_t)p->numbers.size - 1;
    uint32_t words = 0;
    uint8_t bits = 0;

    memset(out->numbers, 0, sizeof out->numbers);
    for (size_t i = 0; i < n; i++) {
        const uint32_t word = tokens[i].word;
        const uint8_t number = numbers[word < closing ? word : closing];

        out->numbers[tokens[i].pos] |= number;
        words += number > 0;
        bits |= number;
    }
    out->words = words;
    out->bits = bits;
}

/* The high bit of each byte that is not zero, of eight below 128; joined words, which are not,
 * spoil it, and whoever looks for pairs gives up where there is one. */
static uint64_t filled(const uint8_t *numbers)
{
    return (nh_le64(numbers) + 0x7f * EACH) & 0x80 * EACH;
}

/*
 * Where a pair begins: positions of two pair words, one behind the other. False where positions do
 * not say all: two pair words share one, or one word covers several.
 */
static bool find_pairs(places *at, uint32_t span)
{
    uint64_t here = filled(at->numbers);
    uint32_t words = 0;

    at->n_pairs = 0;
    for (uint32_t from = 0; from < span; from += 8) {
        const uint64_t next = filled(at->numbers + from + 8);
        uint64_t pairs = here & (here >> 8 | next << 56);

        words += (uint32_t)((here >> 7) * EACH >> 56);
        for (; pairs != 0; pairs &= pairs - 1)
            at->pairs[at->n_pairs++] =
                (uint8_t)(from + (uint32_t)__builtin_ctzll(pairs) / 8);
        here = next;
    }
    return words == at->words && at->bits < NH_PAIR_JOINED;
}

/* There is room. */
static void put(nh_run_pairs *p, uint32_t passage, uint32_t pos, uint32_t first,
                uint32_t second)
{
    p->list[p->count++] = (nh_found_pair){
        .term = nh_pair_term(first, second), .passage = passage, .pos = (uint8_t)pos};
}

static void put_pairs(nh_run_pairs *p, const places *at, uint32_t passage)
{
    for (uint32_t i = 0; i < at->n_pairs; i++) {
        const uint32_t pos = at->pairs[i];

        put(p, passage, pos, at->numbers[pos], at->numbers[pos + 1]);
    }
}

/* The pair of the last word of a passage and the first one of the next, which it runs on into. */
static void put_over(nh_run_pairs *p, const nh_cut *cut, uint32_t passage, const places *at,
                     const places *next)
{
    const uint32_t last = cut->passages[passage].span - 1u;

    if ((cut->passages[passage].flags & NH_PASSAGE_CONTINUES) != 0 &&
        at->numbers[last] != 0 && next->numbers[0] != 0)
        put(p, passage, last, at->numbers[last], next->numbers[0]);
}

/* All pairs of the article; *plain is false where positions do not say all. */
static nh_status find_by_positions(nh_run_pairs *p, const nh_cut *cut, bool *plain,
                                   nh_error *err)
{
    places two[2];
    nh_status st = NH_OK;

    *plain = true;
    for (uint32_t i = 0; st == NH_OK && i < cut->n_passages; i++) {
        const nh_passage *passage = &cut->passages[i];
        places *here = &two[i % 2];

        lay_out(p, cut->tokens + passage->first, passage->count, here);
        *plain = find_pairs(here, passage->span);
        if (!*plain)
            break;
        st = nh_run_pairs_room(p, here->n_pairs + 1u, err);
        if (st != NH_OK)
            return st;
        if (i > 0)
            put_over(p, cut, i - 1, &two[(i - 1) % 2], here);
        put_pairs(p, here, i);
    }
    return st;
}

nh_status nh_run_pairs_find(nh_run_pairs *p, const nh_analyzer *analyzer, const nh_cut *cut,
                            nh_error *err)
{
    bool plain;
    nh_status st = NH_OK;

    p->count = 0;
    if (p->version == NH_PAIRS_NONE)
        return NH_OK;
    st = learn(p, analyzer, err);
    if (st != NH_OK || p->numbers.size == 0)
        return st;
    st = find_by_positions(p, cut, &plain, err);
    if (st != NH_OK || plain)
        return st;
    p->count = 0;
    return nh_run_pairs_walk(p, analyzer, cut, err);
}

size_t nh_run_pairs_memory(const nh_run_pairs *p)
{
    return p->numbers.capacity + p->folded.capacity + p->capacity * sizeof *p->list;
}

void nh_run_pairs_clear(nh_run_pairs *p)
{
    nh_buf_free(&p->numbers);
    nh_buf_free(&p->folded);
    nh_release(p->env, p->list);
    nh_run_pairs_init(p, p->env, p->version, p->bytes);
}
