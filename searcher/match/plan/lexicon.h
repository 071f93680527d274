/*
 * searcher/match/plan/lexicon.h - the dictionaries of all segments, walked as one.
 */
#ifndef NH_SEARCHER_LEXICON_H
#define NH_SEARCHER_LEXICON_H

#include "common/base/bytes/buffer.h"
#include "common/base/memory/arena.h"
#include "common/segment/file/index.h"
#include "searcher/match/plan/known/known_terms.h"

/* One thread's. */
typedef struct nh_lexicon {
    const nh_env *env;
    uint32_t n_segments;
    nh_terms **walkers;     /* one a segment; owned                                    */
    const nh_term **stands; /* where each stands; NULL: at its end                     */
    const nh_term **of;     /* the entry handed out: NULL where a segment has it not   */
    nh_str term;            /* of the entry handed out; {NULL, 0} before the first     */
    uint32_t pairs;         /* version of the list of words whose pairs are kept; 0: none */
    nh_known_terms known;   /* words looked up one by one                              */
    nh_buffer folded;
} nh_lexicon;

/* Walkers over all segments of `index`, which is borrowed until close. On failure closed.
 * NH_E_NOMEM, NH_E_CORRUPT */
NH_MUST_USE nh_status nh_lexicon_open(const nh_env *env, const nh_index *index,
                                      nh_lexicon *out, nh_error *err);

/* Closes the walks and frees. Accepts a zeroed lexicon. */
void nh_lexicon_close(nh_lexicon *lex);

/* The next nh_lexicon_next() gives the first term >= `from`. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_lexicon_seek(nh_lexicon *lex, nh_str from, nh_error *err);

/* The next term in byte order: *found, lex->term and lex->of, which live until the next call.
 * NH_E_CORRUPT, NH_E_NOMEM */
NH_MUST_USE nh_status nh_lexicon_next(nh_lexicon *lex, bool *found, nh_error *err);

/* How forms are compared with what a query asks for. */
typedef struct nh_form_rule {
    nh_str spelling; /* folded, or bytes                              */
    bool prefix;     /* forms that begin with it; else that equal it  */
    bool bytes;      /* forms are not folded: profile whitespace      */
} nh_form_rule;

/* Does a form fit? Sets *fits. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_form_fits(const nh_form_rule *rule, nh_str form, nh_buffer *folded,
                                   bool *fits, nh_error *err);

#endif
