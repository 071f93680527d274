/*
 * tests/bench/bench_inversion.c - articles into a run in memory, and the run into a segment file: bench_inversion PATH...
 *
 * Reading and parsing are not timed. The run is flushed to the current directory, and the file
 * removed again.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "indexer/invert/run_files.h"
#include "indexer/settings.h"
#include "newshound/corpus.h"
#include "tests/bench/rows.h"

#define MEMORY ((size_t)2 << 30)

/* What is measured. */
typedef struct inversion {
    nh_run *run;
    nh_run_files files;
    double adding, flushing; /* seconds                     */
    uint64_t bytes;          /* of headlines and texts      */
} inversion;

static nh_status flush(inversion *x, nh_error *err)
{
    const double start = bench_seconds();
    const nh_status st = nh_run_files_flush(&x->files, &x->run, 1, false, err);

    x->flushing += bench_seconds() - start;
    return st;
}

static nh_status add(inversion *x, const nh_article *article, nh_error *err)
{
    double start = bench_seconds();
    bool full = false;
    nh_status st = nh_run_add(x->run, article, 0, &full, err);

    x->adding += bench_seconds() - start;
    if (st == NH_OK && full) {
        st = flush(x, err);
        start = bench_seconds();
        if (st == NH_OK)
            st = nh_run_add(x->run, article, 0, &full, err);
        x->adding += bench_seconds() - start;
    }
    x->bytes += article->text.len + article->headline.len;
    return st == NH_E_REFUSED || st == NH_E_LIMIT ? NH_OK : st;
}

static nh_status invert(inversion *x, nh_corpus *corpus, nh_error *err)
{
    const nh_article *article = NULL;
    nh_status st;

    while ((st = nh_corpus_next(corpus, &article, err)) == NH_OK && article != NULL)
        if ((st = add(x, article, err)) != NH_OK)
            return st;
    return st == NH_OK && nh_run_articles(x->run) > 0 ? flush(x, err) : st;
}

int main(int argc, char **argv)
{
    inversion x = {0};
    nh_chosen chosen;
    nh_corpus *corpus = NULL;
    nh_error err = {0};
    const int dir = open(".", O_RDONLY | O_DIRECTORY);
    nh_status st = nh_chosen_read(NULL, &chosen, &err);

    nh_run_files_init(&x.files, nh_env_system(), dir);
    if (st == NH_OK)
        st = nh_run_new(nh_env_system(), dir, &chosen.settings, MEMORY, &x.run, &err);
    if (st == NH_OK)
        st = nh_corpus_open((const char *const *)(argv + 1), (size_t)(argc - 1), NULL,
                            &corpus, &err);
    if (st == NH_OK)
        st = invert(&x, corpus, &err);
    if (st == NH_OK) {
        bench_row("inversion", "articles into a run", (double)x.bytes / 1e6 / x.adding,
                  "MB/s");
        bench_row("inversion", "a run into a segment", (double)x.bytes / 1e6 / x.flushing,
                  "MB/s");
    } else {
        fprintf(stderr, "bench_inversion: %s: %s\n", err.where, err.what);
    }
    nh_corpus_close(corpus);
    nh_run_free(x.run);
    nh_run_files_close(&x.files);
    close(dir);
    return st == NH_OK ? 0 : 1;
}
