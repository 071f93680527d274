/*
 * searcher/query/tree/query_build.h - a tree while it grows: nodes, warnings, limits.
 *
 * The first failure is kept in `status`; every later call does nothing. So the parser asks
 * once a token. A builder belongs to one thread.
 */
#ifndef NH_SEARCHER_QUERY_BUILD_H
#define NH_SEARCHER_QUERY_BUILD_H

#include "searcher/query/query_parse.h"

#define NH_QUERY_MOST_WARNINGS 64 /* later ones are not kept */

/* What a node does to the result. AND and clauses side by side do the least of their
 * children. */
typedef enum nh_role {
    NH_ROLE_SEARCHES,
    NH_ROLE_FILTERS, /* narrows down what is found, and does not score     */
    NH_ROLE_EXCLUDES /* says only what an article must not be              */
} nh_role;

typedef struct nh_query_builder {
    nh_arena *arena;
    nh_error *err;
    nh_query_rules rules; /* with every default filled in                            */
    nh_str text;          /* the query; in the arena                                 */
    nh_status status;     /* sticky                                                  */
    nh_node *nodes;       /* in any order                                            */
    nh_role *roles;       /* by node                                                 */
    uint32_t count;       /* nodes                                                   */
    uint32_t room;
    uint32_t clauses; /* counted against the rules                               */
    nh_tree_warning *warnings;
    uint32_t n_warnings;
} nh_query_builder;

/* Siblings in the making. {NH_NODE_NONE, NH_NODE_NONE, 0} is none. */
typedef struct nh_chain {
    uint32_t first, last;
    uint32_t count;
} nh_chain;

/* Fills in the defaults and copies the text. `b` is ready even where it failed. */
void nh_builder_begin(nh_query_builder *b, nh_str text, const nh_query_rules *rules,
                      nh_arena *arena, nh_error *err);

/* NH_E_LIMIT at `at` of the query: "<what>; the limit is <limit>". */
void nh_builder_over(nh_query_builder *b, uint32_t at, const char *what, uint32_t limit);

/* Counts one more clause, which stands at `at`; one too many is NH_E_LIMIT. */
void nh_builder_clause(nh_query_builder *b, uint32_t at);

/* The number of a new node like `node`, without relatives; NH_NODE_NONE after a failure.
 * FIELD and DATE filter, all others search.
 * Each one must come to stand below the root that is handed to nh_builder_finish(). */
uint32_t nh_builder_node(nh_query_builder *b, const nh_node *node);

/* Puts a node at the end of the chain. */
void nh_builder_append(nh_query_builder *b, nh_chain *chain, uint32_t node);

/* A node of `kind` above the chain's nodes, spanning them, with the least of their roles. */
uint32_t nh_builder_parent(nh_query_builder *b, nh_node_kind kind, const nh_chain *chain);

/* Multiplies the weight of a node; the product stops at NH_TOKEN_MOST_WEIGHT. */
void nh_builder_weigh(nh_query_builder *b, uint32_t node, uint32_t weight);

/* `sentence` is static. Warnings are kept in the order of their places; one that only goes
 * on with the last is joined with it. */
void nh_builder_warn(nh_query_builder *b, uint32_t at, uint32_t size, const char *sentence);

/* Bytes [at, at + size) of the query as UTF-8, with escapes undone if `escapes`. Borrowed
 * from the query where nothing has to be changed. */
nh_str nh_builder_text(nh_query_builder *b, uint32_t at, uint32_t size, bool escapes);

/* A copy of `text` in the arena. */
nh_str nh_builder_keep(nh_query_builder *b, nh_str text);

/* Hands the tree below `root` over, in post-order. NH_NODE_NONE: a query without a clause.
 * The status of the builder; NH_E_QUERY if warnings are refused. */
NH_MUST_USE nh_status nh_builder_finish(nh_query_builder *b, uint32_t root,
                                        nh_query_tree *out);

#endif
