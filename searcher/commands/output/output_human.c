/* searcher/commands/output/output_human.c - hits for people: headline, date, place, and what was found. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/commands/output/output.h"
#include "searcher/commands/terminal/color.h"
#include "searcher/commands/terminal/wrap.h"

#define INDENT "   "
#define INDENT_COLUMNS 3u

static void put_wrapped(const nh_output *o, nh_str text, const nh_mark *marks,
                        size_t n_marks, nh_buffer *out)
{
    const nh_wrapping how = {
        .width = o->width,
        .indent = INDENT_COLUMNS,
        .used = INDENT_COLUMNS,
        .palette = o->palette,
    };

    nh_wrap(out, text, marks, n_marks, &how);
    nh_buf_u8(out, '\n');
}

/* The headline: bold, or with its marks where it is among the passages that are shown. */
static void put_headline(const nh_output *o, const nh_hit *hit, const nh_passage_hit *found,
                         nh_buffer *out)
{
    const nh_str headline = hit->headline.len > 0 ? hit->headline : NH_STR("(no headline)");
    const nh_mark all = {.at = 0, .size = (uint32_t)headline.len};
    nh_output bold = *o;

    bold.palette.match = o->palette.headline;
    if (found != NULL)
        put_wrapped(o, found->text, found->marks, found->n_marks, out);
    else
        put_wrapped(&bold, headline, &all, 1, out);
}

static void put_heading(const nh_output *o, const nh_results *res, size_t i,
                        const nh_hit *hit, nh_buffer *out)
{
    nh_passage_hit found = {0};
    char date[NH_DATE_TEXT_SIZE] = {0};

    nh_date_text(hit->date, date);
    nh_buf_print(out, "%-2" PRIu64 " ", o->render.first_rank + i);
    put_headline(o, hit, nh_results_headline(res, i, &found) ? &found : NULL, out);
    nh_buf_print(out, INDENT);
    nh_buf_text(out, o->palette.dim);
    nh_buf_print(out, "%s%s", date, date[0] != '\0' ? "  " : "");
    nh_escape_terminal(out, hit->source, false);
    nh_buf_print(out, "%s", hit->source.len > 0 ? "  " : "");
    nh_escape_terminal(out, nh_hit_place(hit), false);
    nh_buf_text(out, o->palette.off);
    nh_buf_u8(out, '\n');
}

static void put_explanation(const nh_results *res, size_t i, size_t j, nh_buffer *out)
{
    nh_explain_facts facts = {0};
    nh_explain_line line = {0};

    if (!nh_results_explain_facts(res, i, j, &facts))
        return;
    for (size_t k = 0; nh_results_explain(res, i, j, k, &line); k++) {
        nh_buf_print(out, INDENT "  %10.6f = ", (double)line.score / (double)NH_SCORE_ONE);
        nh_buf_print(out, "weight %g x idf %.6f x %.6f (tf %" PRIu32 ", df %" PRIu64 ")  ",
                     line.weight, line.idf, line.tf_part, line.tf, line.df);
        nh_escape_terminal(out, line.what, false);
        nh_buf_u8(out, '\n');
    }
    nh_buf_print(out,
                 INDENT "  BM25: k1 %g, b %g, length %" PRIu64
                        " of %.2f on average, %" PRIu64 " units\n",
                 facts.k1, facts.b, facts.length, facts.mean_length, facts.units);
}

/* A headline that stands above is not shown twice. */
static void put_passage(const nh_output *o, const nh_hit *hit, const nh_passage_hit *p,
                        nh_buffer *out)
{
    if (p->text.len > 0 && !(p->headline && nh_str_equal(p->text, hit->headline))) {
        nh_buf_print(out, INDENT);
        put_wrapped(o, p->text, p->marks, p->n_marks, out);
    }
    nh_buf_print(out, INDENT);
    nh_buf_text(out, o->palette.dim);
    if (p->headline)
        nh_buf_print(out, "headline");
    else
        nh_buf_print(out, "passage %" PRIu32, p->number);
    if (!p->headline && p->text.len > 0)
        nh_buf_print(out, "  line %" PRIu64, p->line);
    nh_buf_print(out, "  score ");
    nh_buf_print(out, "%.3f", (double)p->score / (double)NH_SCORE_ONE);
    nh_buf_text(out, o->palette.off);
    nh_buf_u8(out, '\n');
}

/* "1 article, 2 passages, 0.4 ms". */
static void put_summary(const nh_output *o, const nh_results *res, nh_buffer *out)
{
    nh_results_facts facts = {.size = sizeof facts};

    nh_results_facts_get(res, &facts);
    nh_buf_print(out, "%" PRIu64 " article%s, %" PRIu64 " passage%s, %.1f ms\n",
                 facts.articles, nh_plural(facts.articles), facts.passages,
                 nh_plural(facts.passages), o->render.milliseconds);
}

void nh_output_human(const nh_output *o, const nh_results *res, nh_buffer *out)
{
    nh_hit hit = {0};
    nh_passage_hit p = {0};

    for (size_t i = 0; nh_results_hit(res, i, &hit); i++) {
        put_heading(o, res, i, &hit, out);
        for (size_t j = 0; nh_results_passage(res, i, j, &p); j++) {
            put_passage(o, &hit, &p, out);
            if (o->render.explain)
                put_explanation(res, i, j, out);
        }
        nh_buf_u8(out, '\n');
    }
    put_summary(o, res, out);
}
