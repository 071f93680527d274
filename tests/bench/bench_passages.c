/* tests/bench/bench_passages.c - what cutting costs beside analysing: bench_passages PATH... */
#include <stdio.h>
#include <time.h>

#include "common/base/str.h"
#include "common/text/passages/passages.h"
#include "newshound/corpus.h"

static double now(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Sums over all articles. */
typedef struct totals {
    uint64_t bytes;
    uint64_t tokens;
    uint64_t passages;
    double analysing; /* seconds */
    double cutting;   /* seconds, analysing included */
} totals;

static nh_status measure(const nh_article *article, nh_analyzer *analyzer,
                         nh_cutter *cutter, totals *sum)
{
    const nh_cut_text text = {.headline = article->headline, .text = article->text};
    nh_tokens tokens = {0};
    nh_cut cut = {0};
    double begin = now();
    nh_status st = nh_analyzer_run(analyzer, article->text, 0, &tokens, NULL);

    sum->analysing += now() - begin;
    begin = now();
    if (st == NH_OK)
        st = nh_cut_article(cutter, &text, &cut, NULL);
    sum->cutting += now() - begin;
    sum->bytes += article->text.len;
    sum->tokens += cut.n_tokens;
    sum->passages += cut.n_passages;
    return st;
}

int main(int argc, char **argv)
{
    const nh_analysis analysis = {
        .profile = NH_PROFILE_NEWS, .language = NH_STR("en"), .stemmer = NH_STR("english")};
    const nh_passage_rule rule = {.min = 40, .target = 90, .max = 160};
    totals sum = {0};
    nh_analyzer *analyzer = NULL;
    nh_cutter *cutter = NULL;
    nh_corpus *corpus = NULL;
    const nh_article *article = NULL;
    nh_status st = nh_corpus_open((const char *const *)(argv + 1), (size_t)(argc - 1), NULL,
                                  &corpus, NULL);

    if (st == NH_OK)
        st = nh_analyzer_new(NULL, &analysis, &analyzer, NULL);
    if (st == NH_OK)
        st = nh_cutter_new(NULL, &rule, analyzer, &cutter, NULL);
    while (st == NH_OK) {
        st = nh_corpus_next(corpus, &article, NULL);
        if (st != NH_OK || article == NULL)
            break;
        st = measure(article, analyzer, cutter, &sum);
    }
    printf("text_bytes,tokens,passages,analysing_s,cutting_s,cut_mb_per_s\n");
    printf("%llu,%llu,%llu,%.3f,%.3f,%.1f\n", (unsigned long long)sum.bytes,
           (unsigned long long)sum.tokens, (unsigned long long)sum.passages, sum.analysing,
           sum.cutting, (double)sum.bytes / 1e6 / sum.cutting);
    nh_cutter_free(cutter);
    nh_analyzer_free(analyzer);
    nh_corpus_close(corpus);
    return st == NH_OK ? 0 : 1;
}
