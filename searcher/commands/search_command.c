/* searcher/commands/search_command.c - nh-search INDEX QUERY...: one question, answered. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/base/bytes/escape.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/passages/date.h"
#include "searcher/commands/output.h"
#include "searcher/commands/search_verbs.h"
#include "searcher/present/color.h"

#define WARNED_PLACES 32u  /* carets under a query for one kind of warning */
#define HUMAN_SNIPPET 300u /* bytes of a passage that a person is shown */

/* What the command line asked for, as the option table fills it. */
typedef struct settings {
    nh_query_options query;
    nh_search_options search;
    nh_output output;
    nh_buffer text; /* the query */
    const char *given_query;
    const char *now;
    uint64_t by, match, sort, rank, form, color;
    uint64_t passages, min_hits, width;
    double k1, b;
    bool json, tsv, list, count, quiet, pretty, full, help;
} settings;

static double milliseconds(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* The words behind the index, with blanks between: several need no outer quotes. */
static nh_status join_query(settings *set, char **words, int n, nh_error *err)
{
    if (set->given_query != NULL)
        nh_buf_text(&set->text, nh_str_of(set->given_query));
    for (int i = 0; i < n; i++)
        nh_buf_print(&set->text, "%s%s", set->text.size > 0 ? " " : "", words[i]);
    return nh_buf_status(&set->text, err, "the query");
}

static void choose_form(settings *set)
{
    nh_output *o = &set->output;

    o->form = (nh_output_form)set->form;
    if (set->json)
        o->form = NH_OUTPUT_JSON;
    if (set->tsv)
        o->form = NH_OUTPUT_TSV;
    if (set->list)
        o->form = NH_OUTPUT_PATHS;
    if (set->count)
        o->form = NH_OUTPUT_COUNT;
    if (set->quiet)
        o->form = NH_OUTPUT_NOTHING;
    o->palette = nh_color_choose(set->pretty ? NH_COLOR_ALWAYS : (nh_color_when)set->color,
                                 nh_program_is_terminal(STDOUT_FILENO), getenv("NO_COLOR"));
    o->width = set->width > 0 ? (unsigned)(set->width < 1000 ? set->width : 1000)
                              : nh_program_width(STDOUT_FILENO);
    o->by_passage = set->by == NH_BY_PASSAGE;
    o->explain = set->search.explain;
    o->first_rank = set->search.skip + 1;
    o->query = nh_buf_str(&set->text);
}

/* At most one way to show hits: two of them are a slip that scripts should hear of. */
static nh_status check_forms(const settings *set, nh_error *err)
{
    const bool json = set->json || set->form == NH_OUTPUT_JSON;
    const bool tsv = set->tsv || set->form == NH_OUTPUT_TSV;
    const int forms = json + tsv + (set->form == NH_OUTPUT_TREC) + set->list + set->count;

    if (forms > 1)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "--json, --tsv, --format, -l and -c exclude each other");
    return NH_OK;
}

static nh_status complete(settings *set, nh_error *err)
{
    nh_search_options *s = &set->search;
    nh_date now = {0};
    const nh_status st = check_forms(set, err);

    if (st != NH_OK)
        return st;
    choose_form(set);
    s->by = (nh_by)set->by;
    s->match = (nh_match)set->match;
    s->sort = (nh_sort)set->sort;
    s->rank = (nh_rank)set->rank;
    s->passages = (uint32_t)(set->passages < 1000 ? set->passages : 1000);
    s->min_hits = (uint32_t)(set->min_hits < UINT32_MAX ? set->min_hits : UINT32_MAX);
    s->has_k1 = !isnan(set->k1);
    s->has_b = !isnan(set->b);
    s->k1 = set->k1;
    s->b = set->b;
    s->stop = nh_program_stop();
    s->count_only = s->limit == 0 || set->output.form == NH_OUTPUT_COUNT ||
                    set->output.form == NH_OUTPUT_NOTHING;
    s->no_text = set->output.form == NH_OUTPUT_PATHS || set->output.form == NH_OUTPUT_TREC;
    s->ties_by_id = set->output.form == NH_OUTPUT_TREC;
    s->snippet = set->output.form == NH_OUTPUT_HUMAN && !set->full ? HUMAN_SNIPPET : 0;
    if (set->now == NULL)
        return NH_OK;
    if (!nh_date_read(nh_str_of(set->now), &now))
        return nh_fail(err, NH_E_ARG, "--now", NH_NO_OFFSET, "\"%.40s\" is no date",
                       set->now);
    set->query.has_now = true;
    set->query.now = now.seconds;
    return NH_OK;
}

