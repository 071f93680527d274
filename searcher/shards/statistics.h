/*
 * searcher/shards/statistics.h - statistics of a query over shards, as the rooms of the searcher see them.
 */
#ifndef NH_SEARCHER_STATISTICS_H
#define NH_SEARCHER_STATISTICS_H

#include "common/base/memory/arena.h"
#include "newshound/shards.h"
#include "searcher/searcher_state.h"
#include "searcher/shards/text_set.h"

/* What was counted. Nothing in it changes; nh_statistics_add() puts another in its place. */
typedef struct nh_sums {
    const nh_env *env; /* borrowed                                                     */
    nh_arena arena;    /* owns what is no buffer                                       */
    nh_str index;      /* settings that shards have in common, encoded                 */
    nh_str query;      /* the query and what its answer depends on; empty: of no query */
    uint64_t articles, passages, tokens; /* not deleted                                */
    uint64_t all, any;                   /* as in nh_counts                            */
    uint64_t *df;                        /* by leaf of the plan: units that have it    */
    uint8_t *fields; /* by FIELD node, in order: 1: some article has this field        */
    uint32_t n_leaves, n_fields, n_prefixes;
    nh_text_set held;      /* stemmers of the shards' articles                         */
    nh_text_set planned;   /* those that the query was planned with                    */
    nh_text_set *prefixes; /* by prefix of the plan, in order: terms and forms         */
    nh_buffer bytes;       /* all of it, encoded                                       */
} nh_sums;

struct nh_statistics {
    nh_env env; /* a copy: they may outlive what they were collected with              */
    nh_sums *sums;
};

/* Statistics with empty sums, and `env` copied. NULL if memory is short. */
nh_statistics *nh_statistics_new(const nh_env *env);

/* Room for this many leaves, fields and prefixes, zeroed. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_sums_shape(nh_sums *s, uint32_t n_leaves, uint32_t n_fields,
                                    uint32_t n_prefixes, nh_error *err);

/* Encodes them into s->bytes. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_sums_encode(nh_sums *s, nh_error *err);

/*
 * Makes a planned query that is to be searched rest on `s`: scores, decisions and warnings.
 * NH_E_ARG  `s` is of another query, of other settings, or of shards that hold other languages
 * NH_E_LIMIT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_statistics_apply(const nh_statistics *s, nh_search_work *w,
                                          const nh_searcher *searcher,
                                          const nh_query *query, nh_error *err);

#endif
