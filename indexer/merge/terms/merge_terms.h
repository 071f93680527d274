/*
 * indexer/merge/terms/merge_terms.h - the dictionaries of the inputs and all their postings, term by term.
 */
#ifndef NH_INDEXER_MERGE_TERMS_H
#define NH_INDEXER_MERGE_TERMS_H

#include "indexer/merge/merge_inputs.h"
#include "indexer/write/terms/terms_writer.h"

/*
 * Merges dictionaries and postings into `to`.
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_IO, NH_E_SPACE, NH_E_NOMEM, NH_E_LIMIT
 * Cost: linear in the bytes; full blocks are copied
 */
NH_MUST_USE nh_status nh_merge_terms(nh_merge_inputs *in, const nh_impact_rule *rule,
                                     nh_section_spools *to, nh_dictionary_sums *out,
                                     nh_error *err);

#endif
