/* searcher/match/shapes/places_list.c - many sorted runs, one a term, merged two by two. */
#include "searcher/match/shapes/places_list.h"

#include "common/base/error.h"

/* A list in the making: runs in `list`, merged into `other` and back. */
typedef struct gathering {
    uint64_t *list;
    uint64_t *other;
    uint32_t count;
    uint32_t *ends; /* where each run ends */
    uint32_t n_runs;
} gathering;

/* Room for every occurrence of every term. */
static nh_status make_room(gathering *g, const nh_found *found, nh_arena *arena,
                           nh_error *err)
{
    uint64_t total = 0;

    for (uint32_t i = 0; i < found->count; i++)
        total += found->terms[i].term->cf;
    if (total > UINT32_MAX)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "a prefix occurs more than %u times", UINT32_MAX);
    g->list = (uint64_t *)nh_arena_array(arena, (size_t)total, sizeof *g->list);
    g->other = (uint64_t *)nh_arena_array(arena, (size_t)total, sizeof *g->other);
    g->ends = (uint32_t *)nh_arena_array(arena, found->count, sizeof *g->ends);
    if (g->list == NULL || g->other == NULL || g->ends == NULL)
        return nh_arena_fail(arena, err, "the words of a prefix");
    return NH_OK;
}

/* `room` is the term's cf: a list that holds more lies. */
static bool add_posting(gathering *g, const nh_place_walk *w, bool spans, uint64_t *room)
{
    for (uint32_t k = 0; k < w->block->tf[w->i]; k++) {
        uint32_t position, extent;

        if (*room == 0)
            return false;
        if (!nh_place_walk_get(w, spans, k, &position, &extent))
            continue;
        (*room)--;
        g->list[g->count++] = (uint64_t)w->passage << 32 | position << 16 | extent;
    }
    return true;
}

static nh_status add_term(gathering *g, nh_segment *segment, const nh_found_term *found,
                          nh_places *p, nh_error *err)
{
    uint64_t room = found->term->cf;
    nh_place_walk w;
    nh_status st = nh_place_walk_open(segment, found, &w, err);

    for (uint32_t next = 0; st == NH_OK; next = w.passage + 1) {
        st = nh_place_walk_seek(&w, next, err);
        if (st != NH_OK || w.passage == NH_NO_PASSAGE)
            break;
        st = nh_place_walk_load(&w, p->spans, err);
        if (st == NH_OK && !add_posting(g, &w, p->spans, &room))
            st = nh_container_corrupt(nh_segment_container(segment), NH_SECTION_TERMS,
                                      NH_NO_OFFSET, err,
                                      "a term occurs more often than its entry says");
    }
    if (w.postings != NULL)
        nh_list_work_add(&p->work, nh_postings_work(w.postings));
    nh_postings_close(w.postings);
    g->ends[g->n_runs++] = g->count;
    return st;
}

/* Merges list[a..b) and list[b..c) into `other`. */
static void merge_two(const gathering *g, uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t left = a, right = b;

    for (uint32_t i = a; i < c; i++) {
        if (right == c || (left < b && g->list[left] <= g->list[right]))
            g->other[i] = g->list[left++];
        else
            g->other[i] = g->list[right++];
    }
}

/* Halves the number of runs. */
static void merge_round(gathering *g)
{
    uint64_t *merged = g->other;
    uint32_t begin = 0, n = 0;

    for (uint32_t r = 0; r < g->n_runs; r += 2) {
        const bool last = r + 1 == g->n_runs;
        const uint32_t end = last ? g->ends[r] : g->ends[r + 1];

        merge_two(g, begin, g->ends[r], end);
        g->ends[n++] = end;
        begin = end;
    }
    g->n_runs = n;
    g->other = g->list;
    g->list = merged;
}

nh_status nh_places_gather(nh_places *p, nh_segment *segment, const nh_found *found,
                           nh_arena *arena, nh_error *err)
{
    gathering g = {0};
    nh_status st = make_room(&g, found, arena, err);

    for (uint32_t i = 0; i < found->count && st == NH_OK; i++)
        st = add_term(&g, segment, &found->terms[i], p, err);
    if (st != NH_OK)
        return st;
    while (g.n_runs > 1)
        merge_round(&g);
    p->list = g.list;
    p->n_list = g.count;
    return NH_OK;
}
