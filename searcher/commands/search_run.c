/* searcher/commands/search_run.c - a question put to an index, and the answer shown. */
#include <stdio.h>
#include <time.h>

#include "searcher/commands/output/output.h"
#include "searcher/commands/search_settings.h"

static double milliseconds(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* What the query's writer should know beside the answer. */
static void print_warnings(const nh_search_settings *set, const nh_query *q,
                           const nh_results *res)
{
    nh_results_facts facts = {.size = sizeof facts};
    const uint64_t skip = set->choice.search.skip;

    nh_output_warnings(nh_buf_str(&set->text), q, res);
    nh_results_facts_get(res, &facts);
    if (set->list && set->choice.search.limit + skip == NH_MOST_HITS &&
        facts.articles > NH_MOST_HITS)
        fprintf(stderr, NH_SEARCH_NAME ": the list ends after %u hits\n", NH_MOST_HITS);
}

static nh_status print_results(nh_search_settings *set, const nh_query *q,
                               const nh_results *res, nh_error *err)
{
    if (set->output.form != NH_OUTPUT_NOTHING)
        print_warnings(set, q, res);
    return nh_output_results(&set->output, q, res, err);
}

static nh_status search(nh_search_settings *set, const char *path, nh_search_ask *ask,
                        bool *found, nh_error *err)
{
    nh_program_io io;
    const nh_reader_options how = {
        .size = sizeof how, .env = nh_program_env(&io), .previous = set->choice.previous};
    const double started = milliseconds();
    nh_results_facts facts = {.size = sizeof facts};
    nh_reader *reader = NULL;
    nh_query *query = NULL;
    nh_searcher *searcher = NULL;
    nh_results *results = NULL;
    nh_status st = nh_reader_open(path, &how, &reader, err);

    if (st == NH_OK)
        st = ask(reader, set, &query, err);
    if (st == NH_OK)
        st = nh_searcher_new(reader, &searcher, err);
    if (st == NH_OK)
        st = nh_search(searcher, query, &set->choice.search, &results, err);
    if (st == NH_OK) {
        set->output.render.milliseconds = milliseconds() - started;
        nh_results_facts_get(results, &facts);
        *found = facts.articles > 0;
        st = print_results(set, query, results, err);
    }
    nh_results_free(results);
    nh_searcher_free(searcher);
    nh_query_free(query);
    nh_reader_close(reader);
    return st;
}

int nh_search_run(nh_search_settings *set, const char *path, nh_search_ask *ask)
{
    nh_error err = {0};
    bool found = false;
    int exit_code = NH_EXIT_OK;
    nh_status st = nh_buf_status(&set->text, &err, "the query");

    if (st == NH_OK)
        st = nh_search_settings_complete(set, &err);
    if (st == NH_OK)
        st = search(set, path, ask, &found, &err);
    if (st != NH_OK)
        exit_code = nh_output_refused(nh_buf_str(&set->text), &err);
    nh_buf_free(&set->text);
    if (st != NH_OK)
        return set->missing ? NH_EXIT_NOTHING : exit_code;
    return found ? NH_EXIT_OK : NH_EXIT_NOTHING;
}
