/* searcher/commands/batch/batch_settings.c - the options of a batch: read, checked, completed. */
#include "searcher/commands/batch/batch_settings.h"

#include <limits.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/files/place.h"
#include "common/base/str.h"
#include "common/base/threads.h"
#include "searcher/commands/search_verbs.h"

static const char usage[] = "nh-search batch [OPTION]... INDEX FILE...";

static const char examples[] =
    "  nh-search batch -o run.txt news.idx topics.txt       # a TREC run of 1000 hits each\n"
    "  nh-search batch --out csv -n 3 news.idx topics.csv\n"
    "  nh-search batch --out jsonl --by passage --threads 1 news.idx topics.tsv\n"
    "  printf 'golan heights\\n\"the envoy\"\\n' | nh-search batch --in lines news.idx -\n";

/* Indices of the words of --out. */
static const nh_render_form forms[] = {NH_RENDER_TREC, NH_RENDER_JSON, NH_RENDER_CSV,
                                       NH_RENDER_JSON};

static size_t list_input(nh_batch_settings *set, nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What the files are (- is standard input):"},
        {"in", 0, NH_OPT_CHOICE, &set->in, "auto|trec|tsv|jsonl|csv|lines",
         "their format; trec: SGML, XML, background linking [auto: by content]"},
        {"topic-field", 0, NH_OPT_TEXT, &set->topics.fields, "NAME",
         "the question: title+desc; query of JSON and CSV [title]"},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

static size_t list_output(nh_batch_settings *set, nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How answers are written:"},
        {"out", 0, NH_OPT_CHOICE, &set->form, "trec|jsonl|csv|json",
         "[trec; json is jsonl]"},
        {"output", 'o', NH_OPT_TEXT, &set->out, "FILE",
         "write FILE, which appears once all is written [-: standard output]"},
        {"tag", 0, NH_OPT_TEXT, &set->tag, "NAME", "trec: last field [newshound]"},
        {"scores", 0, NH_OPT_CHOICE, &set->scores, "score|rank",
         "trec: rank for readers in single precision [score; --sort date: rank]"},
        {"explain", 0, NH_OPT_FLAG, &set->choice.search.explain, NULL,
         "jsonl: where each score comes from"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How the work is done:"},
        {"threads", 0, NH_OPT_COUNT, &set->threads, "N",
         "that search, at most 256; the answers are the same [0: all cores]"},
        {"progress", 0, NH_OPT_FLAG, &set->progress, NULL,
         "tell it on stderr, also where that is no terminal"},
        {"quiet", 'q', NH_OPT_FLAG, &set->quiet, NULL, "no progress and no summary"},
        {"help", 'h', NH_OPT_FLAG, &set->help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

/* Neither the questions nor the index may be what is written over. */
static nh_status check_files(nh_batch_settings *set, nh_error *err)
{
    if (set->out != NULL && strcmp(set->out, "-") == 0)
        set->out = NULL;
    if (set->out != NULL && set->out[0] == '\0')
        return nh_fail(err, NH_E_ARG, "-o", NH_NO_OFFSET, "needs the name of a file");
    if (set->out != NULL && nh_file_is_in(NULL, set->out, set->index))
        return nh_fail(err, NH_E_ARG, "-o", NH_NO_OFFSET,
                       "%.100s would be in the directory of the index", set->out);
    for (size_t i = 0; set->out != NULL && i < set->n_files; i++)
        if (strcmp(set->files[i], "-") != 0 &&
            nh_file_is_same(NULL, set->files[i], set->out))
            return nh_fail(err, NH_E_ARG, "-o", NH_NO_OFFSET,
                           "%.100s would be written over by its answers", set->files[i]);
    return nh_program_stdin_once(set->files, set->n_files, err);
}

static void complete(nh_batch_settings *set)
{
    nh_search_options *search = &set->choice.search;

    if (search->limit == 0)
        search->count_only = set->counts_only = true;
    if (set->choice.sort == NH_SORT_DATE) /* scores would contradict the order */
        set->scores = NH_RUN_RANKS;
    if (search->limit == NH_LIMIT_NOT_GIVEN)
        search->limit = 0; /* the library's */
    set->topics.size = sizeof set->topics;
    set->topics.format = (nh_topic_format)set->in;
    set->topics.stop = nh_program_stop();
    set->render = (nh_render_options){.size = sizeof set->render,
                                      .tag = nh_str_of(set->tag),
                                      .scores = (nh_run_scores)set->scores};
    set->batch = (nh_batch_options){.size = sizeof set->batch,
                                    .query = &set->choice.query,
                                    .search = search,
                                    .render = &set->render,
                                    .form = forms[set->form],
                                    .threads = (unsigned)set->threads,
                                    .stop = nh_program_stop()};
}

static nh_status check(nh_batch_settings *set, nh_error *err)
{
    nh_status st = nh_search_choice_complete(&set->choice, err);

    if (st == NH_OK)
        st = nh_threads_choose(&set->threads, NH_THREADS_BESIDE, err);
    if (st == NH_OK)
        st = check_files(set, err);
    if (st == NH_OK)
        complete(set);
    return st;
}

bool nh_batch_settings_read(nh_batch_settings *set, int argc, char **argv, int *exit_code)
{
    nh_option table[4 * NH_SEARCH_CHOICE_ROWS];
    const nh_verb_form form = {NH_SEARCH_NAME, usage, 2, INT_MAX, &set->help};
    nh_error err = {0};
    size_t n = 0;
    int words = 0;

    *set = (nh_batch_settings){.choice = nh_search_choice_defaults()};
    n += list_input(set, table);
    n += nh_search_choice_found(&set->choice, table + n);
    n += nh_search_choice_order(&set->choice, "stop after N hits [trec: 1000; else 10]",
                                table + n);
    n += list_output(set, table + n);
    if (!nh_verb_begin(table, &form, argc, argv, &words, exit_code))
        return false;
    set->index = argv[0];
    set->files = (const char *const *)(argv + 1);
    set->n_files = (size_t)words - 1;
    if (check(set, &err) == NH_OK)
        return true;
    *exit_code = nh_program_complain(NH_SEARCH_NAME, &err);
    return false;
}
