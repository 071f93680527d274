/*
 * tests/bench/bench_snippets.c - a page of ten hits with and without its text: bench_snippets INDEX QUERIES
 *
 * QUERIES has a query a line. The cost of snippets is the difference of the two.
 */
#include <stdlib.h>
#include <string.h>

#include "newshound/render.h"
#include "tests/bench/rows.h"

#define ROUNDS 3

/* Counts what is rendered, and drops it. */
static bool count_bytes(void *self, const char *bytes, size_t size)
{
    size_t *sum = self;

    (void)bytes;
    *sum += size;
    return true;
}

/* Searches and renders one query. */
static nh_status make_page(nh_reader *r, nh_searcher *s, const char *text, bool with_text,
                           size_t *bytes)
{
    const nh_search_options options = {.size = sizeof options, .ids_only = !with_text};
    const nh_sink sink = {bytes, count_bytes};
    nh_results *results = NULL;
    nh_query *q = NULL;
    nh_status st = nh_query_parse(r, text, strlen(text), NULL, &q, NULL);

    if (st == NH_OK)
        st = nh_search(s, q, &options, &results, NULL);
    if (st == NH_OK)
        st = nh_results_render(results, q, NH_RENDER_JSON, NULL, &sink, NULL);
    nh_results_free(results);
    nh_query_free(q);
    return st;
}

/* Microseconds a query, the best of several rounds; negative if a query fails. */
static double measure(nh_reader *r, nh_searcher *s, FILE *queries, bool with_text)
{
    double best = -1;

    for (unsigned round = 0; round < ROUNDS; round++) {
        char line[8192];
        double start, us;
        unsigned n = 0;
        size_t bytes = 0;

        rewind(queries);
        start = bench_seconds();
        for (; fgets(line, sizeof line, queries) != NULL; n++) {
            line[strcspn(line, "\n")] = '\0';
            if (make_page(r, s, line, with_text, &bytes) != NH_OK)
                return -1;
        }
        us = (bench_seconds() - start) * 1e6 / (n > 0 ? n : 1);
        best = best < 0 || us < best ? us : best;
    }
    return best;
}

int main(int argc, char **argv)
{
    FILE *queries = argc > 2 ? fopen(argv[2], "r") : NULL;
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_error err = {0};
    int code = 2;

    if (queries == NULL) {
        fprintf(stderr, "usage: bench_snippets INDEX QUERIES\n");
    } else if (nh_reader_open(argv[1], NULL, &r, &err) == NH_OK &&
               nh_searcher_new(r, &s, &err) == NH_OK) {
        bench_row("snippets", "ten hits without text", measure(r, s, queries, false),
                  "us/query");
        bench_row("snippets", "ten hits with text", measure(r, s, queries, true),
                  "us/query");
        code = 0;
    } else {
        fprintf(stderr, "bench_snippets: %s: %s\n", err.where, err.what);
    }
    nh_searcher_free(s);
    nh_reader_close(r);
    if (queries != NULL)
        fclose(queries);
    return code;
}
