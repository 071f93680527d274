/* tests/bench/bench_passages.c - what cutting costs beside analysing: bench_passages PATH... */
#include "common/base/str.h"
#include "common/text/passages/passages.h"
#include "newshound/corpus.h"
#include "tests/bench/rows.h"

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
    double begin = bench_seconds();
    nh_status st = nh_analyzer_run(analyzer, article->text, 0, &tokens, NULL);

    sum->analysing += bench_seconds() - begin;
    begin = bench_seconds();
    if (st == NH_OK)
        st = nh_cut_article(cutter, &text, &cut, NULL);
    sum->cutting += bench_seconds() - begin;
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
    bench_row("passages", "analysed alone", (double)sum.bytes / 1e6 / sum.analysing,
              "MB/s");
    bench_row("passages", "analysed and cut", (double)sum.bytes / 1e6 / sum.cutting,
              "MB/s");
    bench_row("passages", "words of a passage", (double)sum.tokens / (double)sum.passages,
              "words");
    nh_cutter_free(cutter);
    nh_analyzer_free(analyzer);
    nh_corpus_close(corpus);
    return st == NH_OK ? 0 : 1;
}
