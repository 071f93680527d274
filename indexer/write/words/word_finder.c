/* indexer/write/words/word_finder.c - which code a word of stored text has. */
#include "indexer/write/words/word_finder.h"

#include "common/base/error.h"

#define CACHE_LINE 64u
#define LEAST_SLOTS 64u
#define COMMON 4096u /* words of which a block has many */

/* ---- looking up --------------------------------------------------------------------- */

/* The same with a small first letter. Returns whether it was a capital. */
static bool begin_small(nh_word_run *w)
{
    const bool capital = (nh_word_capitals(w->part[0]) & 0x80) != 0;

    w->part[0] |= capital ? 0x20 : 0;
    return capital;
}

/* The same of words of one size that are longer than 16 bytes. */
static bool is_same_long(const nh_word_finder *f, const nh_found_word *word,
                         const nh_word_run *w)
{
    nh_word_run other;

    nh_word_run_of(f->list->bytes + word->at, word->size, &other);
    (void)begin_small(&other);
    for (size_t at = 0; at < w->size; at += 8)
        if (other.part[at / 8] != w->part[at / 8])
            return false;
    return true;
}

static bool is_same(const nh_word_finder *f, const nh_found_word *word,
                    const nh_word_run *w)
{
    if (w->size != word->size)
        return false;
    return w->size > 16 ? is_same_long(f, word, w)
                        : word->part[0] == w->part[0] && word->part[1] == w->part[1];
}

static uint32_t home_of(const nh_word_finder *f, const nh_word_run *small)
{
    return small->size <= 16
               ? nh_word_short_home(f, small->part)
               : (uint32_t)nh_word_run_hash(small, f->seed[0]) & (f->n_slots - 1);
}

/* The slot of a word with a small first letter, or the free one where it would be. */
static uint32_t slot_of(const nh_word_finder *f, const nh_word_run *small)
{
    uint32_t at = home_of(f, small);

    while (f->slots[at] != 0 && !is_same(f, &f->words[f->slots[at]], small))
        at = (at + 1) & (f->n_slots - 1);
    return at;
}

static const nh_found_word *word_of(const nh_word_finder *f, const nh_word_run *small)
{
    return &f->words[f->slots[slot_of(f, small)]];
}

/* A code behind a byte that tells of capitals. */
static nh_word_code behind(uint8_t before, nh_word_code code)
{
    return code == 0 ? 0
                     : ((code & 0xffff) << 8 | before) |
                           (uint32_t)(nh_word_code_size(code) + 1) << 24;
}

/* Of a word that begins with a capital, if all of its letters are. */
static nh_word_code find_capitals(const nh_word_finder *f, const nh_word_run *w)
{
    nh_word_run small = {.part = {0}, .size = w->size};

    for (size_t at = 0; at < w->size; at += 8) {
        const uint64_t x = w->part[at / 8], capitals = nh_word_capitals(x);

        if (capitals != nh_word_letters(x))
            return 0;
        small.part[at / 8] = x | capitals >> 2;
    }
    return behind(NH_WORD_CAPITALS, word_of(f, &small)->code[0]);
}

nh_word_code nh_word_find(const nh_word_finder *f, const nh_word_run *w)
{
    nh_word_run small = *w;
    nh_word_code code;
    bool capital;

    if (w->size == 0 || w->size > NH_WORD_SIZE)
        return 0;
    capital = begin_small(&small);
    code = word_of(f, &small)->code[capital];
    return code != 0 || !capital ? code : find_capitals(f, w);
}

/* ---- making the table --------------------------------------------------------------- */

static nh_word_code code_of(const nh_code_words *list, uint32_t i)
{
    const uint32_t more = i - list->singles;

    if (i < list->singles)
        return (NH_WORD_FIRST + i) | UINT32_C(1) << 24;
    return (NH_WORD_FIRST + list->singles + more / 256) | more % 256 << 8 |
           UINT32_C(2) << 24;
}

