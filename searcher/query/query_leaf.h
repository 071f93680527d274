/*
 * searcher/query/query_leaf.h - one word or one quotation of a query into nodes.
 */
#ifndef NH_SEARCHER_QUERY_LEAF_H
#define NH_SEARCHER_QUERY_LEAF_H

#include "searcher/query/query_field.h"
#include "searcher/query/query_lex.h"
#include "searcher/query/tree/query_build.h"

/* What is said of a token with no_number. */
#define NH_QUERY_NO_NUMBER \
    "A weight is a number, such as ^2.5, and what is none is read as text."

/*
 * A word, with the field it names itself or else `field`, the one it stands in: a WORD,
 * ALL, FIELD or DATE, or a SCOPE over a WORD. NH_NODE_NONE after a failure.
 */
uint32_t nh_query_word(nh_query_builder *b, const nh_token *t, nh_query_field field);

/*
 * A quotation: a PHRASE, a NEAR, an exact WORD, or what `field` makes of its text.
 * NH_NODE_NONE if no word is in it, or after a failure.
 */
uint32_t nh_query_quote(nh_query_builder *b, const nh_token *t, nh_query_field field);

/* The SCOPE of that name over `node`; the node itself if it is no scope. */
uint32_t nh_query_scope(nh_query_builder *b, uint32_t node, nh_query_field field);

#endif
