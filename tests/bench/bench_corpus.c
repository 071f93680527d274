/* tests/bench/bench_corpus.c - how fast files become articles: bench_corpus PATH... */
#include <stdio.h>
#include <time.h>

#include "newshound/corpus.h"

static double now(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void show(void *self, const nh_notice *notice)
{
    unsigned *shown = self;

    if ((*shown)++ < 10)
        fprintf(stderr, "%s:%llu:%llu: %s: %s\n", notice->path,
                (unsigned long long)notice->offset, (unsigned long long)notice->record,
                notice->reason, notice->text);
}

int main(int argc, char **argv)
{
    unsigned shown = 0;
    const nh_corpus_options options = {
        .size = sizeof options, .on_notice = show, .self = &shown};
    const double begin = now();
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;
    nh_corpus_progress progress = {0};
    nh_error err = {0};
    uint64_t bytes = 0;
    uint64_t keywords = 0;
    nh_status st = nh_corpus_open((const char *const *)(argv + 1), (size_t)(argc - 1),
                                  &options, &corpus, &err);

    while (st == NH_OK) {
        st = nh_corpus_next(corpus, &article, &err);
        if (st != NH_OK || article == NULL)
            break;
        bytes += article->text.len + article->headline.len;
        keywords += article->n_fields;
    }
    if (st != NH_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    if (corpus == NULL)
        return 1;
    nh_corpus_progress_get(corpus, &progress);
    const double seconds = now() - begin;

    printf("articles,skipped,warnings,keywords,text_bytes,seconds,text_mb_per_s\n");
    printf("%llu,%llu,%llu,%llu,%llu,%.3f,%.1f\n", (unsigned long long)progress.articles,
           (unsigned long long)progress.skipped, (unsigned long long)progress.warnings,
           (unsigned long long)keywords, (unsigned long long)bytes, seconds,
           (double)bytes / 1e6 / seconds);
    nh_corpus_close(corpus);
    return st == NH_OK ? 0 : 1;
}
