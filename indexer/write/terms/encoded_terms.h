/*
 * indexer/write/terms/encoded_terms.h - terms whose postings are encoded, waiting for their place in the dictionary.
 */
#ifndef NH_INDEXER_ENCODED_TERMS_H
#define NH_INDEXER_ENCODED_TERMS_H

#include "indexer/write/terms/terms_writer.h"

/* Call nh_encoded_terms_init(). For one thread. */
typedef struct nh_encoded_terms {
    nh_buffer terms; /* what is private to the .c, one after the other  */
    nh_buffer forms; /* nh_form, term by term                           */
    nh_buffer small; /* their small lists                               */
} nh_encoded_terms;

/* No terms. Allocates nothing. */
void nh_encoded_terms_init(nh_encoded_terms *t, const nh_env *env);

/* Keeps a term, greater than the one before; its text stays borrowed, like those of its forms.
 * NH_E_NOMEM. */
NH_MUST_USE nh_status nh_encoded_terms_put(nh_encoded_terms *t, const nh_new_term *term,
                                           nh_error *err);

/*
 * Appends all terms to the dictionary, whose sections are those of `to`, and their bytes in `from`
 * to the other sections of `to`; keeps none, and `from` is empty then.
 * As nh_terms_writer_put() and nh_section_spools_append().
 */
NH_MUST_USE nh_status nh_encoded_terms_hand_over(nh_encoded_terms *t,
                                                 nh_section_spools *from,
                                                 nh_section_spools *to,
                                                 nh_terms_writer *dictionary,
                                                 nh_error *err);

/* Forgets the terms and frees the memory. */
void nh_encoded_terms_free(nh_encoded_terms *t);

#endif
