/*
 * searcher/query/query_plain.h - questions of small letters, digits and blanks, read at one go.
 *
 * Most questions are words and nothing else, of which nothing in the query language can make
 * anything but words.
 */
#ifndef NH_SEARCHER_QUERY_PLAIN_H
#define NH_SEARCHER_QUERY_PLAIN_H

#include "searcher/query/tree/query_tree.h"

#define NH_PLAIN_BYTES 1024u /* longer questions are left to the parser */
#define NH_PLAIN_WORDS 64u   /* and those of more words                 */

/* How many words `text` is, if it is such a question; else 0. Cost: linear. */
uint32_t nh_query_plain_words(nh_str text);

/* The tree that the parser would make of `text`, which is `words` words. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_query_plain_tree(nh_str text, uint32_t words, nh_arena *arena,
                                          nh_query_tree *out, nh_error *err);

#endif
