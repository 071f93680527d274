/*
 * searcher/present/render_forms.h - private: what the forms of a rendered answer share.
 *
 * Each form is a writer: what stands before the hits, a hit, what stands behind them. Everything
 * is appended to a buffer, which the caller hands on from time to time.
 */
#ifndef NH_SEARCHER_RENDER_FORMS_H
#define NH_SEARCHER_RENDER_FORMS_H

#include "common/base/bytes/buffer.h"
#include "newshound/render.h"

/* An answer that is being written. */
typedef struct nh_rendering {
    nh_render_options o; /* complete: qid, tag and first_rank have their defaults        */
    const nh_results *res;
    const nh_query *query; /* may be NULL                                              */
} nh_rendering;

/* One form. `before` and `behind` may be NULL. */
typedef struct nh_render_writer {
    void (*before)(const nh_rendering *r, nh_buffer *out);
    void (*hit)(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out);
    void (*behind)(const nh_rendering *r, nh_buffer *out);
} nh_render_writer;

extern const nh_render_writer nh_render_as_json;
extern const nh_render_writer nh_render_as_tsv;
extern const nh_render_writer nh_render_as_trec;
extern const nh_render_writer nh_render_as_html;
extern const nh_render_writer nh_render_as_paths;
extern const nh_render_writer nh_render_as_csv;

/* A stored article as nh_article_render_json() writes it. */
void nh_render_article(const nh_stored_article *article, nh_buffer *out);

/* The line that names the columns of CSV, with or without "qid". */
void nh_render_csv_header(bool qid, nh_buffer *out);

/* The id that names a passage: "id#7". Appended as it is, not escaped. */
void nh_render_passage_id(nh_str id, uint32_t number, nh_buffer *out);

/* A score with `digits` decimals, 1 to 7: exact, half to even, and the same in every locale. */
void nh_render_score(nh_score score, unsigned digits, nh_buffer *out);

/* A finite number with `digits` decimals, or in few digits ("0.9"); the same in every locale. */
void nh_render_fixed(double value, int digits, nh_buffer *out);
void nh_render_short(double value, nh_buffer *out);

#endif
