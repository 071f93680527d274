/* searcher/present/render_lines.c - hits as plain lines: TSV, TREC run, paths. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/present/render_forms.h"

#define RANKS 1000001u /* one more than the most hits: every rank has a number above 0 */

/* rank, score, date, source, title, id, path, passage number, line, text. */
static void put_tsv(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out)
{
    nh_passage_hit p;
    char date[NH_DATE_TEXT_SIZE];

    nh_date_text(hit->date, date);
    const nh_str cells[] = {nh_str_of(date), hit->source, hit->headline, hit->id,
                            hit->path};

    for (size_t j = 0; nh_results_passage(r->res, i, j, &p); j++) {
        nh_buf_print(out, "%" PRIu64 "\t", r->o.first_rank + i);
        nh_render_score(p.score, 6, out);
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
            nh_buf_u8(out, '\t');
            nh_escape_tsv(out, cells[k]);
        }
        nh_buf_print(out, "\t%" PRIu32 "\t%" PRIu64 "\t", p.number, p.line);
        nh_escape_tsv(out, p.text);
        nh_buf_u8(out, '\n');
    }
}

/* The number of a rank does not depend on how many hits there are, so that pages of one answer
 * go together; all of them are exact in single precision. */
static void put_run_score(const nh_rendering *r, uint64_t rank, nh_score score,
                          nh_buffer *out)
{
    if (r->o.scores == NH_RUN_RANKS)
        nh_buf_print(out, "%" PRIu64, rank < RANKS ? RANKS - rank : 0);
    else
        nh_render_score(score, 7, out);
}

/* qid Q0 docno rank score tag. A passage is ID#N. */
static void put_trec(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out)
{
    const uint64_t rank = r->o.first_rank + i;
    nh_passage_hit p;

    nh_escape_trec(out, r->o.qid);
    nh_buf_print(out, " Q0 ");
    nh_escape_trec(out, hit->id);
    if (r->o.by_passage && nh_results_passage(r->res, i, 0, &p))
        nh_buf_print(out, "#%" PRIu32, p.number);
    nh_buf_print(out, " %" PRIu64 " ", rank);
    put_run_score(r, rank, hit->score, out);
    nh_buf_u8(out, ' ');
    nh_escape_trec(out, r->o.tag);
    nh_buf_u8(out, '\n');
}

static void put_path(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out)
{
    (void)r;
    (void)i;
    nh_escape_tsv(out, hit->id);
    nh_buf_u8(out, '\n');
}

const nh_render_writer nh_render_as_tsv = {NULL, put_tsv, NULL};
const nh_render_writer nh_render_as_trec = {NULL, put_trec, NULL};
const nh_render_writer nh_render_as_paths = {NULL, put_path, NULL};
