/*
 * searcher/question.h - a parsed question, as the rooms of the searcher see it.
 */
#ifndef NH_SEARCHER_QUESTION_H
#define NH_SEARCHER_QUESTION_H

#include "newshound/searcher.h"
#include "searcher/query/query_tree.h"

/* Nothing in it changes after parsing. */
struct nh_query {
    const nh_env *env;
    nh_arena arena; /* owns everything below                                           */
    nh_query_tree tree;
    nh_str language; /* of the words; {NULL, 0}: those of the index                     */
    nh_str dump;
};

#endif
