/*
 * indexer/invert/run_state.h - private to run.c and flush/: what a run consists of.
 */
#ifndef NH_INDEXER_RUN_STATE_H
#define NH_INDEXER_RUN_STATE_H

#include <stdatomic.h>

#include "indexer/invert/flush/term_encoder.h"
#include "indexer/invert/occurrences/run_parts.h"
#include "indexer/invert/run.h"
#include "indexer/write/articles_writer.h"
#include "indexer/write/keywords/keywords_writer.h"
#include "indexer/write/stored/stored_writer.h"

struct nh_run {
    const nh_env *env;
    const nh_settings *settings;
    size_t memory;        /* bytes it may use                              */
    atomic_size_t beside; /* of them, those that its caller holds for it   */
    nh_analyzer *analyzer;
    nh_cutter *cutter;
    nh_run_words words;
    nh_run_pairs pairs;
    nh_forward forward; /* the part that is filling    */
    nh_parts parts;     /* those before it             */
    nh_section_spools sections;
    nh_articles_writer articles;
    nh_keywords_writer *keywords;
    nh_stored_writer *stored;
    nh_term_encoder *encoder;
    nh_text_range *skips; /* of the article that is being cut */
    size_t skips_capacity;
    nh_buffer serials; /* by article, as they lie in memory */
    nh_run_totals totals;
};

#endif
