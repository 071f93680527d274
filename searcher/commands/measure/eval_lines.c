/* searcher/commands/measure/eval_lines.c - measures of runs as lines for programs: TSV and JSON. */
#include <inttypes.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/commands/measure/eval_report.h"

/* ---- TSV ---------------------------------------------------------------------------------- */

static void put_line(const nh_eval_report *r, size_t measure, nh_str what, double value,
                     const nh_eval_run *run, nh_buffer *out)
{
    const nh_measure m = r->measures[measure];
    char name[NH_MEASURE_TEXT_SIZE];

    nh_measure_text(m, name);
    nh_buf_print(out, "%s\t", name);
    nh_escape_tsv(out, what);
    nh_buf_print(out, "\t%.*f", nh_measure_is_count(m) ? 0 : 4, value);
    if (r->n_runs > 1) {
        nh_buf_u8(out, '\t');
        nh_escape_tsv(out, nh_str_of(run->path));
    }
    nh_buf_u8(out, '\n');
}

static void put_comparison(const nh_eval_report *r, const nh_eval_run *run, nh_buffer *out)
{
    for (size_t m = 0; m < r->n_measures; m++) {
        const nh_comparison *c = &run->compared[m];

        if (nh_measure_is_count(r->measures[m]))
            continue;
        put_line(r, m, NH_STR("all:difference"), c->difference, run, out);
        put_line(r, m, NH_STR("all:low"), c->low, run, out);
        put_line(r, m, NH_STR("all:high"), c->high, run, out);
        put_line(r, m, NH_STR("all:p"), c->p, run, out);
    }
}

void nh_eval_report_tsv(const nh_eval_report *r, nh_buffer *out)
{
    for (size_t i = 0; i < r->n_runs; i++) {
        const nh_eval_run *run = &r->runs[i];
        nh_str id = nh_evaluation_query(run->values, 0);

        for (size_t q = 0; r->per_query && id.ptr != NULL;
             id = nh_evaluation_query(run->values, ++q))
            for (size_t m = 0; m < r->n_measures; m++)
                if (r->measures[m].kind != NH_MEASURE_NUM_Q)
                    put_line(r, m, id, nh_evaluation_value(run->values, q, m), run, out);
        for (size_t m = 0; m < r->n_measures; m++)
            put_line(r, m, NH_STR("all"), nh_evaluation_mean(run->values, m), run, out);
        if (r->compare && i > 0)
            put_comparison(r, run, out);
    }
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void put_head(const char *type, const nh_eval_run *run, nh_buffer *out)
{
    nh_buf_print(out, "{\"v\":1,\"type\":\"%s\",\"run\":", type);
    nh_escape_json_string(out, nh_str_of(run->path));
}

/* Values of all measures of question `q`, or of all questions, where it is NULL. */
static void put_values(const nh_eval_report *r, const nh_eval_run *run, const size_t *q,
                       nh_buffer *out)
{
    nh_buf_print(out, ",\"measures\":{");
    for (size_t m = 0; m < r->n_measures; m++) {
        const double value = q != NULL ? nh_evaluation_value(run->values, *q, m)
                                       : nh_evaluation_mean(run->values, m);
        char name[NH_MEASURE_TEXT_SIZE];

        nh_measure_text(r->measures[m], name);
        nh_buf_print(out, "%s\"%s\":%.*f", m > 0 ? "," : "", name,
                     nh_measure_is_count(r->measures[m]) ? 0 : 6, value);
    }
    nh_buf_print(out, "}}\n");
}

static void put_run(const nh_eval_report *r, const nh_eval_run *run, nh_buffer *out)
{
    nh_evaluation_facts facts = {.size = sizeof facts};

    nh_evaluation_facts_get(run->values, &facts);
    put_head("run", run, out);
    nh_buf_print(out,
                 ",\"queries\":%" PRIu64 ",\"missing\":%" PRIu64 ",\"unjudged\":%" PRIu64,
                 facts.queries, facts.missing, facts.unknown);
    put_values(r, run, NULL, out);
}

static void put_comparison_json(const nh_eval_report *r, const nh_eval_run *run, size_t m,
                                nh_buffer *out)
{
    const nh_comparison *c = &run->compared[m];
    char name[NH_MEASURE_TEXT_SIZE];

    nh_measure_text(r->measures[m], name);
    put_head("comparison", run, out);
    nh_buf_print(out, ",\"baseline\":");
    nh_escape_json_string(out, nh_str_of(r->runs[0].path));
    nh_buf_print(out, ",\"measure\":\"%s\",\"difference\":%.6f,\"confidence\":%g", name,
                 c->difference, r->confidence);
    nh_buf_print(out, ",\"low\":%.6f,\"high\":%.6f,\"p\":%.6f,\"exact\":%s", c->low,
                 c->high, c->p, c->exact ? "true" : "false");
    nh_buf_print(out,
                 ",\"better\":%" PRIu64 ",\"worse\":%" PRIu64 ",\"queries\":%" PRIu64 "}\n",
                 c->better, c->worse, c->queries);
}

void nh_eval_report_json(const nh_eval_report *r, nh_buffer *out)
{
    for (size_t i = 0; i < r->n_runs; i++) {
        const nh_eval_run *run = &r->runs[i];
        nh_str id = nh_evaluation_query(run->values, 0);

        for (size_t q = 0; r->per_query && id.ptr != NULL;
             id = nh_evaluation_query(run->values, ++q)) {
            put_head("query", run, out);
            nh_buf_print(out, ",\"qid\":");
            nh_escape_json_string(out, id);
            put_values(r, run, &q, out);
        }
        put_run(r, run, out);
        for (size_t m = 0; r->compare && i > 0 && m < r->n_measures; m++)
            if (!nh_measure_is_count(r->measures[m]))
                put_comparison_json(r, run, m, out);
    }
}
