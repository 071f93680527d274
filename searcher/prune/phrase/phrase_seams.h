/*
 * searcher/prune/phrase/phrase_seams.h - phrases that run on from one passage into the next.
 *
 * Where a text is cut inside a sentence, a phrase may begin in one passage and end in the next,
 * and counts where it begins. Each is met at the one place of its rarest word.
 */
#ifndef NH_SEARCHER_PHRASE_SEAMS_H
#define NH_SEARCHER_PHRASE_SEAMS_H

#include "searcher/prune/phrase/phrase_word.h"

#define NH_SEAM_LENGTH 32u /* positions of a phrase that may run on, at most */

typedef struct nh_phrase_seams {
    const nh_segment_view *view;
    nh_phrase_word **words; /* rarest first, and nobody else's; borrowed                */
    uint32_t n_words;
    uint32_t length; /* positions of the phrase                                       */
    /* found by the last call */
    uint32_t passages[NH_SEAM_LENGTH]; /* where it begins, descending                   */
    uint32_t counts[NH_SEAM_LENGTH];
    uint32_t n;
} nh_phrase_seams;

/* Does `passage` run on into another, or another into it? */
bool nh_phrase_seams_near(const nh_segment_view *view, uint32_t passage);

/*
 * The phrases that run on and whose rarest word is one of the occurrences in `passage`, which stand
 * at `places` in some form or other.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_phrase_seams_find(nh_phrase_seams *s, uint32_t passage,
                                           const nh_phrase_places *places, nh_error *err);

#endif
