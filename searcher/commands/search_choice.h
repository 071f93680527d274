/*
 * searcher/commands/search_choice.h - options that every searching verb takes: what is found, in what order.
 *
 * A verb puts their rows into its own table, between rows of its own.
 */
#ifndef NH_SEARCHER_SEARCH_CHOICE_H
#define NH_SEARCHER_SEARCH_CHOICE_H

#include "common/base/program/options.h"
#include "newshound/searcher.h"

#define NH_MOST_HITS 1000000u         /* of one answer, with those passed over */
#define NH_SEARCH_CHOICE_ROWS 16u     /* most that one of the functions below gives */
#define NH_LIMIT_NOT_GIVEN UINT64_MAX /* search.limit before -n is read */

/* As the table fills it; `query` and `search` are complete after nh_search_choice_complete(). */
typedef struct nh_search_choice {
    nh_query_options query;
    nh_search_options search;
    const char *now;
    uint64_t by, match, sort, rank;
    uint64_t passages, min_hits;
    double k1, b; /* NaN: the index's */
    bool previous;
} nh_search_choice;

/* Before any option is read. */
nh_search_choice nh_search_choice_defaults(void);

/* Rows for which articles are found, with their heading: copied to `out`, how many. */
size_t nh_search_choice_found(nh_search_choice *choice, nh_option *out);

/* Rows for the order and the number of hits; `n_help` is what --help says of -n. */
size_t nh_search_choice_order(nh_search_choice *choice, const char *n_help, nh_option *out);

/*
 * Checks what was read and completes both sets of options; the limit stays NH_LIMIT_NOT_GIVEN if
 * it was not given. NH_E_ARG: a value is out of range; err->where names the option.
 */
NH_MUST_USE nh_status nh_search_choice_complete(nh_search_choice *choice, nh_error *err);

#endif
