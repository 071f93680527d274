/*
 * newshound/shards.h - one collection in several indexes, answered as if it were one.
 *
 * Every shard collects the statistics of a query; they are added up; every shard searches with the
 * sum; the answers are merged. Scores, order and counts are then those of a single index.
 */
#ifndef NH_SHARDS_PUBLIC_H
#define NH_SHARDS_PUBLIC_H

#include "newshound/searcher.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Statistics of one query over any number of shards. (nh_search_options.statistics) */
typedef struct nh_statistics nh_statistics;

/*
 * What the shard of `s` knows about `query`: units, tokens, languages, how many units have each
 * part, how many articles have all words.
 * options  those of the search to come (match and min_hits matter); may be NULL
 * out      owned by the caller until nh_statistics_free(); NULL on failure
 * as nh_search()
 */
NH_API NH_MUST_USE nh_status nh_statistics_collect(nh_searcher *s, const nh_query *query,
                                                   const nh_search_options *options,
                                                   nh_statistics **out, nh_error *err);

/* Adds `more`, of the same query, to `sum`. NH_E_ARG: they are of different queries or settings.
 * NH_E_NOMEM */
NH_API NH_MUST_USE nh_status nh_statistics_add(nh_statistics *sum,
                                               const nh_statistics *more, nh_error *err);

/* The statistics as bytes for another process, little-endian, borrowed until they change. */
NH_API nh_str nh_statistics_bytes(const nh_statistics *statistics);

/* Reads such bytes. NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM. */
NH_API NH_MUST_USE nh_status nh_statistics_read(const char *bytes, size_t len,
                                                const nh_allocator *allocator,
                                                nh_statistics **out, nh_error *err);

/* Frees the statistics; NULL is accepted. */
NH_API void nh_statistics_free(nh_statistics *statistics);

/*
 * Answers of `n` shards to one query as one; found with the same statistics and options and with
 * skip 0.
 * out  borrows from `parts`, which are freed after it
 * NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_results_merge(const nh_results *const *parts, size_t n,
                                              const nh_search_options *options,
                                              nh_results **out, nh_error *err);

#ifdef __cplusplus
}
#endif

#endif
