/*
 * newshound/render.h - answers written out for programs and pages: JSON lines, TSV, TREC runs, HTML.
 */
#ifndef NH_RENDER_PUBLIC_H
#define NH_RENDER_PUBLIC_H

#include "newshound/articles.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How an answer is written. */
typedef enum nh_render_form {
    NH_RENDER_JSON =
        0,             /* an object a hit, a summary last; version 1                      */
    NH_RENDER_TSV = 1, /* a line a passage                                                */
    NH_RENDER_TREC =
        2, /* a run: qid Q0 docno rank score tag                              */
    NH_RENDER_HTML =
        3, /* a <section> for a page, matches in <mark>                       */
    NH_RENDER_PATHS =
        4, /* a line an article: its id, which for a file is its path           */
    NH_RENDER_CSV = 5, /* a row a passage, for spreadsheets; see `header`                 */
} nh_render_form;

/* What the last but one column of a TREC run holds. */
typedef enum nh_run_scores {
    NH_RUN_SCORES = 0, /* scores, 7 decimals                                              */
    NH_RUN_RANKS = 1, /* 1,000,001 less the rank: exact in single precision, no two alike */
} nh_run_scores;

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_render_options {
    size_t size;  /* sizeof(nh_render_options)                                        */
    nh_str query; /* as it was asked, for JSON's summary and CSV [empty]              */
    nh_str qid;   /* of the question: "qid" of JSON, first column of TREC and CSV     */
                  /* [none; "1" for TREC]                                            */
    nh_str tag;   /* last column of TREC ["newshound"]                                */
    nh_run_scores
        scores; /* of TREC [NH_RUN_SCORES]                                          */
    uint64_t
        first_rank;  /* of the first hit; 0 [1]                                          */
    bool by_passage; /* docnos are id#passage [false]                                    */
    bool explain;    /* JSON with the parts of scores, if the search kept them [false]   */
    bool no_summary; /* JSON without its last line [false]                               */
    bool header;     /* CSV begins with the names of its columns [false]                 */
    double
        milliseconds; /* for JSON's summary; negative: left out [0]                       */
} nh_render_options;

/*
 * Writes `res` out in `form` to `sink`, in one or several pieces. The same answer gives the same
 * bytes in every process, whatever its locale, but for the milliseconds.
 *
 * CSV follows RFC 4180 (UTF-8, CRLF; blanks for line ends within a cell), with the columns query,
 * rank, date, source, title, passage, link (the URL, or else the file or the id) and id; qid goes
 * before them, if there is one. A ' stands before a cell that a spreadsheet would calculate.
 * A warning of JSON has "at", a byte of the query's text from 0, "size" and "message"; with
 * "in":"filter" the byte is one of the filter's text. (Columns of error records of a batch are
 * of the question's row, from 1: newshound/batch.h.)
 * q  for its warnings in JSON; may be NULL: then no warning is told of
 * NH_E_IO (the sink refused), NH_E_NOMEM, NH_E_ARG (a form or an option that is not known)
 * Threads: any, several at once on the same results.
 */
NH_API NH_MUST_USE nh_status nh_results_render(const nh_results *res, const nh_query *q,
                                               nh_render_form form,
                                               const nh_render_options *options,
                                               const nh_sink *sink, nh_error *err);

/* An article of nh_article_get() as one JSON object with a newline, as `nh-search show --json`
 * writes it. As above. */
NH_API NH_MUST_USE nh_status nh_article_render_json(const nh_stored_article *article,
                                                    const nh_sink *sink, nh_error *err);

/* Columns of a code point on a terminal: 2 for wide East Asian characters and emoji, 0 for marks
 * that combine and other characters that take no room, else 1. */
NH_API unsigned nh_character_columns(uint32_t code);

/* Where a hit is: the file where that is the article; else the id, which says more than a
 * container does. Borrowed from the hit. */
NH_API nh_str nh_hit_place(const nh_hit *hit);

/* The whole headline of hit `i` as a passage, with its marks, if that is among those shown. */
NH_API bool nh_results_headline(const nh_results *res, size_t i, nh_passage_hit *out);

#ifdef __cplusplus
}
#endif

#endif
