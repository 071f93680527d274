/*
 * tests/support/oracle/oracle_parts.h - what the files of the oracle share.
 */
#ifndef NH_TESTS_ORACLE_PARTS_H
#define NH_TESTS_ORACLE_PARTS_H

#include "common/base/memory/arena.h"
#include "tests/support/oracle/oracle.h"

/* A token of an article. */
typedef struct o_token {
    nh_str term, form, folded;
    uint32_t at; /* position, counted through the passages of its line */
    uint32_t span;
} o_token;

/* Passages that run on into each other. */
typedef struct o_line {
    o_token *tokens;
    size_t n_tokens;
    uint32_t positions;
    size_t first_passage, n_passages;
} o_line;

typedef struct o_passage {
    uint32_t length, flags;
    uint32_t begins, ends; /* positions of its line */
} o_passage;

typedef struct o_article {
    nh_str id, source, language;
    nh_date date;
    o_passage *passages;
    size_t n_passages;
    o_line *lines;
    size_t n_lines;
    uint64_t length;
} o_article;

/* A phrase of a query. */
typedef struct o_words o_words;

struct oracle {
    nh_arena arena;   /* of the articles            */
    nh_arena asked;   /* of the answer              */
    nh_arena scratch; /* of one leaf in one line    */
    o_words **words;  /* of the query, by node      */
    nh_analyzer *analyzer;
    nh_cutter *cutter;
    bool bytes; /* profile whitespace */
    bool whole;
    uint32_t languages[16]; /* handles */
    size_t n_languages;
    o_article *articles;
    size_t n_articles, room;
    uint64_t passages, tokens;
};

/* What a node of the query is. */
typedef enum o_role { O_OPERATOR, O_LEAF, O_INSIDE } o_role;

typedef struct o_node {
    o_role role;
    bool empty;     /* nothing is left of it */
    bool has_words; /* something in it may score */
    bool negative;
    unsigned scope; /* 1 title, 2 lede */
    uint32_t weight;
    uint32_t **counts; /* leaf: by article, then passage; in its scope only */
    uint64_t df;
} o_node;

/* One query being answered. */
typedef struct o_asking {
    oracle *o;
    const nh_query_tree *tree;
    const nh_search_options *options;
    o_node *nodes;
    oracle_hit *hits;
    size_t n_hits;
    oracle_answer answer;
} o_asking;

/* Is the query true of an article below `node`, which is no part of a leaf? Recursive, as trees
 * of tests are shallow. `any`: one bare word of a LIST is enough. */
bool o_is_true(const o_asking *q, uint32_t node, size_t article, bool any);

/* `count` zeroed things, or the test fails. */
void *o_array(nh_arena *arena, size_t count, size_t size);

/* A form as exact words compare it; in `arena`. */
nh_str o_fold(const oracle *o, nh_arena *arena, nh_str form);

/* How often leaf `node` begins in each passage of an article, counts[n_passages]. */
void o_count_leaf(oracle *o, const nh_query_tree *tree, uint32_t node, const o_article *a,
                  uint32_t *counts);

/* Is nothing left of a WORD, PHRASE or NEAR once stop words and signs are gone? */
bool o_is_empty(oracle *o, const nh_query_tree *tree, uint32_t node);

#endif
