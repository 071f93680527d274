/*
 * indexer/commands/commands.h - the verbs of nh-index.
 *
 * Each takes the arguments behind its name, speaks to stdout and stderr, and returns an
 * exit code of program.h. Only public headers and common/base serve them.
 */
#ifndef NH_INDEXER_COMMANDS_H
#define NH_INDEXER_COMMANDS_H

#include <math.h>

#include "common/base/program/program.h"
#include "common/base/program/verb.h"
#include "newshound/indexer.h"

#define NH_INDEX_NAME "nh-index"

/* create INDEX: an empty index, its settings fixed. */
int nh_command_create(int argc, char **argv);

/* add INDEX FILE...: articles from files, folders or standard input. */
int nh_command_add(int argc, char **argv);

/* update INDEX FILE...: the same, and articles whose ids are there are replaced. */
int nh_command_update(int argc, char **argv);

/* delete INDEX ID...: articles go. */
int nh_command_delete(int argc, char **argv);

/* optimize INDEX: all segments become one, without what was deleted. */
int nh_command_optimize(int argc, char **argv);

/* sweep INDEX: the commit before the last one goes, with its files. */
int nh_command_sweep(int argc, char **argv);

/* stats INDEX: what it holds, and where its bytes go. */
int nh_command_stats(int argc, char **argv);

/* dump INDEX terms|postings|doc [KEY]: decoded, line by line. */
int nh_command_dump(int argc, char **argv);

/* verify INDEX: checksums; with --deep every invariant. */
int nh_command_verify(int argc, char **argv);

/* analyze TEXT: how a text becomes words. */
int nh_command_analyze(int argc, char **argv);

/* The rows of an option table that say how words are made, in an nh_index_options. */
/* clang-format off */
#define NH_ANALYSIS_OPTION_ROWS(o, title)                                                   \
    {NULL, 0, NH_OPT_HEADING, NULL, NULL, (title)},                                         \
    {"analysis", 0, NH_OPT_TEXT, &(o).analysis, "news|plain|whitespace",                    \
     "how words are found in a text [news]"},                                               \
    {"stem", 0, NH_OPT_TEXT, &(o).stemmer, "NAME",                                          \
     "a Snowball stemmer, porter or none [english]"},                                       \
    {"lang", 0, NH_OPT_TEXT, &(o).language, "CODE",                                         \
     "language of articles that do not say theirs [en]"},                                   \
    {"stopwords", 0, NH_OPT_TEXT, &(o).stopwords, "LIST",                                   \
     "none, classic33, or a file of words, one a line [none]"}

/* The rows that set all of an nh_index_options. */
#define NH_INDEX_OPTION_ROWS(o)                                                             \
    NH_ANALYSIS_OPTION_ROWS(o, "What the index is like, fixed when it is made:"),           \
    {"passages", 0, NH_OPT_TEXT, &(o).passages, "RULE",                                     \
     "MIN:TARGET:MAX tokens, or none: whole articles [40:90:160]"},                         \
    {"k1", 0, NH_OPT_REAL, &(o).k1, "NUMBER", "BM25's k1 [0.9]"},                           \
    {"b", 0, NH_OPT_REAL, &(o).b, "NUMBER", "BM25's b [0.4]"},                              \
    {"store", 0, NH_OPT_TEXT, &(o).store, "text|none",                                      \
     "articles as they are, for snippets, or nothing of them [text]"},                      \
    {"pairs", 0, NH_OPT_TEXT, &(o).pairs, "stop|none",                                      \
     "lists of pairs of function words, for phrases, or no such lists [stop]"}
/* clang-format on */

/* An nh_index_options with nothing chosen, for such a table. */
#define NH_INDEX_OPTIONS_UNSET                                                \
    {                                                                         \
        .size = sizeof(nh_index_options), .k1 = (double)NAN, .b = (double)NAN \
    }

/*
 * Completes what a table could not set: has_k1 and has_b, and options->stopwords, which
 * becomes the contents of the file of that name unless it is "none" or "classic33".
 *
 * owned  those contents, to be released with nh_release(NULL, ...); or NULL
 * NH_E_IO, NH_E_LIMIT (over 1 MiB), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_index_options_load(nh_index_options *options, char **owned,
                                            nh_error *err);

/*
 * The whole of file `path` ("-": standard input) as a NUL-terminated text.
 *
 * limit  most bytes
 * out    owned by the caller until nh_release(NULL, ...); NULL on failure
 * NH_E_ARG        there is a NUL in it
 * NH_E_CANCELLED  a signal came while it was waited for
 * NH_E_IO, NH_E_LIMIT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_text_load(const char *path, size_t limit, char **out,
                                   nh_error *err);

/*
 * The n_given names of the command line, then those of the list `text`, one a line, which is
 * cut in place; empty lines are passed over.
 *
 * out  borrows from both; to be released with nh_release(NULL, ...); *n of them
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_names_join(char **given, size_t n_given, char *text,
                                    const char ***out, size_t *n, nh_error *err);

#endif
