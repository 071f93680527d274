/* searcher/prune/phrase/phrase_pairs.c - lists of the pairs of function words that stand in a phrase. */
#include "searcher/prune/phrase/phrase_pairs.h"

#include "common/base/error.h"

#define MOST_SHARE \
    4u /* of the passages: pairs in more than one in so many do not pay     */

/* Puts a list where its rarity says. */
static void put_list(nh_phrase_pairs *pairs, const nh_list *l)
{
    uint32_t at = pairs->n++;

    for (; at > 0 && pairs->lists[at - 1].df > l->df; at--)
        pairs->lists[at] = pairs->lists[at - 1];
    pairs->lists[at] = *l;
}

nh_status nh_phrase_pairs_open(nh_finder *f, const nh_segment_view *view, uint32_t segment,
                               const nh_path *path, nh_phrase_pairs *out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = (nh_phrase_pairs){0};
    for (uint32_t i = 0; i + 1 < path->n_edges && st == NH_OK; i++) {
        const nh_found_pair *pair =
            nh_lookup_pair_of(f->lookup, segment, path->first_edge + i);
        nh_list l;

        if (!pair->kept || pair->term.term->df > view->passages.count / MOST_SHARE)
            continue;
        if (out->lists == NULL)
            out->lists =
                (nh_list *)nh_arena_array(f->arena, path->n_edges, sizeof *out->lists);
        if (out->lists == NULL)
            return nh_arena_fail(f->arena, err, "the words of a phrase");
        st = nh_list_open(view, pair->term.term, NULL, &l, err);
        if (st == NH_OK)
            put_list(out, &l);
    }
    return st;
}
