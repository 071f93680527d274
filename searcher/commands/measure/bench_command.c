/* searcher/commands/measure/bench_command.c - nh-search bench INDEX FILE...: what questions cost. */
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/program/program.h"
#include "common/base/threads.h"
#include "searcher/commands/measure/bench_report.h"
#include "searcher/commands/search_choice.h"
#include "searcher/commands/search_verbs.h"

#define ROUNDS_MAX 10000u

/* What the command line asked for. */
typedef struct settings {
    nh_search_choice choice;
    nh_topics_options topics;
    uint64_t in, warm, rounds, threads, worst;
    bool ids_only, json, help;
    char **files; /* behind the index */
    size_t n_files;
} settings;

/* What one call works with; zeroed at first, closed by end(). */
typedef struct bench {
    nh_reader *reader;
    nh_topics *topics;
    nh_bench_questions questions;
    nh_bench_times times;
    unsigned threads; /* as many as there are questions, at most */
    double throughput[NH_THREADS_BESIDE];
} bench;

static nh_status check_number(const char *option, uint64_t value, uint64_t least,
                              uint64_t most, nh_error *err)
{
    if (value >= least && value <= most)
        return NH_OK;
    return nh_fail(err, NH_E_ARG, option, NH_NO_OFFSET,
                   "must be from %" PRIu64 " to %" PRIu64, least, most);
}

static nh_status check(settings *set, nh_error *err)
{
    nh_search_options *search = &set->choice.search;
    nh_status st = nh_search_choice_complete(&set->choice, err);

    if (st == NH_OK)
        st = nh_program_stdin_once((const char *const *)set->files, set->n_files, err);
    if (st == NH_OK)
        st = check_number("--rounds", set->rounds, 1, ROUNDS_MAX, err);
    if (st == NH_OK)
        st = check_number("--warm", set->warm, 0, ROUNDS_MAX, err);
    if (st == NH_OK)
        st = nh_threads_choose(&set->threads, NH_THREADS_BESIDE, err);
    if (search->limit == 0)
        search->count_only = true;
    if (search->limit == NH_LIMIT_NOT_GIVEN)
        search->limit = 0; /* the library's */
    search->ids_only = set->ids_only;
    search->stop = nh_program_stop();
    set->topics.size = sizeof set->topics;
    set->topics.format = (nh_topic_format)set->in;
    set->topics.stop = nh_program_stop();
    return st;
}

static nh_status read_questions(const settings *set, bench *b, nh_error *err)
{
    nh_status st = nh_topics_open((const char *const *)set->files, set->n_files,
                                  &set->topics, &b->topics, err);

    if (st == NH_OK)
        st = nh_bench_questions_read(b->topics, &b->questions, err);
    if (st == NH_OK && b->questions.count == 0)
        st = nh_fail(err, NH_E_REFUSED, set->files[0], NH_NO_OFFSET, "holds no question");
    return st;
}

static nh_status print(const settings *set, const nh_bench_work *work, const bench *b,
                       nh_error *err)
{
    const nh_bench_report report = {
        .work = work,
        .times = &b->times,
        .warm = set->warm,
        .rounds = set->rounds,
        .throughput = b->throughput,
        .threads = b->threads,
        .worst = set->worst,
        .timed = set->ids_only ? "parsing, searching, ids of hits; not rendering them"
                               : "parsing, searching, texts of hits; not rendering them"};
    nh_buffer out = {0};
    const nh_status st = set->json ? nh_bench_report_json(&report, &out, err)
                                   : nh_bench_report_text(&report, &out, err);

    if (st == NH_OK)
        fwrite(out.bytes, 1, out.size, stdout);
    nh_buf_free(&out);
    return st;
}

