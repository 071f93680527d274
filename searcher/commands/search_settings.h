/*
 * searcher/commands/search_settings.h - what the command line of a search asks for.
 */
#ifndef NH_SEARCHER_SEARCH_SETTINGS_H
#define NH_SEARCHER_SEARCH_SETTINGS_H

#include "searcher/commands/output/output.h"
#include "searcher/commands/search_choice.h"
#include "searcher/commands/search_verbs.h"

#define NH_SEARCH_SHOWN_ROWS 20u

/* What the command line asked for, as the option table fills it. */
typedef struct nh_search_settings {
    nh_search_choice choice;
    nh_output output;
    nh_buffer text; /* the query */
    const char *given_query;
    uint64_t threads; /* of the search                                                 */
    const char *qid, *tag; /* of the answer; NULL: the library's                         */
    uint64_t form, scores, color, width;
    uint64_t words; /* of the article that asks: nh-search like                          */
    bool json, tsv, list, count, quiet, pretty, full, help;
    bool missing; /* the article that is to ask is not there: nothing is found         */
} nh_search_settings;

/* Rows for how hits are shown, with their heading, to the end of a table: copied to `out`, at most
 * NH_SEARCH_SHOWN_ROWS. `examples` ends the help. */
size_t nh_search_settings_shown(nh_search_settings *set, const char *examples,
                                nh_option *out);

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

/* Makes the question of set->text, for an index. As nh_query_parse(). */
typedef nh_status nh_search_ask(nh_reader *reader, nh_search_settings *set, nh_query **out,
                                nh_error *err);

/* Once set->text is complete: asks, searches the index at `path`, and shows what is found. Frees
 * the text. Returns the program's exit code. */
int nh_search_run(nh_search_settings *set, const char *path, nh_search_ask *ask);

#endif
