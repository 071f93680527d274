/*
 * searcher/prune/phrase/phrase_pairs.h - passages where two words of a phrase follow each other.
 */
#ifndef NH_SEARCHER_PHRASE_PAIRS_H
#define NH_SEARCHER_PHRASE_PAIRS_H

#include "searcher/prune/phrase/phrase_word.h"

/* Postings of the blocks that two words have at hand, by passage. */
typedef struct nh_phrase_pairs {
    nh_place_pair list[NH_BLOCK + 1];
    size_t n;
} nh_phrase_pairs;

/*
 * From posting *from of the block that `rare` has at hand, decoded, as far as one block of `other`
 * reaches: the passages that both have, and where they stand as far apart as in the phrase, in
 * any form. *from goes on behind what was looked at; to the block's end if `other` has no more.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_phrase_pairs_next(nh_phrase_word *rare, nh_phrase_word *other,
                                           uint32_t *from, nh_phrase_pairs *out,
                                           nh_error *err);

#endif
