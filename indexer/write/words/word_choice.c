/* indexer/write/words/word_choice.c - the words whose codes save most, from a sample of texts. */
#include "indexer/write/words/word_choice.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "indexer/write/words/word_runs.h"

#define SLOTS (1u << 17)     /* of the table of words                         */
#define MOST (SLOTS / 4 * 3) /* words in it                                   */
#define TEXT (1u << 20)      /* bytes of all of them                          */
#define LEAST_TIMES 3u       /* a word that is rarer is not worth its place   */
#define LEAST_SHARE 8u /* codes that save less than this part of the text do not pay */
#define ROOM (NH_WORDS - NH_WORD_SIZE)

/* A word; its text begins with its size. */
typedef struct counted {
    uint32_t times; /* 0: the slot is free                            */
    uint32_t mark;  /* of its hash: texts of others are not looked at */
    uint32_t at;    /* of its text                                    */
    uint32_t gain;  /* bytes that its code would save                 */
} counted;

struct nh_word_choice {
    const nh_env *env;
    uint32_t words, size; /* in the table, and bytes of their texts */
    uint64_t bytes;       /* of all texts that were counted         */
    counted slots[SLOTS];
    uint8_t text[TEXT];
};

_Static_assert(sizeof(nh_word_choice) <= NH_WORD_CHOICE_SIZE, "that is what is counted");

nh_status nh_word_choice_new(const nh_env *env, nh_word_choice **out, nh_error *err)
{
    *out = nh_new(env, nh_word_choice);
    if (*out == NULL)
        return nh_fail_memory(err, "choosing words");
    (*out)->env = env;
    return NH_OK;
}

void nh_word_choice_free(nh_word_choice *c)
{
    if (c != NULL)
        nh_release(c->env, c);
}

/* The address is the seed, so that nobody can choose words that fall together; which are chosen
 * does not depend on it, for they are sorted by what else there is. */
static uint64_t hash_of(const nh_word_choice *c, const nh_word_run *w)
{
    return nh_word_run_hash(w, (uint64_t)(uintptr_t)c);
}

static uint32_t mark_of(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

/* The slot of a word with this hash, or the free one where it would go. */
static counted *slot_of(nh_word_choice *c, uint64_t hash, const uint8_t *word, size_t n)
{
    uint32_t i = (uint32_t)hash % SLOTS;

    for (;; i = (i + 1) % SLOTS) {
        counted *s = &c->slots[i];

        if (s->times == 0 || (s->mark == mark_of(hash) && c->text[s->at] == n &&
                              memcmp(c->text + s->at + 1, word, n) == 0))
            return s;
    }
}

static void count(nh_word_choice *c, const nh_word_run *w, const uint8_t *word)
{
    const uint64_t hash = hash_of(c, w);
    counted *s = slot_of(c, hash, word, w->size);

    if (s->times == 0) {
        if (c->words == MOST || w->size + 1 > TEXT - c->size)
            return;
        s->mark = mark_of(hash);
        s->at = c->size;
        c->text[c->size] = (uint8_t)w->size;
        memcpy(c->text + c->size + 1, word, w->size);
        c->size += (uint32_t)w->size + 1;
        c->words++;
    }
    s->times++;
}

void nh_word_choice_count(nh_word_choice *c, nh_str text)
{
    const uint8_t *p = (const uint8_t *)text.ptr;

    c->bytes += text.len;
    for (size_t at = 0; at < text.len;) {
        nh_word_run w;

        nh_word_run_take(p + at, text.len - at, &w);
        if (w.size > 0 && w.size <= NH_WORD_SIZE)
            count(c, &w, p + at);
        at += w.size > 0 ? w.size : 1;
    }
}

/* What a code of two bytes saves, at least 1, of a word and the blank behind it; of one that
 * is another with a capital letter, little. */
static uint32_t gain_of(nh_word_choice *c, const counted *s)
{
    const uint8_t *word = c->text + s->at + 1;
    const size_t n = c->text[s->at];
    uint8_t small[NH_WORD_SIZE] = {0};
    nh_word_run w;

    memcpy(small, word, n);
    if (*word >= 'A' && *word <= 'Z') {
        small[0] = (uint8_t)(*word + 0x20);
        nh_word_run_of(small, n, &w);
        if (slot_of(c, hash_of(c, &w), small, n)->times >= LEAST_TIMES)
            return s->times;
    }
    return s->times * (uint32_t)(n > 1 ? n - 1 : 1);
}

/* Equal ones in the order in which they came. */
static int by_gain(const void *a, const void *b)
{
    const counted *x = (const counted *)a, *y = (const counted *)b;

    if (x->gain != y->gain)
        return x->gain > y->gain ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

static int by_times(const void *a, const void *b)
{
    const counted *x = (const counted *)a, *y = (const counted *)b;

    if (x->times != y->times)
        return x->times > y->times ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

/* The words that come often enough, to the front of the table. */
static uint32_t gather(nh_word_choice *c)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < SLOTS; i++)
        c->slots[i].gain = c->slots[i].times > 0 ? gain_of(c, &c->slots[i]) : 0;
    for (uint32_t i = 0; i < SLOTS; i++)
        if (c->slots[i].times >= LEAST_TIMES)
            c->slots[n++] = c->slots[i];
    return n;
}

/* How many of the first words fit into a list. */
static uint32_t fit(const nh_word_choice *c, uint32_t n, uint32_t most)
{
    size_t size = NH_WORD_HEAD;
    uint32_t i = 0;

    for (; i < n && i < most; i++) {
        size += 1u + c->text[c->slots[i].at];
        if (size > ROOM)
            break;
    }
    return i;
}

static void put_u16(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
}

static void write_list(const nh_word_choice *c, uint32_t n, uint8_t *list)
{
    const uint32_t longs = n > NH_WORD_BYTES ? (n - NH_WORD_BYTES + 254) / 255 : 0;
    uint8_t *to = list + NH_WORD_HEAD + n;

    memset(list, 0, NH_WORDS);
    put_u16(list, n);
    put_u16(list + 2, n < NH_WORD_BYTES ? n : NH_WORD_BYTES - longs);
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *word = c->text + c->slots[i].at;

        list[NH_WORD_HEAD + i] = *word;
        memcpy(to, word + 1, *word);
        to += *word;
    }
}

/* Coded blocks are smaller ones, from which deflate alone gains less: the first words have to save
 * more than that takes. Runs of some scripts are too long to be words, for one. */
static bool is_worth_it(const nh_word_choice *c, uint32_t n)
{
    uint64_t gain = 0;

    for (uint32_t i = 0; i < n; i++)
        gain += c->slots[i].gain;
    return gain >= c->bytes / LEAST_SHARE;
}

uint32_t nh_word_choice_list(nh_word_choice *c, uint32_t most, uint8_t *list)
{
    uint32_t n = gather(c);

    qsort(c->slots, n, sizeof *c->slots, by_gain);
    n = fit(c, n, most);
    if (!is_worth_it(c, n))
        return 0;
    qsort(c->slots, n, sizeof *c->slots, by_times);
    write_list(c, n, list);
    return n;
}
