/*
 * common/base/program/verb.h - programs with verbs: `nh-index add ...`.
 */
#ifndef NH_BASE_VERB_H
#define NH_BASE_VERB_H

#include "common/base/program/options.h"

/* A verb: takes the arguments behind its name and returns an exit code. */
typedef struct nh_verb {
    const char *name; /* NULL ends a table  */
    int (*run)(int argc, char **argv);
    const char *help; /* one line           */
} nh_verb;

/* A program with verbs. */
typedef struct nh_verb_program {
    const char *name;     /* "nh-index"                                          */
    const nh_verb *verbs; /* its table                                           */
    const char *usage;    /* what --help says above the list of verbs, in lines  */
    const char *examples; /* and below it                                        */
    int (*other)(int argc,
                 char **argv); /* a line that begins with no verb; NULL: refused */
} nh_verb_program;

/*
 * A whole main(): sets up signals, runs the verb that argv[1] names, or --help, --version or
 * p->other, flushes stdout, and returns the exit code. Where p->other takes lines, --help and
 * --version are the program's only if they stand alone. "help VERB" is "VERB --help".
 * `--help=table`, which no help mentions, lists the verbs, or behind a verb its options, for what
 * makes completions and manuals.
 */
int nh_verb_main(const nh_verb_program *p, int argc, char **argv);

/* How a verb is called. */
typedef struct nh_verb_form {
    const char *program; /* for complaints                                   */
    const char *usage;   /* "nh-index add [OPTION]... INDEX FILE..."         */
    int least, most;     /* words it takes                                   */
    const bool *help;    /* what the table's --help sets                     */
} nh_verb_form;

/*
 * Reads the options of a verb. True if the verb goes on, its words being argv[0..*words);
 * else *exit_code says how the program ends: help was printed, or the line was wrong.
 */
bool nh_verb_begin(const nh_option *table, const nh_verb_form *form, int argc, char **argv,
                   int *words, int *exit_code);

#endif
