/*
 * searcher/commands/search_settings.h - what the command line of a search asks for.
 */
#ifndef NH_SEARCHER_SEARCH_SETTINGS_H
#define NH_SEARCHER_SEARCH_SETTINGS_H

#include "searcher/commands/output.h"
#include "searcher/commands/search_choice.h"
#include "searcher/commands/search_verbs.h"

/* What the command line asked for, as the option table fills it. */
typedef struct nh_search_settings {
    nh_search_choice choice;
    nh_output output;
    nh_buffer text; /* the query */
    const char *given_query;
    const char *qid, *tag; /* of the answer; NULL: the library's                         */
    uint64_t form, scores, color, width;
    bool json, tsv, list, count, quiet, pretty, full, help;
} nh_search_settings;

/*
 * Reads the options; INDEX and the words of the query are then argv[0..*words). False if the
 * program ends with *exit_code: help was printed, or the line was wrong.
 */
bool nh_search_settings_read(nh_search_settings *set, int argc, char **argv, int *words,
                             int *exit_code);

/*
 * Once set->text is the query: checks the options and lets them say what to search for and how
 * to show it. NH_E_ARG: one is out of range, or two exclude each other; err->where names it.
 */
NH_MUST_USE nh_status nh_search_settings_complete(nh_search_settings *set, nh_error *err);

#endif
