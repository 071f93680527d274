/*
 * searcher/prune/phrase/phrase_meet.h - passages of a block that leads, and those of them that words of a phrase have too.
 */
#ifndef NH_SEARCHER_PHRASE_MEET_H
#define NH_SEARCHER_PHRASE_MEET_H

#include "searcher/prune/phrase/phrase_word.h"

/* Postings of the block that leads whose passages may still have the phrase. */
typedef struct nh_phrase_live {
    const uint32_t *passages; /* of the block                                           */
    uint32_t n;
    uint8_t which[NH_BLOCK + 8]; /* their numbers in the block, ascending              */
    uint32_t ids[NH_BLOCK + 8];  /* their passages                                     */
} nh_phrase_live;

/* All of the postings of a block are live. */
void nh_phrase_live_begin(nh_phrase_live *live, const nh_block *block);

/*
 * Adds to `out` those of `in`, from number *from on, that the next block of `w` has. Of each,
 * w->met and w->met_at are known then, by its number in the block that leads. *from goes on, up
 * to in->n once all are looked at.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_phrase_meet(nh_phrase_word *w, const nh_phrase_live *in,
                                     uint32_t *from, nh_phrase_live *out, nh_error *err);

/* Puts into `out` those of `in` that a list has, of which no places are wanted. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_phrase_narrow(nh_list *l, const nh_phrase_live *in,
                                       nh_phrase_live *out, nh_error *err);

/* Keeps those where the places of two words that were met are as far apart as the words; counts[i]
 * of posting i says how often. */
void nh_phrase_follow(const nh_phrase_word *a, const nh_phrase_word *b,
                      nh_phrase_live *live, uint8_t *counts);

#endif
