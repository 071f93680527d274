/*
 * common/base/program/options.h - command lines as tables: one drives parsing, --help and completion.
 */
#ifndef NH_BASE_OPTIONS_H
#define NH_BASE_OPTIONS_H

#include <stdio.h>

#include "common/base/env.h"

typedef enum nh_option_kind {
    NH_OPT_END = 0,
    NH_OPT_FLAG,    /* bool *      : --name sets true, --no-name sets false       */
    NH_OPT_COUNT,   /* uint64_t *  : a whole number, in decimal digits            */
    NH_OPT_SIZE,    /* uint64_t *  : bytes; K, M, G or KiB, MiB, GiB may follow   */
    NH_OPT_REAL,    /* double *    : a decimal number, finite                     */
    NH_OPT_TEXT,    /* const char **: borrowed from argv                          */
    NH_OPT_LIST,    /* nh_option_list *: may be given several times               */
    NH_OPT_CHOICE,  /* uint64_t *  : index of the word in `argument`, "a|b|c"     */
    NH_OPT_HEADING, /* no option: a title line in the help, in `help`             */
    NH_OPT_EXAMPLES /* no option: lines below all others in the help, in `help`   */
} nh_option_kind;

#define NH_OPTION_LIST_MAX 64

typedef struct nh_option_list {
    const char *items[NH_OPTION_LIST_MAX]; /* borrowed from argv */
    size_t count;
} nh_option_list;

typedef struct nh_option {
    const char *name; /* long name without dashes; NULL for a short one alone  */
    char letter;      /* short name, or 0                                      */
    nh_option_kind kind;
    void *target;         /* where the value goes, by kind                         */
    const char *argument; /* its name in the help; "a|b": the words of a CHOICE, or of a
                             TEXT that whoever takes it checks                     */
    const char *help;     /* one line; NULL hides the option                       */
} nh_option;

/*
 * Reads options from argv[first..argc) in any place; `--` ends them; a lone `-` is a word.
 * --name value, --name=value, -n value, -nvalue, -abc for flags. Words that are not options
 * are moved to the front of argv[first..] in order.
 *
 * rest  how many words stand in argv[first..first+rest)
 * NH_E_ARG  an unknown or ill-valued option; err->where is the option. A misspelt or
 *           shortened name is answered with the nearest one, never taken for it.
 */
NH_MUST_USE nh_status nh_options_read(const nh_option *table, int argc, char **argv,
                                      int first, int *rest, nh_error *err);

/*
 * Prints "usage: <usage>", then a line for each option, in columns, to `to`, then the examples. An
 * example is a line "  COMMAND", or "  COMMAND  # REMARK"; a test runs it and wants exit status 0,
 * or N where the remark ends in "(exit N)".
 */
void nh_options_help(const nh_option *table, const char *usage, FILE *to);

/* The same for a program, in lines with tabs: "usage", the usage; and for each option "option",
 * letter, name, kind ("flag", "count", ...), argument, help. What is missing is empty. */
void nh_options_list(const nh_option *table, const char *usage, FILE *to);

#endif
