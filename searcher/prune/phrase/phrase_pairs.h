/*
 * searcher/prune/phrase/phrase_pairs.h - lists of the pairs of function words that stand in a phrase.
 */
#ifndef NH_SEARCHER_PHRASE_PAIRS_H
#define NH_SEARCHER_PHRASE_PAIRS_H

#include "searcher/match/leaf_list.h"
#include "searcher/prune/lists/list.h"

typedef struct nh_phrase_pairs {
    nh_list *lists; /* rarest first; in the query's arena                               */
    uint32_t n;
} nh_phrase_pairs;

/*
 * The pairs of a path in a segment that leave few of its passages: these alone may have the phrase,
 * where passages do not run on into each other. All are there (nh_phrase_has_all).
 * NH_E_CORRUPT, NH_E_LIMIT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_phrase_pairs_open(nh_finder *f, const nh_segment_view *view,
                                           uint32_t segment, const nh_path *path,
                                           nh_phrase_pairs *out, nh_error *err);

#endif