/* Word `i` of the list into its place. Of equal words the first one counts. */
static void enter(nh_word_finder *f, uint32_t i)
{
    const nh_str text = nh_code_word(f->list, i);
    nh_found_word *word;
    nh_word_run w;
    bool capital;
    uint32_t at, end;

    if (memchr(text.ptr, '\0', text.len) != NULL)
        return; /* no text has that as a word */
    nh_word_run_of((const uint8_t *)text.ptr, text.len, &w);
    capital = begin_small(&w);
    end = slot_of(f, &w);
    if (f->slots[end] == 0) {
        for (at = home_of(f, &w); at != end; at = (at + 1) & (f->n_slots - 1))
            f->words[f->slots[at]].more = true;
        f->slots[end] = (uint16_t)(i + 1);
        f->words[i + 1] =
            (nh_found_word){.at = f->list->places[i] / 64, .size = (uint8_t)w.size};
        for (unsigned k = 0; k < 2; k++)
            f->words[i + 1].part[k] = w.size <= 16 ? w.part[k] : UINT64_MAX;
    }
    word = &f->words[f->slots[end]];
    if (word->code[capital] == 0)
        word->code[capital] = code_of(f->list, i);
}

/* Where the list has only the word in small letters, that and a byte stand for it with a
 * capital. */
static void add_capital(const nh_word_finder *f, nh_found_word *word)
{
    nh_word_run w;
    uint64_t capitals = 0;

    if (word->code[0] == 0 || word->code[1] != 0)
        return;
    nh_word_run_of(f->list->bytes + word->at, word->size, &w);
    for (size_t at = 0; at < w.size; at += 8)
        capitals |= nh_word_capitals(w.part[at / 8]);
    if (capitals == 0)
        word->code[1] = behind(NH_WORD_CAPITAL, word->code[0]);
}

nh_status nh_word_finder_init(nh_word_finder *f, const nh_env *env,
                              const nh_code_words *list, nh_error *err)
{
    *f = (nh_word_finder){.env = env, .list = list, .seed = {(uint64_t)(uintptr_t)f}};
    f->seed[1] = nh_hash_mix(f->seed[0], 1) | 1;
    f->seed[0] = nh_hash_mix(f->seed[0], 2) | 1;
    for (f->n_slots = LEAST_SLOTS; f->n_slots < 4 * list->count;)
        f->n_slots *= 2;
    f->shift = (unsigned)__builtin_clz(f->n_slots) + 33;
    f->words = (nh_found_word *)nh_zeroed(env, list->count + 1, sizeof *f->words);
    f->slots = (uint16_t *)nh_zeroed(env, f->n_slots, sizeof *f->slots);
    if (f->words == NULL || f->slots == NULL) {
        nh_word_finder_free(f);
        return nh_fail_memory(err, "coding stored articles");
    }
    for (uint32_t i = 0; i < list->count; i++)
        enter(f, i);
    for (uint32_t i = 1; i <= list->count; i++)
        add_capital(f, &f->words[i]);
    return NH_OK;
}

void nh_word_finder_free(nh_word_finder *f)
{
    nh_release(f->env, f->words);
    nh_release(f->env, f->slots);
    f->words = NULL;
    f->slots = NULL;
}

size_t nh_word_finder_memory(const nh_word_finder *f)
{
    return f->words != NULL
               ? (f->list->count + 1) * sizeof *f->words + f->n_slots * sizeof *f->slots
               : 0;
}

void nh_word_finder_fetch(const nh_word_finder *f)
{
    const size_t words = (f->list->count < COMMON ? f->list->count : COMMON) + 1;

    for (size_t at = 0; at < f->n_slots * sizeof *f->slots; at += CACHE_LINE)
        __builtin_prefetch((const char *)f->slots + at);
    for (size_t at = 0; at < words * sizeof *f->words; at += CACHE_LINE)
        __builtin_prefetch((const char *)f->words + at);
}
