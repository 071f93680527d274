/* searcher/commands/output_lines.c - hits as lines for programs: TSV, TREC run, paths, a count. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/commands/output.h"

void nh_output_score(nh_score score, int digits, nh_buffer *out)
{
    nh_buf_print(out, "%.*f", digits, (double)score / (double)NH_SCORE_ONE);
}

nh_str nh_output_place(const nh_hit *hit)
{
    return hit->path.len > 0 && hit->record == 0 ? hit->path : hit->id;
}

bool nh_output_headline(const nh_results *res, size_t i, const nh_hit *hit,
                        nh_passage_hit *out)
{
    for (size_t j = 0; nh_results_passage(res, i, j, out); j++)
        if (out->headline && nh_str_equal(out->text, hit->headline))
            return true;
    return false;
}

/* rank, score, date, source, title, id, path, passage number, line, text. */
void nh_output_tsv(const nh_output *o, const nh_results *res, nh_buffer *out)
{
    nh_hit hit = {0};
    nh_passage_hit p = {0};
    char date[NH_DATE_TEXT_SIZE] = {0};

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++) {
        nh_date_text(hit.date, date);
        for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
            const nh_str cells[] = {nh_str_of(date), hit.source, hit.headline, hit.id,
                                    hit.path};

            nh_buf_print(out, "%" PRIu64 "\t", o->first_rank + i);
            nh_output_score(p.score, 6, out);
            for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
                nh_buf_u8(out, '\t');
                nh_escape_tsv(out, cells[k]);
            }
            nh_buf_print(out, "\t%" PRIu32 "\t%" PRIu64 "\t", p.number, p.line);
            nh_escape_tsv(out, p.text);
            nh_buf_u8(out, '\n');
        }
    }
}

/* qid Q0 docno rank score tag. A passage is ID#N. */
void nh_output_trec(const nh_output *o, const nh_results *res, nh_buffer *out)
{
    nh_hit hit = {0};
    nh_passage_hit p = {0};

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++) {
        nh_escape_trec(out, nh_str_of(o->qid));
        nh_buf_print(out, " Q0 ");
        nh_escape_trec(out, hit.id);
        if (o->by_passage && nh_results_passage(res, i, 0, &p))
            nh_buf_print(out, "#%" PRIu32, p.number);
        nh_buf_print(out, " %" PRIu64 " ", o->first_rank + i);
        nh_output_score(hit.score, 7, out);
        nh_buf_u8(out, ' ');
        nh_escape_trec(out, nh_str_of(o->tag));
        nh_buf_u8(out, '\n');
    }
}

static void put_paths(const nh_results *res, nh_buffer *out)
{
    nh_hit hit = {0};

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++) {
        nh_escape_tsv(out, nh_output_place(&hit));
        nh_buf_u8(out, '\n');
    }
}

static void put_count(const nh_output *o, const nh_results *res, nh_buffer *out)
{
    nh_results_facts facts = {.size = sizeof facts};

    nh_results_facts_get(res, &facts);
    nh_buf_print(out, "%" PRIu64 "\n", o->by_passage ? facts.passages : facts.articles);
}

void nh_output_results(const nh_output *o, const nh_query *q, const nh_results *res,
                       nh_buffer *out)
{
    switch (o->form) {
    case NH_OUTPUT_HUMAN:
        nh_output_human(o, res, out);
        break;
    case NH_OUTPUT_JSON:
        nh_output_json(o, q, res, out);
        break;
    case NH_OUTPUT_TSV:
        nh_output_tsv(o, res, out);
        break;
    case NH_OUTPUT_HTML:
        nh_output_html(o, res, out);
        break;
    case NH_OUTPUT_TREC:
        nh_output_trec(o, res, out);
        break;
    case NH_OUTPUT_PATHS:
        put_paths(res, out);
        break;
    case NH_OUTPUT_COUNT:
        put_count(o, res, out);
        break;
    case NH_OUTPUT_NOTHING:
        break;
    }
}
