/* searcher/commands/output/output_results.c - an answer in the form that the command line asks for. */
#include <inttypes.h>
#include <stdio.h>

#include "common/base/program/program.h"
#include "searcher/commands/output/output.h"

/* What people read is put together here; it ends with the terminal. */
static nh_status print_human(const nh_output *o, const nh_results *res, nh_error *err)
{
    const nh_sink sink = nh_program_sink();
    nh_buffer out = {0};
    nh_status st;

    nh_output_human(o, res, &out);
    st = nh_buf_status(&out, err, "the answer");
    if (st == NH_OK)
        (void)sink.write(sink.self, (const char *)out.bytes, out.size);
    nh_buf_free(&out);
    return st;
}

static void print_count(const nh_output *o, const nh_results *res)
{
    nh_results_facts facts = {.size = sizeof facts};

    nh_results_facts_get(res, &facts);
    printf("%" PRIu64 "\n", o->render.by_passage ? facts.passages : facts.articles);
}

static nh_status render(const nh_output *o, const nh_query *q, const nh_results *res,
                        nh_render_form form, nh_error *err)
{
    const nh_sink sink = nh_program_sink();

    return nh_results_render(res, q, form, &o->render, &sink, err);
}

nh_status nh_output_results(const nh_output *o, const nh_query *q, const nh_results *res,
                            nh_error *err)
{
    switch (o->form) {
    case NH_OUTPUT_HUMAN:
        return print_human(o, res, err);
    case NH_OUTPUT_JSON:
        return render(o, q, res, NH_RENDER_JSON, err);
    case NH_OUTPUT_TSV:
        return render(o, q, res, NH_RENDER_TSV, err);
    case NH_OUTPUT_TREC:
        return render(o, q, res, NH_RENDER_TREC, err);
    case NH_OUTPUT_HTML:
        return render(o, q, res, NH_RENDER_HTML, err);
    case NH_OUTPUT_CSV:
        return render(o, q, res, NH_RENDER_CSV, err);
    case NH_OUTPUT_PATHS:
        return render(o, q, res, NH_RENDER_PATHS, err);
    case NH_OUTPUT_COUNT:
        print_count(o, res);
        break;
    case NH_OUTPUT_NOTHING:
        break;
    }
    return NH_OK;
}
