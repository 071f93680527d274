/*
 * searcher/answer/results.h - an answer, as the rooms of the searcher see it.
 */
#ifndef NH_SEARCHER_RESULTS_H
#define NH_SEARCHER_RESULTS_H

#include "common/base/memory/arena.h"
#include "common/segment/file/index.h"
#include "newshound/articles.h"
#include "searcher/match/segment_view.h"
#include "searcher/rank/top_hits.h"

typedef struct nh_result_passage {
    nh_passage_hit hit;
    nh_explain_line *lines; /* with options->explain                                   */
    uint32_t n_lines;
    uint64_t length; /* tokens of the unit that was scored                      */
} nh_result_passage;

typedef struct nh_result {
    nh_hit hit;
    nh_result_passage *passages; /* hit.passages of them, best first                    */
} nh_result;

/* A hit as it was found, of which nothing was read; see nh_top_hit. */
typedef struct nh_kept_hit {
    nh_score score;
    uint32_t segment;
    uint32_t article;
    uint32_t passage;
    uint32_t evidence;
} nh_kept_hit;

/* What answers that are merged must have in common. */
typedef struct nh_asked {
    uint32_t query; /* checksum of its tree */
    nh_by by;
    nh_sort sort;
    bool ties_by_id;
} nh_asked;

struct nh_results {
    const nh_env *env;
    nh_arena arena; /* owns everything below, but for what the index owns              */
    nh_asked asked;
    nh_results_facts facts;
    nh_explain_facts explain;
    bool explained;
    nh_result *results;    /* facts.hits of them; NULL while none of `tops` is filled in  */
    nh_kept_hit *tops;     /* instead of them, where ids are read by nh_results_fill()    */
    const nh_index *index; /* borrowed, where there are `tops`                         */
    nh_warning *warnings;
    uint32_t n_warnings;
};

/* The number of `passage` in its article, and whether it is the headline. Any view will do.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_passage_hit_place(const nh_segment_view *v, uint32_t passage,
                                           nh_passage_hit *out, nh_error *err);

#endif
