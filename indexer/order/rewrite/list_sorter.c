/* indexer/order/rewrite/list_sorter.c - the postings of a term in the new order of its passages. */
#include "indexer/order/rewrite/list_sorter.h"

#include <string.h>

#include "common/base/error.h"
#include "common/segment/postings/postings_reader.h"
#include "common/segment/postings/small_list.h"

#define DIGIT 11u        /* bits of a passage that are sorted by in one go  */
#define FEW 48u          /* postings that are put in order one by one       */
#define AN_OCCURRENCE 3u /* bytes: a position and a code                */

typedef struct nh_moved_posting {
    uint32_t passage; /* new                           */
    uint32_t old;     /* passage                       */
    uint32_t at;      /* its first occurrence          */
    uint32_t tf;
} nh_moved_posting;

/* New passages that a pass is for. */
typedef struct passage_range {
    uint32_t from, end;
} passage_range;

void nh_list_sorter_free(nh_list_sorter *s)
{
    nh_release(s->env, s->list);
    nh_release(s->env, s->spare);
    nh_release(s->env, s->positions);
    nh_release(s->env, s->codes);
    *s = (nh_list_sorter){.env = s->env};
}

/* ---- gathering ---------------------------------------------------------------------- */

static bool grow(const nh_env *env, void **memory, size_t count, size_t size)
{
    void *grown = nh_resized(env, *memory, count, size);

    if (grown != NULL)
        *memory = grown;
    return grown != NULL;
}

static bool room_for_postings(nh_list_sorter *s, size_t more)
{
    const size_t n = s->count + more;
    const size_t wanted = n + n / 2 + 256;
    void *list = s->list, *spare = s->spare;
    bool there;

    if (n <= s->capacity)
        return true;
    there = grow(s->env, &list, wanted, sizeof *s->list);
    there = grow(s->env, &spare, wanted, sizeof *s->spare) && there;
    s->list = (nh_moved_posting *)list;
    s->spare = (nh_moved_posting *)spare;
    s->capacity = there ? wanted : s->capacity;
    return there;
}

static bool room_for_occurrences(nh_list_sorter *s, size_t more)
{
    const size_t n = s->occurrences + more;
    const size_t wanted = n + n / 2 + 1024;
    void *positions = s->positions, *codes = s->codes;
    bool there;

    if (n <= s->room)
        return true;
    there = grow(s->env, &positions, wanted, sizeof *s->positions);
    there = grow(s->env, &codes, wanted, sizeof *s->codes) && there;
    s->positions = (uint8_t *)positions;
    s->codes = (uint16_t *)codes;
    s->room = there ? wanted : s->room;
    return there;
}

/* The postings of a block that go into the range; `codes` is NULL where the term has one form. */
static nh_status gather(nh_list_sorter *s, const nh_block *b, const uint8_t *positions,
                        const uint16_t *codes, passage_range range, nh_error *err)
{
    if (!room_for_postings(s, b->count) || !room_for_occurrences(s, b->occurrences))
        return nh_fail_memory(err, "sorting postings");
    for (uint32_t i = 0; i < b->count; i++) {
        const uint32_t to = s->order->passage_to[b->passages[i]];
        const uint32_t tf = b->tf[i];

        if (to >= range.from && to < range.end) {
            s->list[s->count++] =
                (nh_moved_posting){to, b->passages[i], (uint32_t)s->occurrences, tf};
            memcpy(s->positions + s->occurrences, positions, tf);
            if (codes != NULL)
                memcpy(s->codes + s->occurrences, codes, tf * sizeof *codes);
            s->occurrences += tf;
        }
        positions += tf;
        codes = codes != NULL ? codes + tf : NULL;
    }
    return NH_OK;
}

/* Small lists decode behind what is gathered, of which there is nothing yet. */
static nh_status gather_small(nh_list_sorter *s, const nh_merge_input *input, nh_error *err)
{
    const nh_term *term = input->term;
    nh_block b;
    nh_status st;

    if (!room_for_postings(s, term->df) ||
        !room_for_occurrences(s, nh_small_list_room(term)))
        return nh_fail_memory(err, "sorting postings");
    st = nh_small_list_decode(input->seg, term, &b, s->positions,
                              term->n_forms > 1 ? s->codes : NULL, err);
    for (uint32_t i = 0; st == NH_OK && i < b.count; i++) {
        s->list[s->count++] =
            (nh_moved_posting){s->order->passage_to[b.passages[i]], b.passages[i],
                               (uint32_t)s->occurrences, b.tf[i]};
        s->occurrences += b.tf[i];
    }
    return st;
}