/* Every warning of the query and then of the results, as one list; false past the last. */
static bool warning_at(const nh_query *q, const nh_results *res, size_t i, nh_warning *out)
{
    nh_warning w = {0};
    size_t of_query = 0;

    while (nh_query_warning(q, of_query, &w))
        of_query++;
    return i < of_query ? nh_query_warning(q, i, out)
                        : nh_results_warning(res, i - of_query, out);
}

/* A caret under each of the `n` places; a column for each character, not for each byte. */
static void put_carets(nh_str query, const size_t *at, size_t n, nh_buffer *line)
{
    size_t k = 0;

    for (size_t i = 0; k < n; i++) {
        const bool inside = i < query.len && ((unsigned char)query.ptr[i] & 0xc0) == 0x80;

        if (i >= at[k]) {
            nh_buf_print(line, "^");
            while (k < n && at[k] <= i)
                k++;
        } else if (!inside) {
            nh_buf_print(line, " ");
        }
    }
}

/* "nh-search: column 7, 12: the sentence", the query, and carets below; one for all places
 * that the same sentence is about. */
static void warn(const settings *set, const nh_query *q, const nh_results *res,
                 size_t first)
{
    const nh_str query = nh_buf_str(&set->text);
    size_t at[WARNED_PLACES];
    size_t n = 0;
    nh_warning w = {0};
    nh_warning other = {0};
    nh_buffer line = {0};

    if (!warning_at(q, res, first, &w))
        return;
    for (size_t i = 0; i < first; i++)
        if (warning_at(q, res, i, &other) && nh_str_equal(other.text, w.text))
            return;
    for (size_t i = first; warning_at(q, res, i, &other) && n < WARNED_PLACES; i++)
        if (nh_str_equal(other.text, w.text))
            at[n++] = other.at < query.len ? other.at : query.len;
    nh_buf_print(&line, NH_SEARCH_NAME ": column ");
    for (size_t i = 0; i < n; i++)
        nh_buf_print(&line, "%s%zu", i > 0 ? ", " : "", at[i] + 1);
    nh_buf_print(&line, ": ");
    nh_escape_terminal(&line, w.text, false);
    nh_buf_print(&line, "\n  ");
    nh_escape_terminal(&line, query, false);
    nh_buf_print(&line, "\n  ");
    put_carets(query, at, n, &line);
    fprintf(stderr, "%.*s\n", NH_STR_ARG(nh_buf_str(&line)));
    nh_buf_free(&line);
}

static void print_warnings(const settings *set, const nh_query *q, const nh_results *res)
{
    nh_results_facts facts = {.size = sizeof facts};
    nh_warning w = {0};

    nh_results_facts_get(res, &facts);
    for (size_t i = 0; warning_at(q, res, i, &w); i++)
        warn(set, q, res, i);
    if (facts.relaxed)
        fprintf(stderr, NH_SEARCH_NAME ": few articles have all the words; "
                                       "those with any of them are shown\n");
}

static nh_status print_results(settings *set, const nh_query *q, const nh_results *res,
                               nh_error *err)
{
    nh_buffer out = {0};
    nh_status st = NH_OK;

    if (set->output.form != NH_OUTPUT_NOTHING)
        print_warnings(set, q, res);
    nh_output_results(&set->output, q, res, &out);
    st = nh_buf_status(&out, err, "the answer");
    if (st == NH_OK && out.size > 0)
        fwrite(out.bytes, 1, out.size, stdout);
    nh_buf_free(&out);
    return st;
}

