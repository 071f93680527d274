/* searcher/commands/search_settings.c - the options of a search: read, checked, completed. */
#include "searcher/commands/search_settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/base/threads.h"

#define SHOWN_BYTES 300u /* of a passage, for a person */

/* The words of --format are those of nh_output_form, and then "jsonl", which is "json". */
static nh_output_form form_of(const nh_search_settings *set)
{
    return set->form > NH_OUTPUT_CSV ? NH_OUTPUT_JSON : (nh_output_form)set->form;
}

/* In the order of dates, scores would contradict the ranks of a run. */
static nh_run_scores scores_of(const nh_search_settings *set)
{
    return set->choice.sort == NH_SORT_DATE ? NH_RUN_RANKS : (nh_run_scores)set->scores;
}

static void choose_form(nh_search_settings *set)
{
    nh_output *o = &set->output;

    o->form = form_of(set);
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
                                    .scores = scores_of(set),
                                    .first_rank = set->choice.search.skip + 1,
                                    .by_passage = set->choice.by == NH_BY_PASSAGE,
                                    .explain = set->choice.search.explain,
                                    .header = true};
}

/* At most one way to show hits: two of them are a slip that scripts should hear of. */
static nh_status check_forms(const nh_search_settings *set, nh_error *err)
{
    const bool json = set->json || form_of(set) == NH_OUTPUT_JSON;
    const bool tsv = set->tsv || form_of(set) == NH_OUTPUT_TSV;
    const bool other = form_of(set) >= NH_OUTPUT_TREC;
    const int forms = json + tsv + other + set->list + set->count;

    if (forms > 1)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "--json, --tsv, --format, -l and -c exclude each other");
    return NH_OK;
}

static nh_status check_width(uint64_t width, nh_error *err)
{
    if (width > 1000)
        return nh_fail(err, NH_E_ARG, "--width", NH_NO_OFFSET, "must be from 0 to 1000");
    return NH_OK;
}

/* A list of ids goes on to its end; what people look at ends early. */
static uint64_t default_limit(const nh_search_settings *set)
{
    return set->list ? NH_MOST_HITS - set->choice.search.skip : 10;
}

/* Forms that do not say how many articles match need not count them. A list that stops at the
 * most hits there can be tells whether there are more. */
static bool is_uncounted(const nh_search_settings *set)
{
    const nh_search_options *s = &set->choice.search;

    switch (set->output.form) {
    case NH_OUTPUT_TSV:
    case NH_OUTPUT_TREC:
    case NH_OUTPUT_CSV:
        return true;
    case NH_OUTPUT_PATHS:
        return s->limit + s->skip < NH_MOST_HITS;
    case NH_OUTPUT_HUMAN:
    case NH_OUTPUT_JSON:
    case NH_OUTPUT_HTML:
    case NH_OUTPUT_COUNT:
    case NH_OUTPUT_NOTHING:
        break;
    }
    return false;
}

static void complete(nh_search_settings *set)
{
    nh_search_options *s = &set->choice.search;

    choose_form(set);
    s->threads = (uint32_t)set->threads;
    if (s->limit == NH_LIMIT_NOT_GIVEN)
        s->limit = default_limit(set);
    s->count_only = s->limit == 0 || set->output.form == NH_OUTPUT_COUNT ||
                    set->output.form == NH_OUTPUT_NOTHING;
    s->no_text = set->output.form == NH_OUTPUT_PATHS || set->output.form == NH_OUTPUT_TREC;
    s->ties_by_id = set->output.form == NH_OUTPUT_TREC;
    s->top_only = is_uncounted(set);
    s->snippet = !set->full && (set->output.form == NH_OUTPUT_HUMAN ||
                                set->output.form == NH_OUTPUT_HTML)
                     ? SHOWN_BYTES
                     : 0;
}

nh_status nh_search_settings_complete(nh_search_settings *set, nh_error *err)
{
    nh_status st = check_forms(set, err);

    if (st == NH_OK)
        st = nh_search_choice_complete(&set->choice, err);
    if (st == NH_OK)
        st = check_width(set->width, err);
    if (st == NH_OK)
        st = nh_threads_choose(&set->threads, NH_THREADS_MOST, err);
    if (st == NH_OK)
        complete(set);
    return st;
}

