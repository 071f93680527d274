/*
 * searcher/prune/phrase/phrase_shape.h - which leaves are words that follow each other.
 */
#ifndef NH_SEARCHER_PHRASE_SHAPE_H
#define NH_SEARCHER_PHRASE_SHAPE_H

#include "searcher/match/leaf_list.h"

#define NH_PHRASE_WORDS 64u /* positions of such a phrase, at most */

/* Is the leaf words that follow each other, with nothing else to it? */
bool nh_phrase_shape(const nh_plan *plan, const nh_leaf *leaf);

/* The words of such a leaf: the only path of its only shape. */
const nh_path *nh_phrase_path(const nh_finder *f, const nh_leaf *leaf);

/* Is each word of such a leaf at most one term in the segment, which always takes one position?
 * And does the phrase run on at most as far as is looked? */
bool nh_phrase_fits(const nh_finder *f, const nh_segment_view *view, uint32_t segment,
                    const nh_leaf *leaf);

/* Does the segment have all words of a path, and all pairs of function words in it? */
bool nh_phrase_has_all(const nh_finder *f, uint32_t segment, const nh_path *path);

#endif
