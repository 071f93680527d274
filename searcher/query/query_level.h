/*
 * searcher/query/query_level.h - the clauses of one group, while it is read.
 *
 * A level holds three chains: clauses side by side, which bind closest; what AND joins; what
 * OR joins. An operator waits until its right side has come, so that one without a right
 * side is simply never carried out.
 */
#ifndef NH_SEARCHER_QUERY_LEVEL_H
#define NH_SEARCHER_QUERY_LEVEL_H

#include "searcher/query/query_field.h"
#include "searcher/query/query_lex.h"

typedef struct nh_level {
    nh_chain list; /* clauses side by side                                            */
    nh_chain ands; /* finished operands of AND                                        */
    nh_chain ors;  /* finished operands of OR                                         */
    nh_token open; /* its parenthesis, with the sign before it                        */
    nh_token op;   /* AND or OR that waits for its right side; else END               */
    nh_token no;   /* NOT that waits for what it negates; else END                    */
    bool negate;   /* an odd number of NOTs waits                                     */
    nh_query_field field; /* what words in here belong to, if it is a column or date  */
    nh_query_field scope; /* what stands around the whole group                       */
} nh_level;

/* Makes `level` an empty one. */
void nh_level_begin(nh_level *level);

/* A clause, with its sign ('+', '-' or 0). NH_NODE_NONE: one that was left out, and takes
 * the NOTs before it along. */
void nh_level_clause(nh_query_builder *b, nh_level *level, uint32_t node, char sign);

/* AND or OR. Warns of one that cannot do anything. */
void nh_level_operator(nh_query_builder *b, nh_level *level, const nh_token *t);

/* NOT. Two of them cancel each other. */
void nh_level_not(nh_level *level, const nh_token *t);

/* The node of the whole level, or NH_NODE_NONE if no clause is in it. Warns of operators
 * without a right side. */
uint32_t nh_level_close(nh_query_builder *b, nh_level *level);

/*
 * The same for a group with ~n behind it: a NEAR of its clauses. NH_NODE_NONE, and nothing
 * is changed, unless two or more plain words or phrases stand side by side and nothing else.
 */
uint32_t nh_level_near(nh_query_builder *b, nh_level *level, const nh_token *t);

/* What only excludes finds nothing: it is joined with NOTHING, and warned of. Any other
 * node is given back as it is. */
uint32_t nh_level_harmless(nh_query_builder *b, uint32_t node);

#endif