static nh_status gather_blocks(nh_list_sorter *s, const nh_merge_input *input,
                               passage_range range, nh_error *err)
{
    nh_postings *p = NULL;
    const nh_block *b = NULL;
    const uint8_t *positions;
    const uint16_t *codes = NULL;
    nh_status st = nh_postings_open(input->seg, input->term, &p, err);

    if (st == NH_OK)
        st = nh_postings_next(p, &b, err);
    while (st == NH_OK && b != NULL) {
        st = nh_postings_positions(p, &positions, err);
        if (st == NH_OK && input->term->n_forms > 1)
            st = nh_postings_codes(p, &codes, err);
        if (st == NH_OK)
            st = gather(s, b, positions, codes, range, err);
        if (st == NH_OK)
            st = nh_postings_next(p, &b, err);
    }
    nh_postings_close(p);
    return st;
}

/* ---- sorting ------------------------------------------------------------------------ */

static void sort_few(nh_moved_posting *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const nh_moved_posting held = list[i];
        size_t at = i;

        for (; at > 0 && list[at - 1].passage > held.passage; at--)
            list[at] = list[at - 1];
        list[at] = held;
    }
}

/* By a digit of the passages, keeping the order of equal ones. */
static void sort_by_digit(const nh_moved_posting *from, size_t n, uint32_t shift,
                          nh_moved_posting *to)
{
    const uint32_t mask = (1u << DIGIT) - 1;
    uint32_t places[1u << DIGIT] = {0};
    uint32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        places[from[i].passage >> shift & mask]++;
    for (uint32_t d = 0; d <= mask; d++) {
        const uint32_t here = places[d];

        places[d] = sum;
        sum += here;
    }
    for (size_t i = 0; i < n; i++)
        to[places[from[i].passage >> shift & mask]++] = from[i];
}

static void sort(nh_list_sorter *s)
{
    if (s->count <= FEW) {
        sort_few(s->list, s->count);
        return;
    }
    for (uint32_t shift = 0; shift < 32 && (s->order->passages - 1) >> shift > 0;
         shift += DIGIT) {
        nh_moved_posting *sorted = s->spare;

        sort_by_digit(s->list, s->count, shift, sorted);
        s->spare = s->list;
        s->list = sorted;
    }
}

static void put(const nh_list_sorter *s, const nh_merge_input *input,
                nh_postings_writer *to)
{
    for (size_t i = 0; i < s->count; i++) {
        const nh_moved_posting *p = &s->list[i];
        nh_open_block *b = nh_postings_room(to, 1);

        if (b == NULL)
            return;
        memcpy(b->positions + b->occurrences, s->positions + p->at, p->tf);
        if (input->term->n_forms > 1)
            memcpy(b->codes + b->occurrences, s->codes + p->at, p->tf * sizeof *s->codes);
        b->passages[b->count] = p->passage;
        b->tf[b->count] = (uint8_t)p->tf;
        b->lengths[b->count] = input->passages.lengths[p->old];
        b->spans[b->count] = input->passages.spans[p->old];
        b->count++;
        b->occurrences += p->tf;
    }
}

/* Twice the passes that an even spread would take. */
static uint32_t passes_of(const nh_list_sorter *s, const nh_term *term)
{
    const uint64_t needed = (term->df * 2ull * sizeof *s->list + term->cf * AN_OCCURRENCE);
    const uint64_t passes = needed * 3 / 2 < s->memory ? 1 : needed * 3 / s->memory + 1;

    return passes < s->order->passages ? (uint32_t)passes : s->order->passages;
}

nh_status nh_list_sort(nh_list_sorter *s, const nh_merge_input *input,
                       nh_postings_writer *to, nh_error *err)
{
    const bool small = (input->term->flags & NH_TERM_SMALL) != 0;
    const uint32_t passes = small ? 1 : passes_of(s, input->term);
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < passes; i++) {
        const uint64_t n = s->order->passages;
        const passage_range range = {(uint32_t)(n * i / passes),
                                     (uint32_t)(n * (i + 1) / passes)};

        s->count = 0;
        s->occurrences = 0;
        st = small ? gather_small(s, input, err) : gather_blocks(s, input, range, err);
        if (st != NH_OK)
            return st;
        sort(s);
        put(s, input, to);
    }
    return st;
}
