/*
 * indexer/settings.h - what the caller chose for an index, checked and completed.
 */
#ifndef NH_INDEXER_SETTINGS_H
#define NH_INDEXER_SETTINGS_H

#include "common/segment/file/manifest.h"
#include "common/text/passages/passages.h"
#include "common/text/words/analyzer.h"
#include "newshound/indexer.h"

/* Choices, complete. Texts are borrowed from the options, or static. */
typedef struct nh_chosen {
    nh_settings settings; /* as the manifest keeps them    */
    nh_analysis analysis; /* as the analyzer wants them    */
    nh_passage_rule rule; /* as the cutter wants it        */
} nh_chosen;

/*
 * Reads `options` (NULL: the defaults); what is not given gets its default. Stop words are
 * neither folded nor sorted here.
 *
 * NH_E_ARG  a value that is none; err->where is the option's name
 */
NH_MUST_USE nh_status nh_chosen_read(const nh_index_options *options, nh_chosen *out,
                                     nh_error *err);

/* The choices of an existing index. Texts are borrowed from `settings`. */
nh_chosen nh_chosen_of(const nh_settings *settings);

/*
 * Compares what is given in `options` with an existing index.
 * NH_E_ARG  a given value differs; the sentence names both
 */
NH_MUST_USE nh_status nh_chosen_compare(const nh_index_options *options,
                                        const nh_settings *existing, nh_error *err);

/* "40:90:160" or "none". */
void nh_chosen_rule_text(const nh_settings *settings, char out[16]);

/* "stop" or "none". Static. */
const char *nh_chosen_pairs_text(const nh_settings *settings);

#endif
