/*
 * common/text/words/analyzer_state.h - private: what an analyzer holds.
 */
#ifndef NH_TEXT_ANALYZER_STATE_H
#define NH_TEXT_ANALYZER_STATE_H

#include "common/text/surfaces/surfaces.h"
#include "common/text/words/analyzer.h"
#include "common/text/words/analyzer_guard.h"
#include "common/text/words/breaks/pieces.h"
#include "common/text/words/memo.h"
#include "common/text/words/word_list.h"

/* A stemmer with what it made of each surface. */
typedef struct nh_language_slot {
    nh_stemmer stemmer;
    nh_memo memo;
} nh_language_slot;

struct nh_analyzer {
    const nh_env *env;
    nh_profile profile;
    char language[4]; /* the index's own, lower case, without region                   */
    bool never_stem;  /* --stem none holds for all languages                           */
    bool narrowed;    /* some words are not stemmed, nh_analyzer_narrow()              */
    nh_surface_rule rule;
    nh_stop_list stops;
    nh_language_slot
        *languages; /* [0] is the default                                     */
    size_t language_count;
    nh_word_table table;
    nh_word_list words;  /* the tokens of the last text                                 */
    nh_word_list single; /* the tokens of one surface                                   */
    nh_pieces pieces;
    nh_analyzer_guard guard;
};

#endif
