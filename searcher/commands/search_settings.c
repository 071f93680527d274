/* searcher/commands/search_settings.c - the options of a search: read, checked, completed. */
#include "searcher/commands/search_settings.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/str.h"

#define SHOWN_BYTES 300u /* of a passage, for a person */
#define NOT_GIVEN UINT64_MAX

static void choose_form(nh_search_settings *set)
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
    o->width = set->width > 0 ? (unsigned)set->width : nh_program_width(STDOUT_FILENO);
    o->render = (nh_render_options){.size = sizeof o->render,
                                    .query = nh_buf_str(&set->text),
                                    .qid = nh_str_of(set->qid),
                                    .tag = nh_str_of(set->tag),
                                    .scores = (nh_run_scores)set->scores,
                                    .first_rank = set->search.skip + 1,
                                    .by_passage = set->by == NH_BY_PASSAGE,
                                    .explain = set->search.explain,
                                    .header = true};
}

/* At most one way to show hits: two of them are a slip that scripts should hear of. */
static nh_status check_forms(const nh_search_settings *set, nh_error *err)
{
    const bool json = set->json || set->form == NH_OUTPUT_JSON;
    const bool tsv = set->tsv || set->form == NH_OUTPUT_TSV;
    const bool other = set->form >= NH_OUTPUT_TREC;
    const int forms = json + tsv + other + set->list + set->count;

    if (forms > 1)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "--json, --tsv, --format, -l and -c exclude each other");
    return NH_OK;
}

/* Numbers as they were typed, before any of them is cut to the width of its field. */
static nh_status check_numbers(const nh_search_settings *set, nh_error *err)
{
    const struct {
        const char *option;
        uint64_t value, least, most;
    } rows[] = {
        {"-n", set->search.limit == NOT_GIVEN ? 0 : set->search.limit, 0, NH_MOST_HITS},
        {"--skip", set->search.skip, 0, NH_MOST_HITS - 1},
        {"--passages", set->passages, 1, 1000},
        {"--min-hits", set->min_hits, 1, UINT32_MAX},
        {"--width", set->width, 0, 1000},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].value < rows[i].least || rows[i].value > rows[i].most)
            return nh_fail(err, NH_E_ARG, rows[i].option, NH_NO_OFFSET,
                           "must be from %" PRIu64 " to %" PRIu64, rows[i].least,
                           rows[i].most);
    if (set->search.skip + rows[0].value > NH_MOST_HITS)
        return nh_fail(err, NH_E_ARG, "-n", NH_NO_OFFSET,
                       "must be at most %u together with --skip", NH_MOST_HITS);
    if (!isnan(set->k1) && !(set->k1 >= 0 && set->k1 <= 100))
        return nh_fail(err, NH_E_ARG, "--k1", NH_NO_OFFSET, "must be from 0 to 100");
    if (!isnan(set->b) && !(set->b >= 0 && set->b <= 1))
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

static nh_status read_now(nh_search_settings *set, nh_error *err)
{
    nh_date now = {0};

    if (set->now == NULL)
        return NH_OK;
    if (!nh_date_parse(nh_str_of(set->now), &now))
        return nh_fail(err, NH_E_ARG, "--now", NH_NO_OFFSET, "\"%.40s\" is no date",
                       set->now);
    set->query.has_now = true;
    set->query.now = now.seconds;
    return NH_OK;
}

static nh_status check(nh_search_settings *set, nh_error *err)
{
    nh_status st = check_forms(set, err);

    if (st == NH_OK)
        st = check_numbers(set, err);
    if (st == NH_OK)
        st = check_language(set->query.language, err);
    return st == NH_OK ? read_now(set, err) : st;
}

/* A list of paths goes on to its end; what people look at ends early. */
static uint64_t default_limit(const nh_search_settings *set)
{
    return set->list ? NH_MOST_HITS - set->search.skip : 10;
}

static void complete(nh_search_settings *set)
{
    nh_search_options *s = &set->search;

    choose_form(set);
    if (s->limit == NOT_GIVEN)
        s->limit = default_limit(set);
    s->by = (nh_by)set->by;
    s->match = (nh_match)set->match;
    s->sort = (nh_sort)set->sort;
    s->rank = (nh_rank)set->rank;
    s->passages = (uint32_t)set->passages;
    s->min_hits = (uint32_t)set->min_hits;
    s->has_k1 = !isnan(set->k1);
    s->has_b = !isnan(set->b);
    s->k1 = set->k1;
    s->b = set->b;
    s->stop = nh_program_stop();
    s->count_only = s->limit == 0 || set->output.form == NH_OUTPUT_COUNT ||
                    set->output.form == NH_OUTPUT_NOTHING;
    s->no_text = set->output.form == NH_OUTPUT_PATHS || set->output.form == NH_OUTPUT_TREC;
    s->ties_by_id = set->output.form == NH_OUTPUT_TREC;
    s->snippet = !set->full && (set->output.form == NH_OUTPUT_HUMAN ||
                                set->output.form == NH_OUTPUT_HTML)
                     ? SHOWN_BYTES
                     : 0;
}

nh_status nh_search_settings_complete(nh_search_settings *set, nh_error *err)
{
    const nh_status st = check(set, err);

    if (st == NH_OK)
        complete(set);
    return st;
}