static nh_status run(const settings *set, const char *index, bench *b, nh_error *err)
{
    const nh_reader_options how = {.size = sizeof how, .previous = set->choice.previous};
    nh_bench_work work = {.questions = &b->questions,
                          .query = &set->choice.query,
                          .search = &set->choice.search};
    nh_status st = read_questions(set, b, err);

    b->threads = set->threads < b->questions.count ? (unsigned)set->threads
                                                   : (unsigned)b->questions.count;
    if (st == NH_OK)
        st = nh_reader_open(index, &how, &b->reader, err);
    work.reader = b->reader;
    if (st == NH_OK)
        st = nh_bench_rounds(&work, set->warm, set->rounds, &b->times, err);
    for (unsigned n = 1; st == NH_OK && n <= b->threads; n++)
        st = nh_bench_throughput(&work, &b->times, n, set->rounds, &b->throughput[n - 1],
                                 err);
    return st == NH_OK ? print(set, &work, b, err) : st;
}

static void end(bench *b)
{
    nh_bench_times_free(&b->times);
    nh_bench_questions_close(&b->questions);
    nh_topics_close(b->topics);
    nh_reader_close(b->reader);
}

/* What went wrong with questions is told, and makes the exit code. */
static int finish(const bench *b)
{
    if (b->times.failed > 0) {
        fprintf(stderr, NH_SEARCH_NAME ": questions that failed: %zu; the last one:\n",
                b->times.failed);
        return nh_program_complain(NH_SEARCH_NAME, &b->times.error);
    }
    return b->questions.refused > 0 ? NH_EXIT_REFUSED : NH_EXIT_OK;
}

static const char examples[] =
    "  nh-search bench news.idx queries.txt\n"
    "  nh-search bench --raw --match any --ids-only --threads 1 news.idx topics.tsv\n"
    "  nh-search bench --rounds 3 --worst 0 --json news.idx queries.txt\n";

static size_t list_bench(settings *set, nh_option *out)
{
    const nh_option rows[] = {
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "What is measured:"},
        {"rounds", 0, NH_OPT_COUNT, &set->rounds, "N", "timed, over all questions [5]"},
        {"warm", 0, NH_OPT_COUNT, &set->warm, "N", "rounds before them [1]"},
        {"threads", 0, NH_OPT_COUNT, &set->threads, "N",
         "questions a second by 1, 2, ... N, at most 256 and one a question [0: all cores]"},
        {"ids-only", 0, NH_OPT_FLAG, &set->ids_only, NULL,
         "hits without their texts, as a TREC run has them"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "The questions (- is standard input):"},
        {"in", 0, NH_OPT_CHOICE, &set->in, "auto|trec|tsv|jsonl|csv|lines",
         "their format; trec: SGML, XML, background linking [auto: by content]"},
        {"topic-field", 0, NH_OPT_TEXT, &set->topics.fields, "NAME",
         "the question: title+desc; query of JSON and CSV [title]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How it is shown:"},
        {"worst", 0, NH_OPT_COUNT, &set->worst, "N", "slowest questions to name [10]"},
        {"json", 0, NH_OPT_FLAG, &set->json, NULL, "one JSON object"},
        {"help", 'h', NH_OPT_FLAG, &set->help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };

    memcpy(out, rows, sizeof rows);
    return sizeof rows / sizeof *rows;
}

int nh_verb_bench(int argc, char **argv)
{
    settings set = {
        .choice = nh_search_choice_defaults(), .warm = 1, .rounds = 5, .worst = 10};
    const nh_verb_form form = {NH_SEARCH_NAME, "nh-search bench [OPTION]... INDEX FILE...",
                               2, INT_MAX, &set.help};
    nh_option table[4 * NH_SEARCH_CHOICE_ROWS];
    bench b = {0};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;
    size_t n = nh_search_choice_found(&set.choice, table);
    nh_status st;

    n += nh_search_choice_order(&set.choice, "hits of each question [10]", table + n);
    list_bench(&set, table + n);
    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    set.files = argv + 1;
    set.n_files = (size_t)words - 1;
    st = check(&set, &err);
    if (st == NH_OK)
        st = run(&set, argv[0], &b, &err);
    exit_code = st == NH_OK ? finish(&b) : nh_program_complain(NH_SEARCH_NAME, &err);
    end(&b);
    return exit_code;
}
