/*
 * searcher/query/query_field.h - what stands before a colon, and dates behind it.
 */
#ifndef NH_SEARCHER_QUERY_FIELD_H
#define NH_SEARCHER_QUERY_FIELD_H

#include "searcher/query/tree/query_build.h"

typedef enum nh_field_kind {
    NH_FIELD_NONE,    /* no field: text                          */
    NH_FIELD_SCOPE,   /* title, lede: words inside a part        */
    NH_FIELD_KEYWORD, /* a column                                */
    NH_FIELD_DATE,    /* date, after, before, last               */
    NH_FIELD_RESERVED /* sentence, passage: not yet understood   */
} nh_field_kind;

typedef struct nh_query_field {
    nh_field_kind kind;
    nh_str name; /* lower case */
} nh_query_field;

/* The field of that name, in any case; NH_FIELD_NONE for a name that is unknown. A copy in
 * lower case is made in the builder's arena where one is needed. */
nh_query_field nh_query_field_find(nh_query_builder *b, nh_str name);

/*
 * Reads the value of date:, after:, before: or last: into from, to and undated of `out`.
 * False: it is no date, or last: without a clock; then `out` is untouched. A range whose
 * ends are the wrong way round is turned, and *turned says so.
 */
bool nh_query_date_read(nh_str field, nh_str value, int64_t now, nh_node *out,
                        bool *turned);

#endif