static const char usage[] = "nh-search [OPTION]... INDEX QUERY...";

static const char examples[] =
    "  nh-search news.idx golan heights             # both words, whatever their endings\n"
    "  nh-search news.idx '\"Golan Heights\" -wine'   # the phrase, as written\n"
    "  nh-search news.idx '=Barrack date:2025-06'   # of June, and without the barracks\n"
    "  nh-search --json -n 3 news.idx envoy\n"
    "  nh-search -l news.idx title:golan            # only the paths\n"
    "  nh-search -q news.idx nosuchword             # is there any? (exit 1)\n";

static nh_search_settings defaults(void)
{
    return (nh_search_settings){
        .query = {.size = sizeof(nh_query_options)},
        .search = {.size = sizeof(nh_search_options), .limit = NOT_GIVEN},
        .passages = 1,
        .min_hits = 10,
        .k1 = (double)NAN,
        .b = (double)NAN};
}

bool nh_search_settings_read(nh_search_settings *set, int argc, char **argv, int *words,
                             int *exit_code)
{
    const nh_option table[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is found:"},
        {"match", 0, NH_OPT_CHOICE, &set->match, "auto|all|any",
         "of bare words: all; all, or any if few articles have all [auto]"},
        {"min-hits", 0, NH_OPT_COUNT, &set->min_hits, "N", "what auto calls few [10]"},
        {"raw", 0, NH_OPT_FLAG, &set->query.raw, NULL, "no operators: all of it is text"},
        {"strict", 0, NH_OPT_FLAG, &set->query.strict, NULL,
         "refuse what is only warned of (--raw: nothing is)"},
        {"lang", 0, NH_OPT_TEXT, &set->query.language, "CODE",
         "language of the query's words"},
        {"now", 0, NH_OPT_TEXT, &set->now, "DATE", "what last:7d counts from [the clock]"},
        {"query", 0, NH_OPT_TEXT, &set->given_query, "TEXT",
         "the query, or its beginning: --query=-golan"},
        {"previous", 0, NH_OPT_FLAG, &set->previous, NULL,
         "in the commit before the last one, while it is kept"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "In what order, and how many:"},
        {NULL, 'n', NH_OPT_COUNT, &set->search.limit, "N",
         "stop after N hits [10; -l: all]"},
        {"skip", 0, NH_OPT_COUNT, &set->search.skip, "N", "pass over the first N hits"},
        {"passages", 'P', NH_OPT_COUNT, &set->passages, "N",
         "passages shown of each article, 1 to 1000 [1]"},
        {"by", 0, NH_OPT_CHOICE, &set->by, "article|passage", "what a hit is [article]"},
        {"sort", 0, NH_OPT_CHOICE, &set->sort, "score|date",
         "best or newest first [score]"},
        {"rank", 0, NH_OPT_CHOICE, &set->rank, "bm25", "the formula [bm25]"},
        {"k1", 0, NH_OPT_REAL, &set->k1, "NUMBER", "BM25's k1 [the index's]"},
        {"b", 0, NH_OPT_REAL, &set->b, "NUMBER", "BM25's b [the index's]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How it is shown:"},
        {"format", 0, NH_OPT_CHOICE, &set->form, "human|json|tsv|trec|html|csv",
         "[human; html: for a page; csv: for a spreadsheet]"},
        {"json", 0, NH_OPT_FLAG, &set->json, NULL, "one JSON object a line"},
        {"tsv", 0, NH_OPT_FLAG, &set->tsv, NULL, "tab-separated lines"},
        {"list", 'l', NH_OPT_FLAG, &set->list, NULL, "only the paths (or ids) of articles"},
        {"count", 'c', NH_OPT_FLAG, &set->count, NULL, "only how many articles match"},
        {"quiet", 'q', NH_OPT_FLAG, &set->quiet, NULL, "nothing: the exit code tells"},
        {"full", 0, NH_OPT_FLAG, &set->full, NULL,
         "human, html: whole passages, not their best part"},
        {"explain", 0, NH_OPT_FLAG, &set->search.explain, NULL,
         "human, json: where each score comes from"},
        {"color", 0, NH_OPT_CHOICE, &set->color, "auto|always|never",
         "human [auto; NO_COLOR is heeded]"},
        {"pretty", 'p', NH_OPT_FLAG, &set->pretty, NULL,
         "human: colour into a pipe: | less -R"},
        {"width", 0, NH_OPT_COUNT, &set->width, "COLUMNS",
         "human: at most 1000 [the terminal's]"},
        {"qid", 0, NH_OPT_TEXT, &set->qid, "ID", "json, csv, trec: whose hits [trec: 1]"},
        {"scores", 0, NH_OPT_CHOICE, &set->scores, "score|rank", "trec: which [score]"},
        {"tag", 0, NH_OPT_TEXT, &set->tag, "NAME", "trec: last field [newshound]"},
        {"help", 'h', NH_OPT_FLAG, &set->help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_SEARCH_NAME, usage, 1, argc, &set->help};

    *set = defaults();
    return nh_verb_begin(table, &form, argc, argv, words, exit_code);
}
