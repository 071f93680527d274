/*
 * indexer/invert/flush/term_encoder_impl.h - private to term_encoder.c and term_postings.c: a term being encoded.
 */
#ifndef NH_INDEXER_TERM_ENCODER_IMPL_H
#define NH_INDEXER_TERM_ENCODER_IMPL_H

#include "common/codec/kernels/kernels.h"
#include "indexer/invert/flush/flush_view.h"
#include "indexer/invert/flush/term_encoder.h"
#include "indexer/merge/terms/merge_forms.h"
#include "indexer/write/terms/encoded_terms.h"

struct nh_term_encoder {
    const nh_env *env;
    nh_section_spools sections; /* all in memory */
    nh_postings_writer *postings;
    nh_form_union forms;    /* of the term, with the codes of each source's ordinals */
    nh_form *counted;       /* forms of the term, source by source                   */
    uint32_t *seen;         /* by form: last passage with it, plus 1; scratch        */
    size_t forms_capacity;  /* of both                                               */
    nh_encoded_terms terms; /* not handed over yet                                   */
    uint8_t taken[NH_FLUSH_RUNS];
    size_t ranks[NH_FLUSH_RUNS]; /* of the term in each of them */
    unsigned n_taken;            /* sources that have the term  */
    bool pair;                   /* the term is a pair          */
    nh_term entries[NH_FLUSH_RUNS];
    const nh_term *entry_list[NH_FLUSH_RUNS];
    size_t map_at[NH_FLUSH_RUNS];
    uint32_t articles;            /* of the term                            */
    uint32_t last_passage;        /* that is complete; UINT32_MAX: none yet */
    uint32_t last_shape;          /* of it, where shapes are looked up      */
    uint32_t looked_up[NH_BLOCK]; /* of the open block: what shapes say        */
    uint16_t begins[NH_BLOCK + NH_SLOT_SLACK]; /* by posting of the open block */
};

/* The ordinal of the form of an occurrence of `part`. */
static inline uint32_t nh_part_form(const nh_part *part, const nh_slot *slot)
{
    const uint32_t form = nh_slot_form(*slot);

    return form < NH_FORM_LONG ? form
                               : nh_part_long_form(part, (uint32_t)(slot - part->slots));
}

/* The occurrences of the term, whose forms are known, to the postings writer; counts its articles.
 * As nh_postings_end(). */
NH_MUST_USE nh_status nh_term_postings_put(nh_term_encoder *e, const nh_flush_view *v,
                                           nh_written_list *list, nh_error *err);

#endif