size_t nh_search_settings_shown(nh_search_settings *set, const char *examples,
                                nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How it is shown:"},
        {"format", 0, NH_OPT_CHOICE, &set->form, "human|json|tsv|trec|html|csv|jsonl",
         "[human; html: for a page; csv: for a spreadsheet; jsonl is json]"},
        {"json", 0, NH_OPT_FLAG, &set->json, NULL, "one JSON object a line"},
        {"tsv", 0, NH_OPT_FLAG, &set->tsv, NULL, "tab-separated lines"},
        {"list", 'l', NH_OPT_FLAG, &set->list, NULL,
         "only the ids of articles: a file's is its path"},
        {"count", 'c', NH_OPT_FLAG, &set->count, NULL, "only how many articles match"},
        {"quiet", 'q', NH_OPT_FLAG, &set->quiet, NULL, "nothing: the exit code tells"},
        {"full", 0, NH_OPT_FLAG, &set->full, NULL,
         "human, html: whole passages, not their best part"},
        {"explain", 0, NH_OPT_FLAG, &set->choice.search.explain, NULL,
         "human, json: where each score comes from"},
        {"color", 0, NH_OPT_CHOICE, &set->color, "auto|always|never",
         "human [auto; NO_COLOR is heeded]"},
        {"pretty", 'p', NH_OPT_FLAG, &set->pretty, NULL,
         "human: colour into a pipe: | less -R"},
        {"width", 0, NH_OPT_COUNT, &set->width, "COLUMNS",
         "human: at most 1000 [the terminal's]"},
        {"qid", 0, NH_OPT_TEXT, &set->qid, "ID", "json, csv, trec: whose hits [trec: 1]"},
        {"scores", 0, NH_OPT_CHOICE, &set->scores, "score|rank",
         "trec: which [score; --sort date: rank]"},
        {"tag", 0, NH_OPT_TEXT, &set->tag, "NAME", "trec: last field [newshound]"},
        {"help", 'h', NH_OPT_FLAG, &set->help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

static const char usage[] = "nh-search [OPTION]... INDEX QUERY...";

static const char examples[] =
    "  nh-search news.idx golan heights             # both words, whatever their endings\n"
    "  nh-search news.idx '\"Golan Heights\" -wine'   # the phrase, as written\n"
    "  nh-search news.idx '=Barrack date:2025-06'   # of June, and without the barracks\n"
    "  nh-search --json -n 3 news.idx envoy\n"
    "  nh-search -l news.idx title:golan            # only the ids\n"
    "  nh-search -q news.idx nosuchword             # is there any? (exit 1)\n";

bool nh_search_settings_read(nh_search_settings *set, int argc, char **argv, int *words,
                             int *exit_code)
{
    nh_option table[2 * NH_SEARCH_CHOICE_ROWS + NH_SEARCH_SHOWN_ROWS + 1];
    size_t n = 0;
    const nh_verb_form form = {NH_SEARCH_NAME, usage, 1, argc, &set->help};

    *set = (nh_search_settings){.choice = nh_search_choice_defaults(), .threads = 1};
    n += nh_search_choice_found(&set->choice, table);
    table[n++] = (nh_option){.name = "query",
                             .kind = NH_OPT_TEXT,
                             .target = &set->given_query,
                             .argument = "TEXT",
                             .help = "the query, or its beginning: --query=-golan"};
    table[n++] =
        (nh_option){.name = "threads",
                    .kind = NH_OPT_COUNT,
                    .target = &set->threads,
                    .argument = "N",
                    .help = "that search several segments, at most 64; 0: all cores [1]"};
    n += nh_search_choice_order(&set->choice, "stop after N hits [10; -l: all]", table + n);
    n += nh_search_settings_shown(set, examples, table + n);
    return nh_verb_begin(table, &form, argc, argv, words, exit_code);
}
