/*
 * searcher/question.h - a parsed question, as the rooms of the searcher see it.
 */
#ifndef NH_SEARCHER_QUESTION_H
#define NH_SEARCHER_QUESTION_H

#include "newshound/searcher.h"
#include "searcher/query/tree/query_tree.h"
#include "searcher/reader.h"

/* Nothing in it changes after parsing. */
struct nh_query {
    nh_env own;        /* a copy of the reader's, which may be closed before           */
    const nh_env *env; /* that copy                                                    */
    nh_arena arena;    /* owns everything below                                           */
    nh_query_tree tree;
    nh_str language; /* of the words; {NULL, 0}: those of the index                     */
    nh_str dump;
};

/* A question without a tree, for an index; owned by the caller until nh_query_free(). NH_E_NOMEM */
NH_MUST_USE nh_status nh_query_new(const nh_reader *r, nh_query **out, nh_error *err);

/* Once its tree is complete: prints it for nh_query_dump(). NH_E_NOMEM */
NH_MUST_USE nh_status nh_query_finish(nh_query *q, nh_error *err);

/* Asks questions one after the other. One thread's; zero it and set `reader`. */
typedef struct nh_asker {
    const nh_reader *reader; /* borrowed                                               */
    nh_analyzer *analyzer;   /* owned; of raw questions: NULL until the first          */
} nh_asker;

/* As nh_query_parse(). */
NH_MUST_USE nh_status nh_query_ask(nh_asker *asker, nh_str text,
                                   const nh_query_options *options, nh_query **out,
                                   nh_error *err);

/*
 * Narrows a query down to what fits `filter` as well, which is of the query language even where
 * the question is raw, and does not score. Before the query is shared.
 *
 * NH_E_QUERY, NH_E_LIMIT  as nh_query_parse(), but err->offset is of the filter, which err->where
 *                         names "filter"
 * NH_E_NOMEM              the query is as before
 */
NH_MUST_USE nh_status nh_query_narrow(nh_query *query, const nh_reader *r, nh_str filter,
                                      const nh_query_options *options, nh_error *err);

/* Frees what was made for raw questions. */
void nh_asker_end(nh_asker *asker);

#endif
