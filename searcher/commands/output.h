/*
 * searcher/commands/output.h - hits written out: for people, and in several forms for programs.
 *
 * Every writer appends to a buffer that the caller prints; texts are cleaned for the place
 * where they go.
 */
#ifndef NH_SEARCHER_OUTPUT_H
#define NH_SEARCHER_OUTPUT_H

#include "common/base/bytes/buffer.h"
#include "newshound/searcher.h"
#include "searcher/present/color.h"

typedef enum nh_output_form {
    NH_OUTPUT_HUMAN = 0,
    NH_OUTPUT_JSON = 1,
    NH_OUTPUT_TSV = 2,
    NH_OUTPUT_TREC = 3,
    NH_OUTPUT_HTML = 4,
    NH_OUTPUT_PATHS = 5,  /* -l: one line per article: its path, or its id */
    NH_OUTPUT_COUNT = 6,  /* -c */
    NH_OUTPUT_NOTHING = 7 /* -q */
} nh_output_form;

/* What was asked, and how the answer is to look. Texts are borrowed. */
typedef struct nh_output {
    nh_output_form form;
    bool by_passage;
    bool explain;
    nh_palette palette;  /* colours, for people                              */
    unsigned width;      /* columns, for people                              */
    uint64_t first_rank; /* rank of the first hit: 1 + skip                  */
    nh_str query;
    const char *tag;     /* last field of a TREC run line                    */
    const char *qid;     /* first field of a TREC run line                   */
    double milliseconds; /* from the query's text to the answer              */
} nh_output;

/* All hits and, where the form has one, the summary. `q` is for its warnings. */
void nh_output_results(const nh_output *o, const nh_query *q, const nh_results *res,
                       nh_buffer *out);

/* Warnings of the query and of its results, on stderr: column, sentence, the query, carets. */
void nh_output_warnings(nh_str query, const nh_query *q, const nh_results *res);

/* For people: headline, date and source; the passage, wrapped and marked. */
void nh_output_human(const nh_output *o, const nh_results *res, nh_buffer *out);
/* JSON lines, version 1: an object for each hit, a summary last. */
void nh_output_json(const nh_output *o, const nh_query *q, const nh_results *res,
                    nh_buffer *out);
/* A line for each passage: rank, score, date, source, title, id, path, number, line, text. */
void nh_output_tsv(const nh_output *o, const nh_results *res, nh_buffer *out);
/* Run lines: qid Q0 docno rank score tag. A passage is ID#N. */
void nh_output_trec(const nh_output *o, const nh_results *res, nh_buffer *out);

/* A fragment of HTML for a page: a <section> with an <article> for each hit, matches in <mark>,
 * and a <footer> with the counts. */
void nh_output_html(const nh_output *o, const nh_results *res, nh_buffer *out);

/* The file where the file is the article; else the id, which says more than a container. */
nh_str nh_output_place(const nh_hit *hit);

/* The headline as a passage of hit `i`, if it is one as a whole and is shown. */
bool nh_output_headline(const nh_results *res, size_t i, const nh_hit *hit,
                        nh_passage_hit *out);

/* A score as people and programs read it: "4.113", or with `digits` decimals. */
void nh_output_score(nh_score score, int digits, nh_buffer *out);

/* The facts of a hit as members of a JSON object: "id":...,"path":...,... */
void nh_output_json_article(const nh_hit *hit, nh_buffer *out);

#endif
