/*
 * indexer/write/keywords/keywords_impl.h - private to keywords_*.c: what the columns consist of.
 */
#ifndef NH_INDEXER_KEYWORDS_IMPL_H
#define NH_INDEXER_KEYWORDS_IMPL_H

#include "indexer/write/intern.h"
#include "indexer/write/keywords/keywords_writer.h"

/* A value of an article. */
typedef struct nh_keyword_pair {
    uint32_t article;
    uint32_t value; /* number in `values`, later rank + 1 */
} nh_keyword_pair;

/* Places of a sealed column, within its spool. */
typedef struct nh_column_places {
    uint64_t value_at, bytes, starts, codes, end;
} nh_column_places;

/* A column, open or sealed. */
typedef struct nh_keyword_column {
    nh_intern values;
    nh_keyword_pair *pairs;
    size_t n_pairs, capacity;
    bool sealed;
    uint32_t n_values; /* once sealed */
    bool multi;
    uint8_t width;
    nh_column_places places;
    nh_spool spool; /* its arrays, once sealed */
} nh_keyword_column;

struct nh_keywords_writer {
    const nh_env *env;
    nh_section_spools *sections;
    nh_intern names;
    nh_keyword_column *columns; /* by number of the name */
    size_t capacity;
};

/* Frees what a column holds but for its spool. */
void nh_keyword_column_empty(const nh_env *env, nh_keyword_column *c);

#endif
