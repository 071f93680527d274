/* searcher/commands/search_choice.c - options that every searching verb takes: what is found, in what order. */
#include "searcher/commands/search_choice.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/program/program.h"
#include "common/base/str.h"

nh_search_choice nh_search_choice_defaults(void)
{
    return (nh_search_choice){
        .query = {.size = sizeof(nh_query_options)},
        .search = {.size = sizeof(nh_search_options), .limit = NH_LIMIT_NOT_GIVEN},
        .passages = 1,
        .min_hits = 10,
        .k1 = (double)NAN,
        .b = (double)NAN};
}

size_t nh_search_choice_found(nh_search_choice *c, nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is found:"},
        {"match", 0, NH_OPT_CHOICE, &c->match, "auto|all|any",
         "of bare words: all; all, or any if few articles have all [auto]"},
        {"min-hits", 0, NH_OPT_COUNT, &c->min_hits, "N", "what auto calls few [10]"},
        {"raw", 0, NH_OPT_FLAG, &c->query.raw, NULL, "no operators: all of it is text"},
        {"strict", 0, NH_OPT_FLAG, &c->query.strict, NULL,
         "refuse what is only warned of (--raw: nothing is)"},
        {"lang", 0, NH_OPT_TEXT, &c->query.language, "CODE",
         "language of the query's words"},
        {"now", 0, NH_OPT_TEXT, &c->now, "DATE", "what last:7d counts from [the clock]"},
        {"previous", 0, NH_OPT_FLAG, &c->previous, NULL,
         "in the commit before the last one, while it is kept"},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

size_t nh_search_choice_order(nh_search_choice *c, const char *n_help, nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "In what order, and how many:"},
        {"limit", 'n', NH_OPT_COUNT, &c->search.limit, "N", n_help},
        {"skip", 0, NH_OPT_COUNT, &c->search.skip, "N", "pass over the first N hits"},
        {"passages", 'P', NH_OPT_COUNT, &c->passages, "N",
         "passages shown of each article, 1 to 1000 [1]"},
        {"by", 0, NH_OPT_CHOICE, &c->by, "article|passage", "what a hit is [article]"},
        {"sort", 0, NH_OPT_CHOICE, &c->sort, "score|date", "best or newest first [score]"},
        {"rank", 0, NH_OPT_CHOICE, &c->rank, "bm25", "the formula [bm25]"},
        {"k1", 0, NH_OPT_REAL, &c->k1, "NUMBER", "BM25's k1 [the index's]"},
        {"b", 0, NH_OPT_REAL, &c->b, "NUMBER", "BM25's b [the index's]"},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

/* Numbers as they were typed, before any of them is cut to the width of its field. */
static nh_status check_numbers(const nh_search_choice *c, nh_error *err)
{
    const struct {
        const char *option;
        uint64_t value, least, most;
    } rows[] = {
        {"-n", c->search.limit == NH_LIMIT_NOT_GIVEN ? 0 : c->search.limit, 0,
         NH_MOST_HITS},
        {"--skip", c->search.skip, 0, NH_MOST_HITS - 1},
        {"--passages", c->passages, 1, 1000},
        {"--min-hits", c->min_hits, 1, UINT32_MAX},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].value < rows[i].least || rows[i].value > rows[i].most)
            return nh_fail(err, NH_E_ARG, rows[i].option, NH_NO_OFFSET,
                           "must be from %" PRIu64 " to %" PRIu64, rows[i].least,
                           rows[i].most);
    if (c->search.skip + rows[0].value > NH_MOST_HITS)
        return nh_fail(err, NH_E_ARG, "-n", NH_NO_OFFSET,
                       "must be at most %u together with --skip", NH_MOST_HITS);
    if (!isnan(c->k1) && !(c->k1 >= 0 && c->k1 <= 100))
        return nh_fail(err, NH_E_ARG, "--k1", NH_NO_OFFSET, "must be from 0 to 100");
    if (!isnan(c->b) && !(c->b >= 0 && c->b <= 1))
        return nh_fail(err, NH_E_ARG, "--b", NH_NO_OFFSET, "must be from 0 to 1");
    return NH_OK;
}

/* The codes that --lang takes; none that a misspelt one could be taken for. */
static nh_status check_language(const char *code, nh_error *err)
{
    if (code == NULL || nh_language_is_code(nh_str_of(code)))
        return NH_OK;
    return nh_fail(err, NH_E_ARG, "--lang", NH_NO_OFFSET,
                   "\"%.40s\" is no language code, such as de or de-CH", code);
}

static nh_status read_now(nh_search_choice *c, nh_error *err)
{
    nh_date now = {0};

    if (c->now == NULL)
        return NH_OK;
    if (!nh_date_parse(nh_str_of(c->now), &now))
        return nh_fail(err, NH_E_ARG, "--now", NH_NO_OFFSET, "\"%.40s\" is no date",
                       c->now);
    c->query.has_now = true;
    c->query.now = now.seconds;
    return NH_OK;
}

static void complete(nh_search_choice *c)
{
    nh_search_options *s = &c->search;

    s->by = (nh_by)c->by;
    s->match = (nh_match)c->match;
    s->sort = (nh_sort)c->sort;
    s->rank = (nh_rank)c->rank;
    s->passages = (uint32_t)c->passages;
    s->min_hits = (uint32_t)c->min_hits;
    s->has_k1 = !isnan(c->k1);
    s->has_b = !isnan(c->b);
    s->k1 = c->k1;
    s->b = c->b;
    s->stop = nh_program_stop();
}

nh_status nh_search_choice_complete(nh_search_choice *choice, nh_error *err)
{
    nh_status st = check_numbers(choice, err);

    if (st == NH_OK)
        st = check_language(choice->query.language, err);
    if (st == NH_OK)
        st = read_now(choice, err);
    if (st == NH_OK)
        complete(choice);
    return st;
}
