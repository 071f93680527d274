/* searcher/commands/measure/eval_columns.c - measures of runs in columns, for people. */
#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/commands/measure/eval_report.h"

#define NAME_SHOWN 28u /* bytes of the longest path at the head of a column */
#define ID_SHOWN 40u   /* bytes that the column of ids is wide     */
#define VALUE_WIDTH 10u

/* True if a path is too long for the head of a column: then columns have numbers, since what is
 * left of long paths may be the same. */
static bool has_numbers(const nh_eval_report *r)
{
    for (size_t i = 0; i < r->n_runs; i++)
        if (strlen(r->runs[i].path) > NAME_SHOWN)
            return true;
    return false;
}

static int width_of(const nh_eval_report *r, size_t run)
{
    const size_t len = has_numbers(r) ? 0 : strlen(r->runs[run].path);

    return (int)(len > VALUE_WIDTH ? len : VALUE_WIDTH);
}

/* The name of a measure and, where values of questions are shown, of what it is about. */
static void put_names(nh_measure measure, nh_str id, int id_width, nh_buffer *out)
{
    char name[NH_MEASURE_TEXT_SIZE];

    nh_measure_text(measure, name);
    nh_buf_print(out, "%-12s", name);
    if (id_width == 0)
        return;
    nh_buf_print(out, "  ");
    nh_escape_terminal(out, id, false);
    nh_buf_print(out, "%*s", id.len < (size_t)id_width ? id_width - (int)id.len : 0, "");
}

/* Counts have no decimals; everything else has the four that trec_eval prints. */
static void put_value(nh_measure measure, double value, int width, nh_buffer *out)
{
    nh_buf_print(out, "  %*.*f", width, nh_measure_is_count(measure) ? 0 : 4, value);
}

/* What the numbers of columns stand for. */
static void put_legend(const nh_eval_report *r, nh_buffer *out)
{
    for (size_t i = 0; i < r->n_runs; i++) {
        nh_buf_print(out, "run %zu: ", i + 1);
        nh_escape_terminal(out, nh_str_of(r->runs[i].path), false);
        nh_buf_u8(out, '\n');
    }
    nh_buf_u8(out, '\n');
}

static void put_head(const nh_eval_report *r, int id_width, nh_buffer *out)
{
    const bool numbers = has_numbers(r);

    if (numbers)
        put_legend(r, out);
    nh_buf_print(out, "%-12s", "");
    if (id_width > 0)
        nh_buf_print(out, "  %-*s", id_width, "query");
    for (size_t i = 0; i < r->n_runs; i++) {
        const nh_str name = nh_str_of(r->runs[i].path);

        if (numbers) {
            nh_buf_print(out, "  %*s%zu", i + 1 < 10 ? 9 : 8, "run ", i + 1);
            continue;
        }
        nh_buf_print(out, "  %*s", width_of(r, i) - (int)name.len, "");
        nh_escape_terminal(out, name, false);
    }
    nh_buf_u8(out, '\n');
}

/* ---- question by question ---------------------------------------------------------------- */

/* A walk through the questions of all runs, which have them in one order. */
typedef struct walk {
    nh_str id;                   /* of this question; ptr NULL at the end        */
    size_t at[NH_EVAL_RUNS_MAX]; /* of it, or the next one, in each run          */
} walk;

static bool has(const nh_eval_report *r, const walk *w, size_t run)
{
    const nh_str id = nh_evaluation_query(r->runs[run].values, w->at[run]);

    return id.ptr != NULL && nh_str_equal(id, w->id);
}

/* The least id that any run has next. */
static void find_next(const nh_eval_report *r, walk *w)
{
    nh_str next = {0};

    for (size_t i = 0; i < r->n_runs; i++) {
        nh_str id;

        w->at[i] += w->id.ptr != NULL && has(r, w, i);
        id = nh_evaluation_query(r->runs[i].values, w->at[i]);
        if (id.ptr != NULL && (next.ptr == NULL || nh_str_compare(id, next) < 0))
            next = id;
    }
    w->id = next;
}

static void put_query(const nh_eval_report *r, const walk *w, int id_width, nh_buffer *out)
{
    for (size_t m = 0; m < r->n_measures; m++) {
        if (r->measures[m].kind == NH_MEASURE_NUM_Q)
            continue;
        put_names(r->measures[m], w->id, id_width, out);
        for (size_t i = 0; i < r->n_runs; i++) {
            const nh_eval_run *run = &r->runs[i];

            if (has(r, w, i))
                put_value(r->measures[m], nh_evaluation_value(run->values, w->at[i], m),
                          width_of(r, i), out);
            else
                nh_buf_print(out, "  %*s", width_of(r, i), "-");
        }
        nh_buf_u8(out, '\n');
    }
}

static int width_of_ids(const nh_eval_report *r)
{
    size_t longest = sizeof "query" - 1;

    for (size_t i = 0; i < r->n_runs; i++) {
        nh_str id = nh_evaluation_query(r->runs[i].values, 0);

        for (size_t q = 1; id.ptr != NULL; q++) {
            longest = id.len > longest ? id.len : longest;
            id = nh_evaluation_query(r->runs[i].values, q);
        }
    }
    return (int)(longest < ID_SHOWN ? longest : ID_SHOWN);
}

/* ---- all of them -------------------------------------------------------------------------- */

static void put_means(const nh_eval_report *r, int id_width, nh_buffer *out)
{
    for (size_t m = 0; m < r->n_measures; m++) {
        put_names(r->measures[m], NH_STR("all"), id_width, out);
        for (size_t i = 0; i < r->n_runs; i++)
            put_value(r->measures[m], nh_evaluation_mean(r->runs[i].values, m),
                      width_of(r, i), out);
        nh_buf_u8(out, '\n');
    }
}

static void put_comparison(const nh_eval_report *r, const nh_eval_run *run, nh_buffer *out)
{
    nh_buf_u8(out, '\n');
    nh_escape_terminal(out, nh_str_of(run->path), false);
    nh_buf_print(out, " against ");
    nh_escape_terminal(out, nh_str_of(r->runs[0].path), false);
    nh_buf_print(out, ":\n%-12s  %10s  %10.4g %% interval  %7s  %6s  %6s  %7s\n", "",
                 "difference", 100 * r->confidence, "p", "better", "worse", "queries");
    for (size_t m = 0; m < r->n_measures; m++) {
        const nh_comparison *c = &run->compared[m];

        if (nh_measure_is_count(r->measures[m]))
            continue;
        put_names(r->measures[m], (nh_str){0}, 0, out);
        nh_buf_print(out, "  %+10.4f  %+10.4f .. %+.4f  %7.4f", c->difference, c->low,
                     c->high, c->p);
        nh_buf_print(out, "  %6" PRIu64 "  %6" PRIu64 "  %7" PRIu64 "\n", c->better,
                     c->worse, c->queries);
    }
}

void nh_eval_report_columns(const nh_eval_report *r, nh_buffer *out)
{
    const int id_width = r->per_query ? width_of_ids(r) : 0;
    walk w = {0};

    if (r->n_runs > 1 || r->per_query)
        put_head(r, id_width, out);
    if (r->per_query)
        find_next(r, &w);
    for (; w.id.ptr != NULL; find_next(r, &w))
        put_query(r, &w, id_width, out);
    put_means(r, id_width, out);
    for (size_t i = 1; r->compare && i < r->n_runs; i++)
        put_comparison(r, &r->runs[i], out);
}
