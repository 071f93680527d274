/*
 * tests/support/oracle/both_ways.h - a query answered with and without pruning: the bytes must be the same.
 */
#ifndef NH_TESTS_BOTH_WAYS_H
#define NH_TESTS_BOTH_WAYS_H

#include "tests/support/makers/tiny_index.h"

/* Posting blocks that were decoded. */
typedef struct both_ways {
    uint64_t pruned, exhausted;
} both_ways;

/*
 * Answers `query` from `t` by exhaustive evaluation and then as the searcher chooses. Fails the
 * test where the answers differ, written as JSON, and prints `seed` and both.
 */
both_ways both_ways_ask(tiny_index *t, uint64_t seed, nh_str query,
                        const nh_search_options *options);

#endif
