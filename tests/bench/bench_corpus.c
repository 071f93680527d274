/* tests/bench/bench_corpus.c - how fast files become articles: bench_corpus PATH... */
#include <stdio.h>

#include "newshound/corpus.h"
#include "tests/bench/rows.h"

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
    const double begin = bench_seconds();
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;
    nh_corpus_progress progress = {0};
    nh_error err = {0};
    uint64_t bytes = 0;
    nh_status st = nh_corpus_open((const char *const *)(argv + 1), (size_t)(argc - 1),
                                  &options, &corpus, &err);

    while (st == NH_OK) {
        st = nh_corpus_next(corpus, &article, &err);
        if (st != NH_OK || article == NULL)
            break;
        bytes += article->text.len + article->headline.len;
    }
    if (st != NH_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    if (corpus == NULL)
        return 1;
    nh_corpus_progress_get(corpus, &progress);
    const double seconds = bench_seconds() - begin;

    bench_row("corpus", "text of articles read", (double)bytes / 1e6 / seconds, "MB/s");
    bench_row("corpus", "articles read", (double)progress.articles / seconds, "articles/s");
    bench_row("corpus", "documents skipped", (double)progress.skipped, "documents");
    nh_corpus_close(corpus);
    return st == NH_OK ? 0 : 1;
}
