/*
 * indexer/merge/terms/merge_forms.h - the forms that a term has in several segments, and their codes.
 */
#ifndef NH_INDEXER_MERGE_FORMS_H
#define NH_INDEXER_MERGE_FORMS_H

#include "common/segment/terms/terms_reader.h"

/* Zero-initialise with `nh_form_union u = {.env = env}`. For one thread. */
typedef struct nh_form_union {
    const nh_env *env;
    nh_form *forms; /* of the merged term, in the order of their codes */
    uint32_t count;
    uint16_t *maps;                 /* the codes of all terms, one term after the other  */
    struct nh_form_source *sources; /* private */
    uint16_t *code_of;              /* private */
    uint32_t *scratch;              /* private */
    size_t capacity;                /* of all arrays */
} nh_form_union;

/*
 * Unites the forms of `n` entries of the same term. map_at[i] says where in `maps` the codes
 * of entry i begin: code c of entry i is code maps[map_at[i] + c] of the union. Texts of
 * `forms` are borrowed from the entries. Forms of no passage (df 0) are left out; no
 * occurrence has their codes.
 * NH_E_NOMEM.  Cost: linear for terms with one form each, else a sort of the forms
 */
NH_MUST_USE nh_status nh_form_union_make(nh_form_union *u, const nh_term *const *terms,
                                         uint32_t n, size_t *map_at, nh_error *err);

/* True if the `n` codes from maps[at] on are 0, 1, 2, ... */
bool nh_form_map_is_identity(const nh_form_union *u, size_t at, uint32_t n);

/* Frees what it holds. Accepts a zeroed union. */
void nh_form_union_free(nh_form_union *u);

#endif
