/*
 * searcher/rank/gather.h - one article: its passages with evidence, and what they score.
 *
 * Where passages are the unit, each is scored for itself. Where the article is, tf and lengths
 * are summed over its passages first; a passage then has the score that its own tf alone would
 * give the article, which tells passages apart and is not shown.
 */
#ifndef NH_SEARCHER_GATHER_H
#define NH_SEARCHER_GATHER_H

#include "searcher/match/leaf_stream.h"
#include "searcher/rank/score.h"

/* A passage of the article with evidence. */
typedef struct nh_evidence {
    uint32_t passage; /* in the segment */
    nh_score score;
} nh_evidence;

/* A leaf in a passage. */
typedef struct nh_occurrence {
    uint32_t leaf; /* number in the plan */
    uint32_t passage;
    uint32_t tf;
} nh_occurrence;

/* One scoring leaf. */
typedef struct nh_gather_leaf {
    uint32_t number; /* in the plan */
    nh_leaf_stream stream;
    nh_score_table *table; /* borrowed */
} nh_gather_leaf;

/* Walks the articles of one segment, ascending; one thread's. */
typedef struct nh_gather {
    const nh_env *env;
    const nh_segment_view *view;
    bool whole;
    bool keep; /* keep occurrences, for explaining */
    nh_gather_leaf *leaves;
    uint32_t n_leaves;
    nh_score *scores; /* by passage of the article; -1: no evidence */
    uint32_t n_scores;
    nh_evidence *evidence; /* of the last article, by passage */
    uint32_t n_evidence;
    nh_occurrence *occurrences; /* of the last article, by leaf, then passage */
    uint32_t n_occurrences;
    size_t occurrence_room;
    nh_score score;  /* of the last article: its best passage's, or its own */
    uint64_t length; /* of the last article in tokens, where it is the unit */
} nh_gather;

/* The best passage of the last article (n_evidence > 0): highest score, then the first. */
const nh_evidence *nh_gather_best(const nh_gather *g);

/* Gathers `article`, which lies behind those gathered before. NH_E_CORRUPT, NH_E_NOMEM,
 * NH_E_LIMIT. */
NH_MUST_USE nh_status nh_gather_article(nh_gather *g, uint32_t article, nh_error *err);

/* Closes the streams, frees, and tells what reading their lists took. */
nh_list_work nh_gather_end(nh_gather *g);

#endif
