/*
 * common/text/passages/cutter.h - private: what a cutter holds, and how it reads a paragraph.
 */
#ifndef NH_TEXT_CUTTER_H
#define NH_TEXT_CUTTER_H

#include "common/text/passages/passage_pack.h"
#include "common/text/passages/passage_seams.h"

struct nh_cutter {
    const nh_env *env;
    nh_passage_rule rule;
    nh_analyzer *analyzer; /* borrowed */
    nh_pack pack;
    nh_seams seams;
    nh_token *kept; /* a paragraph's tokens without stop words, where it has some */
    size_t kept_room;
    uint64_t dropped;
};

/* Analyses one paragraph (or headline), which begins at byte `at` of its text. The run is borrowed
 * from the cutter until the next call. NH_E_NOMEM, NH_E_LIMIT. */
NH_MUST_USE nh_status nh_cutter_read(nh_cutter *cutter, nh_str text, size_t at,
                                     uint32_t language, nh_run *run, nh_error *err);

#endif
