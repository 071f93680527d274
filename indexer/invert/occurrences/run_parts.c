/* indexer/invert/occurrences/run_parts.c - stretches of the text whose occurrences are sorted by term. */
#include "indexer/invert/occurrences/run_parts.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/memory/grow.h"

#define AHEAD 16u            /* occurrences between fetching a place and writing there */
#define ROUND ((size_t)4096) /* occurrences that room is made for together          */

/* ---- a part ------------------------------------------------------------------------- */

static void free_part(const nh_env *env, const nh_part *part)
{
    nh_release(env, part->slots);
    nh_release(env, part->terms);
    nh_release(env, part->starts);
    nh_release(env, part->longs);
}

/* Slots that a part of `count` occurrences asks for. A full part is a few short of the limit; with
 * them it fills whole large pages, of which a part that is sorted touches every one. */
static size_t slots_for(const nh_forward *f)
{
    const size_t room = (f->count + ROUND - 1) / ROUND * ROUND;

    return room < f->limit ? room : f->limit > f->count ? f->limit : f->count;
}

static bool make_room(const nh_forward *f, nh_part *part)
{
    const nh_env *env = f->env;
    const size_t n = f->n_touched;

    part->slots = (nh_slot *)nh_resized(env, NULL, slots_for(f), sizeof *part->slots);
    part->terms = (uint32_t *)nh_resized(env, NULL, n, sizeof *part->terms);
    part->starts = (uint32_t *)nh_resized(env, NULL, n + 1, sizeof *part->starts);
    if (f->n_longs > 0)
        part->longs =
            (nh_long_form *)nh_resized(env, NULL, f->n_longs, sizeof *part->longs);
    return part->slots != NULL && part->terms != NULL && part->starts != NULL &&
           (part->longs != NULL || f->n_longs == 0);
}

/* Counts become the places where the terms' occurrences begin. */
static void find_starts(nh_forward *f, nh_part *part)
{
    uint32_t at = 0;

    for (size_t k = 0; k < f->n_touched; k++) {
        const uint32_t term = f->touched[k];
        const uint32_t count = f->counts[term];

        part->terms[k] = term;
        part->starts[k] = at;
        f->counts[term] = at;
        at += count;
    }
    part->starts[f->n_touched] = at;
    part->n_terms = (uint32_t)f->n_touched;
}

static int compare_longs(const void *a, const void *b)
{
    const nh_long_form *x = (const nh_long_form *)a;
    const nh_long_form *y = (const nh_long_form *)b;

    return (x->at > y->at) - (x->at < y->at);
}

/* Fetches what a later occurrence goes by, and where it goes. */
static inline void fetch_ahead(const nh_forward *f, const nh_slot *slots, size_t i)
{
    __builtin_prefetch(&f->counts[f->terms[i + 2 * AHEAD]], 1);
    __builtin_prefetch(&slots[f->counts[f->terms[i + AHEAD]]], 1);
}

/* Occurrences go to their places, of which `counts` is the next of each term. */
static void scatter(nh_forward *f, const nh_part *part)
{
    const size_t ahead = f->count > 2 * AHEAD ? f->count - 2 * AHEAD : 0;
    size_t i = 0;

    for (; i < ahead; i++) {
        fetch_ahead(f, part->slots, i);
        part->slots[f->counts[f->terms[i]]++] = f->slots[i];
    }
    for (; i < f->count; i++)
        part->slots[f->counts[f->terms[i]]++] = f->slots[i];
}

/* Where the occurrences went whose forms are long: the k-th one of a term in the text is the k-th
 * one of it in the part, counted from behind. */
static void place_longs(nh_forward *f, nh_part *part)
{
    size_t next = f->n_longs;

    for (size_t i = f->count; next > 0 && i-- > 0;) {
        const uint32_t at = --f->counts[f->terms[i]];

        if (f->longs[next - 1].at != i)
            continue;
        next--;
        part->longs[next] = (nh_long_form){at, f->longs[next].form};
    }
    part->n_longs = f->n_longs;
    if (part->n_longs > 0)
        qsort(part->longs, part->n_longs, sizeof *part->longs, compare_longs);
}

static void empty_forward(nh_forward *f)
{
    for (size_t k = 0; k < f->n_touched; k++)
        f->counts[f->touched[k]] = 0;
    f->count = 0;
    f->n_touched = 0;
    f->n_longs = 0;
    f->passages = 0;
}

