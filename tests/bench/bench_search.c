/* tests/bench/bench_search.c - the time of queries, one line of a file each, on one thread. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "newshound/searcher.h"

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* One query; its time in milliseconds, or a negative number. */
static double run(nh_reader *r, nh_searcher *s, const char *text,
                  const nh_search_options *o)
{
    const double before = seconds();
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res = NULL;
    nh_query *q = NULL;
    nh_error err = {0};
    double ms = -1;

    if (nh_query_parse(r, text, strlen(text), NULL, &q, &err) == NH_OK &&
        nh_search(s, q, o, &res, &err) == NH_OK) {
        ms = (seconds() - before) * 1e3;
        nh_results_facts_get(res, &facts);
        printf("%9.3f ms %8llu articles %8llu passages %6llu blocks  %s\n", ms,
               (unsigned long long)facts.articles, (unsigned long long)facts.passages,
               (unsigned long long)facts.work, text);
    } else {
        printf("%s: %s\n", text, err.what);
    }
    nh_results_free(res);
    nh_query_free(q);
    return ms;
}

static int run_all(nh_reader *r, nh_searcher *s, FILE *queries)
{
    const nh_search_options o = {.size = sizeof o, .no_text = true, .ids_only = true};
    char line[8192];
    double sum = 0;
    unsigned n = 0;

    while (fgets(line, sizeof line, queries) != NULL) {
        double ms;

        line[strcspn(line, "\n")] = '\0';
        ms = run(r, s, line, &o);
        sum += ms > 0 ? ms : 0;
        n++;
    }
    printf("%u queries, %.3f ms each\n", n, n > 0 ? sum / n : 0);
    return 0;
}

int main(int argc, char **argv)
{
    nh_reader *r = NULL;
    nh_searcher *s = NULL;
    nh_error err = {0};
    FILE *queries = argc > 2 ? fopen(argv[2], "r") : NULL;
    int code = 2;

    if (queries == NULL)
        fprintf(stderr, "usage: bench_search INDEX QUERIES\n");
    else if (nh_reader_open(argv[1], NULL, &r, &err) == NH_OK &&
             nh_searcher_new(r, &s, &err) == NH_OK)
        code = run_all(r, s, queries);
    else
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    nh_searcher_free(s);
    nh_reader_close(r);
    if (queries != NULL)
        fclose(queries);
    return code;
}
