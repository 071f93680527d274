/* searcher/commands/search_command.c - nh-search INDEX QUERY...: one question, answered. */
#include <stdio.h>
#include <time.h>

#include "common/base/str.h"
#include "searcher/commands/output.h"
#include "searcher/commands/search_settings.h"

static double milliseconds(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The words behind the index, with blanks between: several need no outer quotes. */
static nh_status join_query(nh_search_settings *set, char **words, int n, nh_error *err)
{
    if (set->given_query != NULL)
        nh_buf_text(&set->text, nh_str_of(set->given_query));
    for (int i = 0; i < n; i++)
        nh_buf_print(&set->text, "%s%s", set->text.size > 0 ? " " : "", words[i]);
    return nh_buf_status(&set->text, err, "the query");
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

static nh_status search(nh_search_settings *set, const char *path, bool *found,
                        nh_error *err)
{
    const nh_str text = nh_buf_str(&set->text);
    const nh_reader_options how = {.size = sizeof how, .previous = set->choice.previous};
    const double started = milliseconds();
    nh_results_facts facts = {.size = sizeof facts};
    nh_reader *reader = NULL;
    nh_query *query = NULL;
    nh_searcher *searcher = NULL;
    nh_results *results = NULL;
    nh_status st = nh_reader_open(path, &how, &reader, err);

    if (st == NH_OK)
        st = nh_query_parse(reader, text.ptr, text.len, &set->choice.query, &query, err);
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

static int run(nh_search_settings *set, char **argv, int words)
{
    nh_error err = {0};
    bool found = false;
    nh_status st = join_query(set, argv + 1, words - 1, &err);

    if (st == NH_OK)
        st = nh_search_settings_complete(set, &err);
    if (st == NH_OK)
        st = search(set, argv[0], &found, &err);
    nh_buf_free(&set->text);
    if (st != NH_OK)
        return nh_program_complain(NH_SEARCH_NAME, &err);
    return found ? NH_EXIT_OK : NH_EXIT_NOTHING;
}

int nh_verb_search(int argc, char **argv)
{
    nh_search_settings set;
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_search_settings_read(&set, argc, argv, &words, &exit_code))
        return exit_code;
    if (words < 2 && set.given_query == NULL) {
        fprintf(stderr, "usage: nh-search [OPTION]... INDEX QUERY...\n");
        return NH_EXIT_USAGE;
    }
    return run(&set, argv, words);
}
