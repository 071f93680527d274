/*
 * searcher/commands/search_verbs.h - what nh-search can be asked to do.
 *
 * Each takes the arguments behind its name, speaks to stdout and stderr, and returns an
 * exit code of program.h.
 */
#ifndef NH_SEARCHER_SEARCH_VERBS_H
#define NH_SEARCHER_SEARCH_VERBS_H

#include "common/base/program/program.h"
#include "common/base/program/verb.h"
#include "newshound/searcher.h"

#define NH_SEARCH_NAME "nh-search"

/* INDEX QUERY...: the hits of one query. Without a verb this is what is meant. */
int nh_verb_search(int argc, char **argv);

/* batch INDEX FILE...: the questions of files, answered all at once. */
int nh_verb_batch(int argc, char **argv);

/* show INDEX ID: one article, as stored. */
int nh_verb_show(int argc, char **argv);

/* like INDEX ID: articles on the matter of one. */
int nh_verb_like(int argc, char **argv);

/* terms INDEX PATTERN: the words of an index. */
int nh_verb_terms(int argc, char **argv);

/* eval QRELS RUN...: measures of runs, and whether their difference is chance. */
int nh_verb_eval(int argc, char **argv);

/* bench INDEX FILE...: what the questions of files cost. */
int nh_verb_bench(int argc, char **argv);

#endif
