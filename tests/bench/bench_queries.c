/*
 * tests/bench/bench_queries.c - what queries of a file cost, each from its text to its hits.
 *
 *     bench_queries INDEX FILE [LIMIT]
 *
 * FILE has one query a line, taken literally. Each is run once untimed and once timed. The
 * row says how many there were, and mean, p50, p90, p99 and the largest in microseconds.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "newshound/searcher.h"

#define QUERIES_MAX 100000u

static double microseconds(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int compare_times(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* One query, parsed and answered; the matching articles go to *found. */
static nh_status ask(nh_reader *reader, nh_searcher *searcher, const char *text,
                     uint64_t *found, nh_error *err)
{
    const nh_query_options parsing = {.size = sizeof parsing, .raw = true};
    const nh_search_options options = {.size = sizeof options, .match = NH_MATCH_ANY};
    nh_results_facts facts = {.size = sizeof facts};
    nh_query *query = NULL;
    nh_results *results = NULL;
    nh_status st = nh_query_parse(reader, text, strlen(text), &parsing, &query, err);

    if (st == NH_OK)
        st = nh_search(searcher, query, &options, &results, err);
    if (st == NH_OK) {
        nh_results_facts_get(results, &facts);
        *found += facts.articles;
    }
    nh_results_free(results);
    nh_query_free(query);
    return st;
}

/* What was measured. */
typedef struct sample {
    double *times; /* microseconds, QUERIES_MAX of room */
    size_t n;
    uint64_t found;
} sample;

static nh_status run(FILE *file, size_t limit, nh_reader *reader, nh_searcher *searcher,
                     sample *out)
{
    char line[4096];
    nh_error err = {0};
    nh_status st = NH_OK;

    while (st == NH_OK && out->n < limit && fgets(line, sizeof line, file) != NULL) {
        uint64_t warm = 0;

        line[strcspn(line, "\r\n")] = '\0';
        st = ask(reader, searcher, line, &warm, &err);
        const double began = microseconds();

        if (st == NH_OK)
            st = ask(reader, searcher, line, &out->found, &err);
        out->times[out->n++] = microseconds() - began;
    }
    if (st != NH_OK)
        fprintf(stderr, "bench_queries: %s: %s\n", err.where, err.what);
    return st;
}

static void print_row(const sample *s)
{
    double *times = s->times;
    const size_t n = s->n;
    double sum = 0;

    qsort(times, n, sizeof *times, compare_times);
    for (size_t i = 0; i < n; i++)
        sum += times[i];
    if (n > 0)
        printf("queries,found,mean_us,p50_us,p90_us,p99_us,max_us\n%zu,%" PRIu64
               ",%.1f,%.1f,%.1f,%.1f,%.1f\n",
               n, s->found, sum / (double)n, times[n / 2], times[n * 9 / 10],
               times[n * 99 / 100], times[n - 1]);
}

int main(int argc, char **argv)
{
    const size_t asked = argc > 3 ? (size_t)strtoull(argv[3], NULL, 10) : QUERIES_MAX;
    nh_error err = {0};
    nh_reader *reader = NULL;
    nh_searcher *searcher = NULL;
    sample s = {.times = calloc(QUERIES_MAX, sizeof(double))};
    FILE *file = argc > 2 ? fopen(argv[2], "r") : NULL;
    nh_status st = NH_E_ARG;

    if (file != NULL && s.times != NULL)
        st = nh_reader_open(argv[1], NULL, &reader, &err);
    if (st == NH_OK)
        st = nh_searcher_new(reader, &searcher, &err);
    if (st == NH_OK)
        st = run(file, asked < QUERIES_MAX ? asked : QUERIES_MAX, reader, searcher, &s);
    if (st == NH_OK)
        print_row(&s);
    else
        fprintf(stderr, "usage: bench_queries INDEX FILE [LIMIT] %s\n", err.what);
    nh_searcher_free(searcher);
    nh_reader_close(reader);
    if (file != NULL)
        fclose(file);
    free(s.times);
    return st == NH_OK ? 0 : 1;
}
