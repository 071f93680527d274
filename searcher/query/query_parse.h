/*
 * searcher/query/query_parse.h - query text into a tree; any text parses.
 *
 * The language is described for users in searcher/QUERY.md. The parser keeps its own
 * stack, so nesting costs memory from the arena and nothing else.
 */
#ifndef NH_SEARCHER_QUERY_PARSE_H
#define NH_SEARCHER_QUERY_PARSE_H

#include "common/base/bytes/buffer.h"
#include "searcher/query/tree/query_tree.h"

/* Most of everything; 0 means the default in brackets. */
typedef struct nh_query_rules {
    bool strict;      /* a warning is NH_E_QUERY instead                              */
    bool raw;         /* every character is text: words alone, no operators           */
    bool filter;      /* narrows another query down: to exclude alone is meaningful   */
    int64_t now;      /* for last:7d; seconds since 1970 UTC; INT64_MIN: warn         */
    uint32_t bytes;   /* [8 KiB]                                                      */
    uint32_t clauses; /* [1,024]                                                      */
    uint32_t depth;   /* [64]                                                         */
    uint32_t phrase;  /* words in one phrase [64]                                     */
    bool (*is_field)(void *self, nh_str name); /* is there a keyword column of that name? */
    /* NULL: id, source, lang, section, byline, place               */
    void *self; /* for is_field                                                 */
} nh_query_rules;

/*
 * Parses `text` (any bytes; invalid UTF-8 becomes U+FFFD) into a tree whose parts live in
 * `arena`.
 *
 * Time and memory are linear in the text. `arena` keeps `out`, and is the caller's; parts of
 * a tree that failed stay in it until it is closed, and `out` is untouched.
 *
 * NH_E_LIMIT  one of the rules' limits; err->where is the query, or "query" if that is long;
 *             err->offset the place
 * NH_E_QUERY  strict, and there was something to warn of
 * NH_E_NOMEM  (NH_E_LIMIT if the arena was full)
 */
NH_MUST_USE nh_status nh_query_tree_parse(nh_str text, const nh_query_rules *rules,
                                          nh_arena *arena, nh_query_tree *out,
                                          nh_error *err);

/*
 * Writes the tree as an S-expression, for tests and --explain:
 *
 *     golan +"tom barrack"~5 -barrac* lang:en   gives
 *     (list "golan" +(near 5 ="tom" ="barrack") -"barrac"* (field lang "en"))
 *
 * = is exact, * a prefix, ^2.5 a weight; (near >5 ...) keeps the order; dates are seconds,
 * (date 5..9); a query without a clause is (). `out` is bad if memory was short.
 */
void nh_query_tree_print(const nh_query_tree *tree, nh_buffer *out);

#endif
