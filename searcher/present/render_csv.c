/* searcher/present/render_csv.c - hits as comma-separated values, for spreadsheets. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/present/render_forms.h"

#define LINE_END "\r\n" /* RFC 4180 */

void nh_render_csv_header(bool qid, nh_buffer *out)
{
    nh_buf_print(out, "%squery,rank,date,source,title,passage,link,id" LINE_END,
                 qid ? "qid," : "");
}

static void put_header(const nh_rendering *r, nh_buffer *out)
{
    if (r->o.header)
        nh_render_csv_header(r->o.qid.len > 0, out);
}

/* What a reader follows to the article. */
static nh_str link_of(const nh_hit *hit)
{
    return hit->url.len > 0 ? hit->url : nh_hit_place(hit);
}

static void put_row(const nh_rendering *r, uint64_t rank, const nh_hit *hit,
                    const nh_passage_hit *p, nh_buffer *out)
{
    nh_buffer id = {.env = out->env};
    char date[NH_DATE_TEXT_SIZE];

    nh_date_text(hit->date, date);
    nh_buf_text(&id, hit->id);
    if (r->o.by_passage && p != NULL)
        nh_buf_print(&id, "#%" PRIu32, p->number);
    const nh_str cells[] = {nh_str_of(date), hit->source,
                            hit->headline,   p != NULL ? p->text : (nh_str){NULL, 0},
                            link_of(hit),    nh_buf_str(&id)};

    if (r->o.qid.len > 0) {
        nh_escape_csv(out, r->o.qid);
        nh_buf_u8(out, ',');
    }
    nh_escape_csv(out, r->o.query);
    nh_buf_print(out, ",%" PRIu64, rank);
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
        nh_buf_u8(out, ',');
        nh_escape_csv(out, cells[k]);
    }
    nh_buf_print(out, LINE_END);
    out->bad = out->bad || id.bad;
    nh_buf_free(&id);
}

/* A row a passage; a hit without passages is a row as well. */
static void put_hit(const nh_rendering *r, size_t i, const nh_hit *hit, nh_buffer *out)
{
    const uint64_t rank = r->o.first_rank + i;
    nh_passage_hit p;
    size_t j = 0;

    for (; nh_results_passage(r->res, i, j, &p); j++)
        put_row(r, rank, hit, &p, out);
    if (j == 0)
        put_row(r, rank, hit, NULL, out);
}

const nh_render_writer nh_render_as_csv = {put_header, put_hit, NULL};
