/*
 * searcher/commands/output/output.h - hits written to the terminal: for people here, for programs by the library.
 */
#ifndef NH_SEARCHER_OUTPUT_H
#define NH_SEARCHER_OUTPUT_H

#include "common/base/bytes/buffer.h"
#include "newshound/render.h"
#include "searcher/commands/terminal/color.h"

/* The words of --format in their order, then what other options ask for. */
typedef enum nh_output_form {
    NH_OUTPUT_HUMAN = 0,
    NH_OUTPUT_JSON = 1,
    NH_OUTPUT_TSV = 2,
    NH_OUTPUT_TREC = 3,
    NH_OUTPUT_HTML = 4,
    NH_OUTPUT_CSV = 5,
    NH_OUTPUT_PATHS = 6,  /* -l: one line per article: its id              */
    NH_OUTPUT_COUNT = 7,  /* -c */
    NH_OUTPUT_NOTHING = 8 /* -q */
} nh_output_form;

/* How the answer is to look. Texts are borrowed. */
typedef struct nh_output {
    nh_output_form form;
    nh_palette palette; /* colours, for people                              */
    unsigned width;     /* columns, for people                              */
    nh_render_options render;
} nh_output;

/* All hits and, where the form has one, the summary, on stdout. `q` is for its warnings.
 * NH_E_NOMEM */
NH_MUST_USE nh_status nh_output_results(const nh_output *o, const nh_query *q,
                                        const nh_results *res, nh_error *err);

/* Warnings of the query and of its results, on stderr: column, sentence, the query, carets. */
void nh_output_warnings(nh_str query, const nh_query *q, const nh_results *res);

/* A failure on stderr: of the query as a warning is shown, but a limit without the query; all
 * others as nh_program_complain() has them. Returns the exit code. */
int nh_output_refused(nh_str query, const nh_error *err);

/* For people: headline, date and source; the passage, wrapped and marked. */
void nh_output_human(const nh_output *o, const nh_results *res, nh_buffer *out);

#endif
