/*
 * indexer/merge/articles/merge_words.h - the list of words that stored articles are coded by.
 */
#ifndef NH_INDEXER_MERGE_WORDS_H
#define NH_INDEXER_MERGE_WORDS_H

#include "common/segment/articles/stored_words.h"
#include "indexer/merge/merge_inputs.h"
#include "indexer/write/file/section_spools.h"
#include "indexer/write/stored/stored_lists.h"
#include "indexer/write/stored/stored_writer.h"

/* Bytes of the stored articles of an input, spelt out. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_merge_stored_size(const nh_merge_input *input, uint64_t *out,
                                           nh_error *err);

/*
 * Chooses a list from a sample of the articles, appends it to `to`, and has `writer`, which writes
 * there, code by it; does neither where words would save too little (nh_word_choice_list()).
 * Takes 3 MiB until it returns, and pages of the inputs may be gone then
 * (nh_merge_inputs_refresh()).
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_IO, NH_E_SPACE, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_merge_words(nh_merge_inputs *in, nh_section_spools *to,
                                     nh_stored_writer *writer, nh_error *err);

#endif
