/*
 * indexer/invert/flush/flush_team.h - threads that encode the terms of a view, stretch by stretch.
 *
 * Each takes the next stretch, encodes it, waits for its turn and hands it over: what is written
 * is the same for any number of threads.
 */
#ifndef NH_INDEXER_FLUSH_TEAM_H
#define NH_INDEXER_FLUSH_TEAM_H

#include "indexer/invert/flush/flush_view.h"
#include "indexer/invert/flush/term_encoder.h"

/*
 * Writes all terms of `v` to the sections of `to`, by as many threads as the view has runs, each
 * with the encoder of one of them; the caller's is one. It alone tells `to`'s ticker.
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_flush_terms(const nh_flush_view *v, nh_section_spools *to,
                                     nh_dictionary_sums *out, nh_error *err);

#endif
