/*
 * tests/bench/bench_index.c - how fast articles become an index: bench_index DIR MEGABYTES THREADS FILES...
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "newshound/indexer.h"

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static nh_status add_all(nh_writer *w, nh_corpus *corpus, unsigned *refused, nh_error *err)
{
    const nh_article *article;
    nh_status st;

    while ((st = nh_corpus_next(corpus, &article, err)) == NH_OK && article != NULL) {
        st = nh_writer_add(w, article, err);
        if (st == NH_E_REFUSED || st == NH_E_LIMIT)
            ++*refused;
        else if (st != NH_OK)
            return st;
    }
    return st;
}

static void report(const nh_commit_facts *f, unsigned refused, double added, double all)
{
    struct rusage use;
    const double mb = (double)f->added_bytes / 1e6;

    getrusage(RUSAGE_SELF, &use);
    printf("%llu articles, %llu passages, %llu words, %u refused\n",
           (unsigned long long)f->added_articles, (unsigned long long)f->added_passages,
           (unsigned long long)f->added_tokens, refused);
    printf("%.1f MB of text in %.2f s (add %.2f, commit %.2f): %.1f MB/s; CPU %.2f s\n", mb,
           all, added, all - added, mb / all,
           (double)use.ru_utime.tv_sec + (double)use.ru_utime.tv_usec / 1e6 +
               (double)use.ru_stime.tv_sec + (double)use.ru_stime.tv_usec / 1e6);
    printf("index %.1f MB, %.1f %% of the text; peak memory %.1f MiB\n",
           (double)f->bytes / 1e6, 100.0 * (double)f->bytes / (double)f->added_bytes,
           (double)use.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
    nh_writer_options options = {.size = sizeof options};
    nh_writer *w = NULL;
    nh_corpus *corpus = NULL;
    nh_commit_facts facts = {.size = sizeof facts};
    nh_error err = {0};
    unsigned refused = 0;
    double start = seconds();
    double added;
    nh_status st;

    if (argc < 5) {
        fprintf(stderr, "usage: bench_index DIR MEGABYTES THREADS FILES...\n");
        return 2;
    }
    options.memory = strtoull(argv[2], NULL, 10) << 20;
    options.threads = (unsigned)strtoul(argv[3], NULL, 10);
    st = nh_writer_open(argv[1], &options, &w, &err);
    if (st == NH_OK)
        st = nh_corpus_open((const char *const *)(argv + 4), (size_t)(argc - 4), NULL,
                            &corpus, &err);
    if (st == NH_OK)
        st = add_all(w, corpus, &refused, &err);
    added = seconds() - start;
    if (st == NH_OK)
        st = nh_writer_commit(w, &facts, &err);
    if (st == NH_OK)
        report(&facts, refused, added, seconds() - start);
    else
        fprintf(stderr, "%s: %s: %s\n", nh_status_text(st), err.where, err.what);
    nh_corpus_close(corpus);
    nh_writer_close(w);
    return st == NH_OK ? 0 : 1;
}
