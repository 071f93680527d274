/*
 * tests/support/oracle/oracle.h - a search engine without an index, to compare the real one with.
 *
 * It keeps the articles as lists of tokens and answers a query by looking at every position
 * of every one of them, the way the contract of the query language reads. It shares the
 * analyzer, the cutter and the parser with the engine, and nothing else.
 */
#ifndef NH_TESTS_ORACLE_H
#define NH_TESTS_ORACLE_H

#include "common/text/passages/passages.h"
#include "newshound/corpus.h"
#include "newshound/searcher.h"
#include "searcher/query/tree/query_tree.h"

typedef struct oracle oracle;

/* How words and passages are made; texts are borrowed. Fails the test if that fails. */
oracle *oracle_new(const nh_analysis *analysis, const nh_passage_rule *rule);

/* Adds an article; everything is copied. */
void oracle_add(oracle *o, const nh_article *article);

/* A hit, best first. */
typedef struct oracle_hit {
    nh_str id;
    int64_t date; /* INT64_MIN: undated */
    nh_score score;
    double real;       /* the same in floating point, with the library's logarithm */
    uint32_t passage;  /* number of the best one in its article */
    uint32_t evidence; /* passages with evidence */
} oracle_hit;

typedef struct oracle_answer {
    const oracle_hit *hits; /* all of them */
    size_t n_hits;
    uint64_t articles, passages;
    bool relaxed;
} oracle_answer;

/* Answers; borrowed from the oracle until its next call. Uses by, match, min_hits, sort,
 * ties_by_id, k1 and b of the options, which are complete. */
oracle_answer oracle_search(oracle *o, const nh_query_tree *tree,
                            const nh_search_options *options);

/* Frees what it holds; not NULL. */
void oracle_free(oracle *o);

#endif
