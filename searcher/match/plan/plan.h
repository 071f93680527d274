/*
 * searcher/match/plan/plan.h - a query tree, its words analysed: what evaluation walks.
 *
 *   leaf    what is counted and scored as one: a word, a phrase, a NEAR group, or an OR of
 *           such, which are one synonym
 *   shape   one of the things that a leaf stands for: a path, or paths near each other
 *   path    words that follow each other. Its nodes are numbered 0..last, and every way
 *           from 0 to last along edges is one spelling: for "economic co-operation" 0-1 is
 *           economic, 1-3 cooperation, and beside it 1-2 co, 2-3 operation
 *   edge    a word of a path: terms that the index may hold it under
 *
 * A word that leaves nothing behind (a lone dash, a stop word) is dropped: the clauses around
 * it decide as if it were not there.
 */
#ifndef NH_SEARCHER_PLAN_H
#define NH_SEARCHER_PLAN_H

#include "common/text/words/analyzer.h"
#include "newshound/searcher.h"
#include "searcher/query/tree/query_tree.h"

#define NH_LEAF_NONE UINT32_MAX

/* Fields that a leaf is confined to, or that a passage belongs to. Bits. */
enum { NH_SCOPE_TITLE = 1, NH_SCOPE_LEDE = 2 };

typedef struct nh_edge {
    uint32_t from;   /* node                                                           */
    uint32_t to;     /* node, above `from`                                             */
    bool any;        /* a gap: one position, whatever stands there: a word, or nothing */
                     /* where a paragraph ends                                         */
    bool exact;      /* only forms whose folded spelling is `spelling`                 */
    bool prefix;     /* every form whose folded spelling begins with `spelling`        */
    nh_str spelling; /* folded, not stemmed (profile whitespace: bytes as they are)    */
    nh_str *terms;   /* distinct; none for a prefix                                    */
    uint32_t n_terms;
    uint32_t at; /* byte of the query, for warnings                                */
    uint32_t size;
} nh_edge;

typedef struct nh_path {
    uint32_t first_edge; /* in plan->edges                                             */
    uint32_t n_edges;
    uint32_t last;  /* the node where it is complete                                   */
    uint32_t times; /* how often it stands in its NEAR group, counted at the first of  */
                    /* equal ones; 0 at the others                                     */
} nh_path;

typedef struct nh_shape {
    uint32_t first_path; /* in plan->paths                                             */
    uint32_t n_paths;    /* 1 unless near                                              */
    bool near;
    bool ordered;  /* near: in the order written                                 */
    uint32_t slop; /* near: other words between the first and the last           */
} nh_shape;

typedef struct nh_leaf {
    uint32_t first_shape; /* in plan->shapes                                           */
    uint32_t n_shapes;
    unsigned scope;  /* NH_SCOPE_*: all of these                                       */
    uint32_t weight; /* 1/1,024                                                        */
    bool scores;     /* not below a NOT                                                */
    nh_str what;     /* as the query has it                                            */
} nh_leaf;

/* What a node of the tree came to. */
typedef struct nh_plan_node {
    uint32_t parent; /* NH_NODE_NONE for the root                                      */
    uint32_t leaf;   /* NH_LEAF_NONE unless it is one                                  */
    bool inside;     /* part of a leaf above it                                        */
    bool dropped;    /* nothing is left of it                                          */
    bool has_words;  /* holds a leaf that it does not exclude; else it is a filter     */
} nh_plan_node;

typedef struct nh_plan {
    nh_arena *arena;
    const nh_query_tree *tree;
    nh_plan_node *nodes; /* parallel to tree->nodes                                    */
    nh_leaf *leaves;
    nh_shape *shapes;
    nh_path *paths;
    nh_edge *edges;
    uint32_t n_leaves, n_shapes, n_paths, n_edges;
    nh_profile profile;
    bool relaxable;       /* some LIST asks for less under --match any                 */
    nh_warning *warnings; /* what only analysis and the index could tell               */
    uint32_t n_warnings;
} nh_plan;

/* How the words of a query are analysed. */
typedef struct nh_plan_rules {
    nh_analyzer *analyzer;     /* borrowed for the call                                */
    nh_profile profile;        /* of the index                                         */
    const uint32_t *languages; /* handles of the analyzer; their terms are united      */
    uint32_t n_languages;
    bool whole; /* articles are the units: title: and lede: mean nothing         */
} nh_plan_rules;

/*
 * Plans `tree`, which is borrowed as long as the plan is used. All its pieces live in `arena`.
 * NH_E_LIMIT (the arena is full), NH_E_NOMEM.  Cost: the analysis of the query's words.
 */
NH_MUST_USE nh_status nh_plan_make(const nh_query_tree *tree, const nh_plan_rules *rules,
                                   nh_arena *arena, nh_plan *out, nh_error *err);

/* Adds a warning about bytes of the query; `text` is copied. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_plan_warn(nh_plan *plan, uint32_t at, uint32_t size, nh_str text,
                                   nh_error *err);

#endif
