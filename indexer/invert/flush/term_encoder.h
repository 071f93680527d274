/*
 * indexer/invert/flush/term_encoder.h - a stretch of the terms of a view into postings, then into a segment.
 *
 * Encoding works in memory of its own, so that several threads encode different stretches at the
 * same time. What came of a stretch is then handed over, one stretch after the other.
 */
#ifndef NH_INDEXER_TERM_ENCODER_H
#define NH_INDEXER_TERM_ENCODER_H

#include "indexer/write/terms/terms_writer.h"

struct nh_flush_view;
struct nh_flush_places;

typedef struct nh_term_encoder nh_term_encoder;

/* out: owned by the caller until nh_term_encoder_free(); NULL on failure. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_term_encoder_new(const nh_env *env, int dir,
                                          const nh_impact_rule *rule, nh_term_encoder **out,
                                          nh_error *err);

/* Accepts NULL. */
void nh_term_encoder_free(nh_term_encoder *e);

/*
 * Encodes the terms from `from` up to `end`, which are kept until they are handed over. For one
 * thread; the view is only read. NH_E_NOMEM, NH_E_LIMIT (4 GiB of postings for a term).
 */
NH_MUST_USE nh_status nh_term_encode(nh_term_encoder *e, const struct nh_flush_view *v,
                                     const struct nh_flush_places *from,
                                     const struct nh_flush_places *end, nh_error *err);

/* Appends what was encoded to the sections and the dictionary. As nh_terms_writer_put(). */
NH_MUST_USE nh_status nh_term_encoder_hand_over(nh_term_encoder *e, nh_section_spools *to,
                                                nh_terms_writer *dictionary, nh_error *err);

/* Gives back the memory of what was encoded. */
void nh_term_encoder_rest(nh_term_encoder *e);

#endif
