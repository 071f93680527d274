/* searcher/commands/batch/batch_report.c - what a batch says on stderr: failures, progress, a summary. */
#include "searcher/commands/batch/batch_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/program/program.h"
#include "common/base/str.h"

#define MOST_PRINTED 1000u /* failures in full; the others are only counted */

void nh_batch_report_begin(nh_batch_report *report, bool progress, bool quiet)
{
    report->quiet = quiet;
    report->terminal = nh_program_is_terminal(STDERR_FILENO);
    report->progress = !quiet && (progress || report->terminal);
}

void nh_batch_report_clear(nh_batch_report *report)
{
    if (report->drawn)
        fprintf(stderr, "\r\033[K");
    report->drawn = false;
}

/* Which file failed, as of the index, and at which byte. */
static void put_place(nh_buffer *line, const nh_error *why)
{
    if (!nh_error_is_of_file(why))
        return;
    nh_buf_print(line, ": %s", why->where);
    if (why->offset != NH_NO_OFFSET)
        nh_buf_print(line, "@%" PRIu64, why->offset);
}

void nh_batch_report_failure(void *self, const nh_topic *topic, const nh_error *why)
{
    nh_batch_report *report = (nh_batch_report *)self;
    nh_buffer line = {0};
    nh_buffer clean = {0};

    if (report->printed++ >= MOST_PRINTED)
        return;
    nh_buf_text(&line, topic->path);
    if (topic->row > 0)
        nh_buf_print(&line, ":%" PRIu64, topic->row);
    if (topic->row > 0 && topic->column > 0)
        nh_buf_print(&line, ":%" PRIu64, topic->column);
    put_place(&line, why);
    nh_buf_print(&line, ": %s", why->what);
    nh_escape_terminal(&clean, nh_buf_str(&line), false);
    nh_batch_report_clear(report);
    if (nh_buf_ok(&line) && nh_buf_ok(&clean))
        fprintf(stderr, "%.*s\n", NH_STR_ARG(nh_buf_str(&clean)));
    nh_buf_free(&clean);
    nh_buf_free(&line);
}

/* Queries a second, from the first one on. */
static double rate_of(const nh_batch_facts *facts)
{
    const double seconds = facts->seconds > 1e-6 ? facts->seconds : 1e-6;

    return (double)(facts->queries + facts->failed) / seconds;
}

static const char *queries(uint64_t n)
{
    return n == 1 ? "query" : "queries";
}

void nh_batch_report_progress(void *self, const nh_batch_facts *facts)
{
    const uint64_t all = facts->queries + facts->failed;
    nh_batch_report *report = (nh_batch_report *)self;

    if (!report->progress || facts->seconds - report->told < 1)
        return;
    report->told = facts->seconds;
    report->drawn = report->terminal;
    fprintf(stderr, "%s%" PRIu64 " %s, %" PRIu64 " failed; %.0f queries/s%s",
            report->terminal ? "\r\033[K" : "", all, queries(all), facts->failed,
            rate_of(facts), report->terminal ? "" : "\n");
    fflush(stderr);
}

void nh_batch_report_end(nh_batch_report *report, const nh_batch_facts *facts)
{
    const uint64_t all = facts->queries + facts->failed;

    nh_batch_report_clear(report);
    if (report->printed > MOST_PRINTED)
        fprintf(stderr, "%" PRIu64 " more failure%s\n", report->printed - MOST_PRINTED,
                nh_plural(report->printed - MOST_PRINTED));
    if (report->quiet)
        return;
    fprintf(stderr, "%" PRIu64 " %s, %" PRIu64 " failed", all, queries(all), facts->failed);
    if (!report->counts_only)
        fprintf(stderr, ", %" PRIu64 " without hits", facts->empty);
    if (facts->warned > 0)
        fprintf(stderr, ", %" PRIu64 " with warnings", facts->warned);
    fprintf(stderr, "; %.2f s, %.0f queries/s, %u thread%s\n", facts->seconds,
            rate_of(facts), facts->threads, nh_plural(facts->threads));
}
