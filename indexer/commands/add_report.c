/* indexer/commands/add_report.c - notices, progress and the summary of verbs that write. */
#include "indexer/commands/add_report.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "common/base/bytes/escape.h"
#include "common/base/program/program.h"
#include "common/base/str.h"

#define MEGABYTE 1e6

static double now(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void nh_report_begin(nh_report *report, bool quiet)
{
    report->quiet = quiet;
    report->progress = !quiet && nh_program_is_terminal(2);
    report->started = now();
}

void nh_report_clear(nh_report *report)
{
    if (report->drawn)
        fprintf(stderr, "\r\033[K");
    report->drawn = false;
}

static void count(nh_report *report, nh_str reason, bool skipped)
{
    size_t i = 0;

    report->skipped += skipped;
    while (i < report->n_reasons &&
           (report->reasons[i].skipped != skipped ||
            !nh_str_equal(nh_str_of(report->reasons[i].reason), reason)))
        i++;
    if (i == NH_REPORT_REASONS)
        return;
    if (i == report->n_reasons) {
        nh_reason_count *fresh = &report->reasons[report->n_reasons++];
        const size_t n =
            reason.len < sizeof fresh->reason ? reason.len : sizeof fresh->reason - 1;

        memcpy(fresh->reason, reason.ptr, n);
        fresh->skipped = skipped;
    }
    report->reasons[i].count++;
}

/* "file:byte:record: reason: sentence", cleaned: every part of it comes from strangers. */
static void print_notice(nh_report *report, const nh_notice *notice)
{
    nh_buffer line = {0};
    nh_buffer clean = {0};

    if (report->quiet || report->printed++ >= NH_REPORT_LINES)
        return;
    nh_buf_print(&line, "%s:%" PRIu64 ":%" PRIu64 ": %s: %s%s", notice->path,
                 notice->offset != NH_NO_OFFSET ? notice->offset : 0, notice->record,
                 notice->reason, notice->text, notice->skipped ? "" : " (kept)");
    nh_escape_terminal(&clean, nh_buf_str(&line), false);
    nh_report_clear(report);
    fprintf(stderr, "%.*s\n", NH_STR_ARG(nh_buf_str(&clean)));
    nh_buf_free(&clean);
    nh_buf_free(&line);
}

void nh_report_notice(void *self, const nh_notice *notice)
{
    nh_report *report = self;

    count(report, nh_str_of(notice->reason), notice->skipped);
    print_notice(report, notice);
}

void nh_report_refusal(nh_report *report, const nh_article *article, const nh_error *err)
{
    const char *colon = strchr(err->what, ':');
    const size_t len = colon != NULL ? (size_t)(colon - err->what) : strlen(err->what);
    char reason[32] = {0};
    char path[160] = {0};
    nh_notice notice = {.skipped = true, .reason = reason, .path = path};

    snprintf(reason, sizeof reason, "%.*s", (int)(len < 31 ? len : 31), err->what);
    snprintf(path, sizeof path, "%.*s", NH_STR_ARG(article->path));
    notice.offset = article->record > 0 ? article->offset : NH_NO_OFFSET;
    notice.record = article->record;
    notice.text = colon != NULL ? colon + 1 + strspn(colon + 1, " ") : err->what;
    nh_report_notice(report, &notice);
}

void nh_report_progress(nh_report *report, const nh_corpus *corpus)
{
    nh_corpus_progress p = {0};
    const double t = report->progress ? now() : 0;

    if (!report->progress || t - report->shown < 0.1)
        return;
    nh_corpus_progress_get(corpus, &p);
    report->shown = t;
    report->drawn = true;
    const double seconds = t - report->started > 0.001 ? t - report->started : 0.001;
    const double rate = (double)p.bytes_read / seconds;

    fprintf(stderr, "\r\033[K%" PRIu64 " article%s, %.1f MB/s", p.articles,
            nh_plural(p.articles), rate / MEGABYTE);
    if (p.bytes_total > p.bytes_read && rate > 0)
        fprintf(stderr, ", %.0f s left", (double)(p.bytes_total - p.bytes_read) / rate);
    fflush(stderr);
}

void nh_report_phase(void *self, const nh_writer_progress *progress)
{
    nh_report *report = self;

    if (!report->progress)
        return;
    report->drawn = true;
    fprintf(stderr, "\r\033[K%s", progress->phase);
    if (progress->total > 0)
        fprintf(stderr, " %.0f %%", 100 * (double)progress->done / (double)progress->total);
    fflush(stderr);
}

static void print_reasons(const nh_report *report, bool skipped, const char *title)
{
    const char *before = title;

    for (size_t i = 0; i < report->n_reasons; i++) {
        const nh_reason_count *r = &report->reasons[i];

        if (r->skipped != skipped)
            continue;
        fprintf(stderr, "%s%s %" PRIu64, before, r->reason, r->count);
        before = ", ";
    }
    if (before != title)
        fprintf(stderr, "\n");
}

static void print_sections(const nh_index_stats *stats)
{
    fprintf(stderr, "bytes: all %" PRIu64, stats->bytes);
    for (size_t i = 0; i < stats->n_sections; i++)
        fprintf(stderr, ", %s %" PRIu64, stats->sections[i].name, stats->sections[i].bytes);
    fprintf(stderr, "\n");
}

void nh_report_end(nh_report *report, const nh_commit_facts *facts,
                   const nh_index_stats *stats)
{
    const double seconds = now() - report->started;
    const double rate = seconds > 0 ? (double)facts->added_bytes / MEGABYTE / seconds : 0;

    nh_report_clear(report);
    if (report->quiet)
        return;
    if (report->printed > NH_REPORT_LINES)
        fprintf(stderr, "%" PRIu64 " more notice%s\n", report->printed - NH_REPORT_LINES,
                nh_plural(report->printed - NH_REPORT_LINES));
    fprintf(stderr,
            "%" PRIu64 " article%s, %" PRIu64 " passage%s, %" PRIu64
            " word%s added; %" PRIu64 " skipped; %.2f s, %.1f MB of text, %.1f MB/s\n",
            facts->added_articles, nh_plural(facts->added_articles), facts->added_passages,
            nh_plural(facts->added_passages), facts->added_tokens,
            nh_plural(facts->added_tokens), report->skipped, seconds,
            (double)facts->added_bytes / MEGABYTE, rate);
    if (facts->deleted_articles > 0)
        fprintf(stderr, "%" PRIu64 " of them in the place of %s\n", facts->deleted_articles,
                facts->deleted_articles == 1 ? "an older one" : "older ones");
    print_reasons(report, true, "skipped: ");
    print_reasons(report, false, "noticed: ");
    if (facts->refused_late > 0) /* told by threads after the article was counted */
        fprintf(stderr, "%" PRIu64 " more article%s skipped: no word there, or too many\n",
                facts->refused_late, nh_plural(facts->refused_late));
    if (facts->dropped_words > 0)
        fprintf(stderr, "%" PRIu64 " word%s over 255 bytes left out\n",
                facts->dropped_words, nh_plural(facts->dropped_words));
    if (stats != NULL)
        print_sections(stats);
}
