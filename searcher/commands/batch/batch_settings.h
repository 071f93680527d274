/*
 * searcher/commands/batch/batch_settings.h - what the command line of a batch asks for.
 */
#ifndef NH_SEARCHER_BATCH_SETTINGS_H
#define NH_SEARCHER_BATCH_SETTINGS_H

#include "newshound/batch.h"
#include "newshound/topics.h"
#include "searcher/commands/search_choice.h"

/* As the option table fills it; `topics`, `render` and `batch` are complete after reading. */
typedef struct nh_batch_settings {
    nh_search_choice choice;
    nh_topics_options topics;
    nh_render_options render;
    nh_batch_options batch;
    const char *out;          /* -o; NULL: standard output  */
    const char *const *files; /* of questions; "-": standard input */
    size_t n_files;
    const char *index;
    const char *tag;
    uint64_t in, form, scores, threads;
    bool progress, quiet, help;
    bool counts_only; /* -n 0: there are no hits for anybody */
} nh_batch_settings;

/*
 * Reads and checks the command line. False if the program ends with *exit_code: help was printed,
 * or the line was wrong, which was complained of.
 */
bool nh_batch_settings_read(nh_batch_settings *set, int argc, char **argv, int *exit_code);

#endif