static nh_status search(settings *set, const char *path, bool *found, nh_error *err)
{
    const nh_str text = nh_buf_str(&set->text);
    const double started = milliseconds();
    nh_results_facts facts = {.size = sizeof facts};
    nh_reader *reader = NULL;
    nh_query *query = NULL;
    nh_searcher *searcher = NULL;
    nh_results *results = NULL;
    nh_status st = nh_reader_open(path, NULL, &reader, err);

    if (st == NH_OK)
        st = nh_query_parse(reader, text.ptr, text.len, &set->query, &query, err);
    if (st == NH_OK)
        st = nh_searcher_new(reader, &searcher, err);
    if (st == NH_OK)
        st = nh_search(searcher, query, &set->search, &results, err);
    if (st == NH_OK) {
        set->output.milliseconds = milliseconds() - started;
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

static int run(settings *set, char **argv, int words)
{
    nh_error err = {0};
    bool found = false;
    nh_status st = join_query(set, argv + 1, words - 1, &err);

    if (st == NH_OK)
        st = complete(set, &err);
    if (st == NH_OK)
        st = search(set, argv[0], &found, &err);
    nh_buf_free(&set->text);
    if (st != NH_OK)
        return nh_program_complain(NH_SEARCH_NAME, &err);
    return found ? NH_EXIT_OK : NH_EXIT_NOTHING;
}

static settings defaults(void)
{
    return (settings){.query = {.size = sizeof(nh_query_options)},
                      .search = {.size = sizeof(nh_search_options), .limit = 10},
                      .output = {.tag = "newshound", .qid = "1"},
                      .passages = 1,
                      .min_hits = 10,
                      .k1 = (double)NAN,
                      .b = (double)NAN};
}

int nh_verb_search(int argc, char **argv)
{
    settings set = defaults();
    const nh_option table[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is found:"},
        {"match", 0, NH_OPT_CHOICE, &set.match, "auto|all|any",
         "of bare words: all; all, or any if few articles have all [auto]"},
        {"min-hits", 0, NH_OPT_COUNT, &set.min_hits, "N", "what auto calls few [10]"},
        {"raw", 0, NH_OPT_FLAG, &set.query.raw, NULL,
         "no operators: every character is text"},
        {"strict", 0, NH_OPT_FLAG, &set.query.strict, NULL,
         "refuse what is only warned of"},
        {"lang", 0, NH_OPT_TEXT, &set.query.language, "CODE",
         "language of the query's words"},
        {"now", 0, NH_OPT_TEXT, &set.now, "DATE", "what last:7d counts from [the clock]"},
        {"query", 0, NH_OPT_TEXT, &set.given_query, "TEXT",
         "a query that begins with a dash"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "In what order, and how many:"},
        {NULL, 'n', NH_OPT_COUNT, &set.search.limit, "N", "stop after N hits [10]"},
        {"skip", 0, NH_OPT_COUNT, &set.search.skip, "N", "pass over the first N hits"},
        {"passages", 'P', NH_OPT_COUNT, &set.passages, "N", "passages of each article [1]"},
        {"by", 0, NH_OPT_CHOICE, &set.by, "article|passage", "what a hit is [article]"},
        {"sort", 0, NH_OPT_CHOICE, &set.sort, "score|date", "best or newest first [score]"},
        {"rank", 0, NH_OPT_CHOICE, &set.rank, "bm25", "the formula [bm25]"},
        {"k1", 0, NH_OPT_REAL, &set.k1, "NUMBER", "BM25's k1 [the index's]"},
        {"b", 0, NH_OPT_REAL, &set.b, "NUMBER", "BM25's b [the index's]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How it is shown:"},
        {"format", 0, NH_OPT_CHOICE, &set.form, "human|json|tsv|trec", "[human]"},
        {"json", 0, NH_OPT_FLAG, &set.json, NULL, "one JSON object a line"},
        {"tsv", 0, NH_OPT_FLAG, &set.tsv, NULL, "tab-separated lines"},
        {"list", 'l', NH_OPT_FLAG, &set.list, NULL, "only the paths (or ids) of articles"},
        {"count", 'c', NH_OPT_FLAG, &set.count, NULL, "only how many articles match"},
        {"quiet", 'q', NH_OPT_FLAG, &set.quiet, NULL, "nothing: the exit code tells"},
        {"full", 0, NH_OPT_FLAG, &set.full, NULL, "whole passages, not their best part"},
        {"explain", 0, NH_OPT_FLAG, &set.search.explain, NULL,
         "where each score comes from"},
        {"color", 0, NH_OPT_CHOICE, &set.color, "auto|always|never",
         "[auto; NO_COLOR is heeded]"},
        {"pretty", 'p', NH_OPT_FLAG, &set.pretty, NULL, "colour into a pipe: | less -R"},
        {"width", 0, NH_OPT_COUNT, &set.width, "COLUMNS", "[the terminal's]"},
        {"qid", 0, NH_OPT_TEXT, &set.output.qid, "ID", "first field of --format trec [1]"},
        {"tag", 0, NH_OPT_TEXT, &set.output.tag, "NAME", "its last field [newshound]"},
        {"help", 'h', NH_OPT_FLAG, &set.help, NULL, "this text"},
        {0},
    };
    const nh_verb_form form = {NH_SEARCH_NAME, "nh-search [OPTION]... INDEX QUERY...", 1,
                               argc, &set.help};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    if (words < 2 && set.given_query == NULL) {
        fprintf(stderr, "usage: %s\n", form.usage);
        return NH_EXIT_USAGE;
    }
    return run(&set, argv, words);
}
