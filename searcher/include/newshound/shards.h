/*
 * newshound/shards.h - one collection in several indexes, answered as if it were one.
 *
 * Every shard collects the statistics of a query; they are added up; every shard searches with the
 * sum; the answers are merged. Scores, order, counts and warnings are then those of a single index
 * of all articles:
 *
 *     nh_statistics *sum = NULL;                       (of the round before; NULL in the first)
 *     do {
 *         o.statistics = sum;
 *         for each shard: nh_statistics_collect(shard, query, &o, &one, &err);
 *         fresh = the first of them, the others added by nh_statistics_add(fresh, one, &err);
 *         nh_statistics_free(sum);
 *         sum = fresh;
 *     } while (!nh_statistics_complete(sum));          (twice at most)
 *     o.statistics = sum;                              (o.skip is 0, o.limit what skip and
 *     for each shard: nh_search(shard, query, &o, &answers[i], &err);    limit are together)
 *     nh_results_merge(answers, n, &wanted, &all, &err);
 *
 * Shards are built with the same settings, and no id is in two of them. The query is parsed once,
 * or by every process alike: with `now` given if it says last:7d, and for shards that have the
 * same fields.
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
 * part, how many articles have all words, which words a prefix stands for.
 *
 * query    NULL: what does not depend on a query. Statistics of many queries need only one round
 *          each where options->statistics is the sum of these, since they tell the languages
 * options  those of the search to come: match, min_hits, k1, b and rank matter; of `statistics`
 *          the languages; may be NULL
 * out      owned by the caller until nh_statistics_free(), which may come after everything else
 *          is closed; NULL on failure
 * as nh_search()
 */
NH_API NH_MUST_USE nh_status nh_statistics_collect(nh_searcher *s, const nh_query *query,
                                                   const nh_search_options *options,
                                                   nh_statistics **out, nh_error *err);

/* Adds `more`, of the same query, to `sum`, which stays as it was on failure.
 * NH_E_ARG: they are of different queries, options or settings of the indexes. NH_E_NOMEM */
NH_API NH_MUST_USE nh_status nh_statistics_add(nh_statistics *sum,
                                               const nh_statistics *more, nh_error *err);

/* False where shards hold articles in different languages, which decide what the words of a query
 * stand for: then they are collected once more, with this sum as options->statistics. */
NH_API bool nh_statistics_complete(const nh_statistics *statistics);

/* The statistics as bytes for another process, little-endian, borrowed until they change. */
NH_API nh_str nh_statistics_bytes(const nh_statistics *statistics);

/* Reads such bytes, of any origin. allocator: NULL is malloc; borrowed until they are freed.
 * NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM. */
NH_API NH_MUST_USE nh_status nh_statistics_read(const char *bytes, size_t len,
                                                const nh_allocator *allocator,
                                                nh_statistics **out, nh_error *err);

/* Frees the statistics; NULL is accepted. */
NH_API void nh_statistics_free(nh_statistics *statistics);

/*
 * Answers of `n` shards to one query as one; found with the same statistics and options, with skip
 * 0 and a limit of what skip and limit are together here.
 *
 * options  of the answer: limit, skip, sort and ties_by_id matter; may be NULL
 * out      borrows from `parts`, which are freed after it
 * NH_E_ARG  n is 0; an option out of range; the answers are not all to one query, in the order that
 *           the options say, or have scores only
 * NH_E_NOMEM.  Cost: hits times shards.
 */
NH_API NH_MUST_USE nh_status nh_results_merge(const nh_results *const *parts, size_t n,
                                              const nh_search_options *options,
                                              nh_results **out, nh_error *err);

#ifdef __cplusplus
}
#endif

#endif