static nh_part *new_part(nh_parts *p)
{
    nh_part *list =
        (nh_part *)nh_grown(p->env, p->list, p->count, &p->capacity, 16, sizeof *list);

    if (list == NULL)
        return NULL;
    p->list = list;
    return &p->list[p->count];
}

nh_status nh_parts_take(nh_parts *p, nh_forward *f, nh_error *err)
{
    nh_part *part = f->count > 0 ? new_part(p) : NULL;

    if (f->count == 0)
        return NH_OK;
    if (part == NULL)
        return nh_fail_memory(err, "sorting occurrences");
    *part = (nh_part){.first_passage = p->passages};
    if (!make_room(f, part)) {
        free_part(p->env, part);
        return nh_fail_memory(err, "sorting occurrences");
    }
    find_starts(f, part);
    scatter(f, part);
    place_longs(f, part);
    p->count++;
    p->passages += f->passages;
    p->cells += part->n_terms;
    p->bytes += slots_for(f) * sizeof *part->slots +
                part->n_terms * (sizeof *part->terms + sizeof *part->starts) +
                part->n_longs * sizeof *part->longs;
    empty_forward(f);
    return NH_OK;
}

uint32_t nh_part_long_form(const nh_part *part, uint32_t at)
{
    const nh_long_form key = {.at = at};
    const nh_long_form *found = (const nh_long_form *)bsearch(
        &key, part->longs, part->n_longs, sizeof key, compare_longs);

    return found != NULL ? found->form : 0;
}

size_t nh_parts_memory(const nh_parts *p)
{
    return p->bytes + p->capacity * sizeof *p->list;
}

void nh_parts_clear(nh_parts *p)
{
    for (size_t i = 0; i < p->count; i++)
        free_part(p->env, &p->list[i]);
    nh_release(p->env, p->list);
    *p = (nh_parts){.env = p->env};
}

/* ---- cells -------------------------------------------------------------------------- */

static void count_cells(const nh_parts *p, const uint32_t *rank, nh_cells *c)
{
    for (size_t i = 0; i < p->count; i++) {
        const nh_part *part = &p->list[i];

        for (uint32_t k = 0; k < part->n_terms; k++)
            c->ends[rank[part->terms[k]]]++;
    }
}

static void fill_cells(const nh_parts *p, const uint32_t *rank, nh_cells *c)
{
    for (size_t i = 0; i < p->count; i++) {
        const nh_part *part = &p->list[i];

        for (uint32_t k = 0; k < part->n_terms; k++) {
            const uint32_t start = part->starts[k];
            const uint32_t ahead = k + AHEAD < part->n_terms ? k + AHEAD : k;

            __builtin_prefetch(&c->ends[rank[part->terms[ahead]]], 1);
            c->list[c->ends[rank[part->terms[k]]]++] =
                (nh_cell)i << 42 | (nh_cell)start << 21 | (part->starts[k + 1] - start);
        }
    }
}

nh_status nh_cells_make(const nh_parts *p, const uint32_t *rank, size_t n_ranks,
                        nh_cells *out, nh_error *err)
{
    uint32_t at = 0;

    *out = (nh_cells){.env = p->env};
    out->list = (nh_cell *)nh_resized(p->env, NULL, p->cells, sizeof *out->list);
    out->ends = (uint32_t *)nh_zeroed(p->env, n_ranks, sizeof *out->ends);
    if (out->list == NULL || out->ends == NULL) {
        nh_cells_close(out);
        return nh_fail_memory(err, "sorting occurrences");
    }
    count_cells(p, rank, out);
    for (size_t r = 0; r < n_ranks; r++) {
        const uint32_t n = out->ends[r];

        out->ends[r] = at;
        at += n;
    }
    fill_cells(p, rank, out);
    return NH_OK;
}

void nh_cells_close(nh_cells *c)
{
    nh_release(c->env, c->list);
    nh_release(c->env, c->ends);
    *c = (nh_cells){.env = c->env};
}

nh_status nh_parts_count(const nh_parts *p, size_t n_terms, uint32_t **out, nh_error *err)
{
    uint32_t *counts = (uint32_t *)nh_zeroed(p->env, n_terms, sizeof *counts);

    *out = counts;
    if (counts == NULL)
        return nh_fail_memory(err, "sorting occurrences");
    for (size_t i = 0; i < p->count; i++) {
        const nh_part *part = &p->list[i];

        for (uint32_t k = 0; k < part->n_terms; k++)
            counts[part->terms[k]] += part->starts[k + 1] - part->starts[k];
    }
    return NH_OK;
}
