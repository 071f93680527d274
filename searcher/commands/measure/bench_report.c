/* searcher/commands/measure/bench_report.c - what rounds of questions took, for people and as JSON. */
#include "searcher/commands/measure/bench_report.h"

#include <inttypes.h>
#include <stdlib.h>

#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/commands/measure/bench_numbers.h"

/* A question and how long it takes. */
typedef struct slow {
    double ms;
    size_t question;
} slow;

/* What a report is made from. */
typedef struct figures {
    nh_bench_numbers median, best;
    slow *slowest; /* owned: all questions that were answered, slowest first */
    size_t count;
} figures;

static int compare_slow(const void *a, const void *b)
{
    const slow *x = (const slow *)a;
    const slow *y = (const slow *)b;

    if (x->ms != y->ms)
        return x->ms > y->ms ? -1 : 1;
    return (x->question > y->question) - (x->question < y->question);
}

/* Numbers of those times that are of answered questions. */
static nh_status find_numbers(const double *times, size_t n, nh_bench_numbers *out,
                              nh_error *err)
{
    double *answered = (double *)nh_zeroed(nh_env_system(), n, sizeof *answered);
    size_t count = 0;

    if (answered == NULL)
        return nh_fail_memory(err, "figures");
    for (size_t i = 0; i < n; i++)
        if (times[i] >= 0)
            answered[count++] = times[i];
    nh_bench_sort(answered, count);
    *out = nh_bench_numbers_of(answered, count);
    nh_release(nh_env_system(), answered);
    return NH_OK;
}

static nh_status find_figures(const nh_bench_times *times, figures *out, nh_error *err)
{
    nh_status st = find_numbers(times->median, times->count, &out->median, err);

    if (st == NH_OK)
        st = find_numbers(times->best, times->count, &out->best, err);
    if (st != NH_OK)
        return st;
    out->slowest = (slow *)nh_zeroed(nh_env_system(), times->count, sizeof *out->slowest);
    if (out->slowest == NULL)
        return nh_fail_memory(err, "figures");
    for (size_t i = 0; i < times->count; i++)
        if (times->median[i] >= 0)
            out->slowest[out->count++] = (slow){times->median[i], i};
    if (out->count > 0)
        qsort(out->slowest, out->count, sizeof *out->slowest, compare_slow);
    return NH_OK;
}

/* How many of the slowest are named. */
static size_t named(const nh_bench_report *r, const figures *f)
{
    return r->worst < f->count ? (size_t)r->worst : f->count;
}

static nh_str text_of(const nh_topic *topic)
{
    return topic->like.len > 0 ? topic->like : topic->text;
}

/* ---- for people --------------------------------------------------------------------------- */

static void put_numbers(const char *name, const nh_bench_numbers *n, nh_buffer *out)
{
    nh_buf_print(out, "%-18s %9.3f %9.3f %9.3f %9.3f %9.3f %9.3f\n", name, n->mean, n->p50,
                 n->p90, n->p99, n->p999, n->most);
}

static void put_worst(const nh_bench_report *r, const figures *f, nh_buffer *out)
{
    if (named(r, f) > 0)
        nh_buf_print(out, "\n%9s  slowest\n", "ms");
    for (size_t i = 0; i < named(r, f); i++) {
        const nh_topic *topic = &r->work->questions->list[f->slowest[i].question];

        nh_buf_print(out, "%9.3f  ", f->slowest[i].ms);
        nh_escape_terminal(out, topic->id, false);
        nh_buf_print(out, "  ");
        nh_escape_terminal(out, text_of(topic), false);
        nh_buf_u8(out, '\n');
    }
}

static void put_text(const nh_bench_report *r, const figures *f, nh_buffer *out)
{
    nh_buf_print(out,
                 "%zu question%s, %" PRIu64 " to warm up and %" PRIu64
                 " timed round%s; %" PRIu64 " %s\n",
                 f->count, nh_plural(f->count), r->warm, r->rounds, nh_plural(r->rounds),
                 r->times->found,
                 r->times->found == 1 ? "article matches" : "articles match");
    nh_buf_print(out, "timed: %s\n\n", r->timed);
    nh_buf_print(out, "%-18s %9s %9s %9s %9s %9s %9s\n", "ms a question", "mean", "p50",
                 "p90", "p99", "p99.9", "most");
    put_numbers("median of rounds", &f->median, out);
    put_numbers("best of rounds", &f->best, out);
    nh_buf_print(out, "\n%9s %14s\n", "threads", "questions/s");
    for (unsigned i = 0; i < r->threads; i++)
        nh_buf_print(out, "%9u %14.1f\n", i + 1, r->throughput[i]);
    put_worst(r, f, out);
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void put_numbers_json(const char *name, const nh_bench_numbers *n, nh_buffer *out)
{
    nh_buf_print(out,
                 "\"%s\":{\"mean\":%.6f,\"p50\":%.6f,\"p90\":%.6f,\"p99\":%.6f,"
                 "\"p99.9\":%.6f,\"most\":%.6f}",
                 name, n->mean, n->p50, n->p90, n->p99, n->p999, n->most);
}

static void put_worst_json(const nh_bench_report *r, const figures *f, nh_buffer *out)
{
    for (size_t i = 0; i < named(r, f); i++) {
        const nh_topic *topic = &r->work->questions->list[f->slowest[i].question];

        nh_buf_print(out, "%s{\"ms\":%.6f,\"qid\":", i > 0 ? "," : "", f->slowest[i].ms);
        nh_escape_json_string(out, topic->id);
        nh_buf_print(out, ",\"query\":");
        nh_escape_json_string(out, text_of(topic));
        nh_buf_u8(out, '}');
    }
}

static void put_json(const nh_bench_report *r, const figures *f, nh_buffer *out)
{
    nh_buf_print(out, "{\"v\":1,\"type\":\"bench\",\"questions\":%zu,\"failed\":%zu,",
                 f->count, r->times->failed);
    nh_buf_print(out, "\"articles\":%" PRIu64 ",\"warm\":%" PRIu64 ",\"rounds\":%" PRIu64,
                 r->times->found, r->warm, r->rounds);
    nh_buf_print(out, ",\"timed\":");
    nh_escape_json_string(out, nh_str_of(r->timed));
    nh_buf_print(out, ",\"ms\":{");
    put_numbers_json("median", &f->median, out);
    nh_buf_u8(out, ',');
    put_numbers_json("best", &f->best, out);
    nh_buf_print(out, "},\"throughput\":[");
    for (unsigned i = 0; i < r->threads; i++)
        nh_buf_print(out, "%s{\"threads\":%u,\"per_second\":%.3f}", i > 0 ? "," : "", i + 1,
                     r->throughput[i]);
    nh_buf_print(out, "],\"slowest\":[");
    put_worst_json(r, f, out);
    nh_buf_print(out, "]}\n");
}

/* Either of the two writers above. */
typedef void put_report(const nh_bench_report *report, const figures *found,
                        nh_buffer *out);

static nh_status report(const nh_bench_report *r, put_report *put, nh_buffer *out,
                        nh_error *err)
{
    figures found = {0};
    nh_status st = find_figures(r->times, &found, err);

    if (st == NH_OK) {
        put(r, &found, out);
        st = nh_buf_status(out, err, "the report");
    }
    nh_release(nh_env_system(), found.slowest);
    return st;
}

nh_status nh_bench_report_text(const nh_bench_report *r, nh_buffer *out, nh_error *err)
{
    return report(r, put_text, out, err);
}

nh_status nh_bench_report_json(const nh_bench_report *r, nh_buffer *out, nh_error *err)
{
    return report(r, put_json, out, err);
}
