/*
 * tests/bench/bench_peer.c - queries of several kinds, timed inside the process, for side-by-side runs.
 *
 *     bench_peer INDEX QUERIES --mode tokens|text --rounds R --warm W
 *                [--ids] [--hits|--work] [--exhaustive] [--threads N]
 *
 * QUERIES holds lines "CLASS<TAB>COMMAND<TAB>QUERY". A query is words (any of them), "+a +b" (all)
 * or a phrase in quotation marks; a command is TOP_10, TOP_100, TOP_1000, TOP_10_COUNT or COUNT.
 * Timed is everything from the query's text to its ranked hits with scores: parsing, search and
 * results; their ids are read with --ids alone, as the other engines give numbers of documents.
 * A line of output is number, answer (matches for counts, hits for the others), minimum
 * and median nanoseconds; with --hits nothing is timed, and ids with scores follow; with --work,
 * posting blocks that were decoded and skipped, postings that were scored, and bytes read.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "newshound/searcher.h"
#include "searcher/searcher_state.h"

#define LINE_MOST 65536

/* A line of the file, read apart. */
typedef struct question {
    char *text; /* the query as newshound has it; owned */
    uint64_t limit;
    nh_match match;
    bool count; /* the answer is the number of matches        */
    bool only;  /* and nothing else is wanted                 */
    int64_t *times;
} question;

typedef struct session {
    nh_reader *reader;
    nh_searcher *searcher;
    question *questions;
    size_t n;
    unsigned rounds, warm, threads;
    bool hits, exhaustive, work, ids;
} session;

static int64_t nanoseconds(void)
{
    struct timespec t = {0};

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int compare_times(const void *a, const void *b)
{
    const int64_t x = *(const int64_t *)a;
    const int64_t y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* `size` zeroed bytes, or the end. */
static void *room(size_t size)
{
    void *bytes = calloc(1, size);

    if (bytes == NULL) {
        fputs("bench_peer: out of memory\n", stderr);
        exit(3);
    }
    return bytes;
}

static bool read_command(const char *command, question *q)
{
    const struct {
        const char *name;
        uint64_t limit;
        bool count, only;
    } rows[] = {{"TOP_10", 10, false, false},
                {"TOP_100", 100, false, false},
                {"TOP_1000", 1000, false, false},
                {"TOP_10_COUNT", 10, true, false},
                {"COUNT", 10, true, true}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strcmp(rows[i].name, command) != 0)
            continue;
        q->limit = rows[i].limit;
        q->count = rows[i].count;
        q->only = rows[i].only;
        return true;
    }
    return false;
}

/* "+a +b" becomes "a b", all of them; the rest stays. */
static void read_query(const char *text, size_t rounds, question *q)
{
    size_t at = 0;

    q->match = text[0] == '+' ? NH_MATCH_ALL : NH_MATCH_ANY;
    q->text = (char *)room(strlen(text) + 1);
    q->times = (int64_t *)room((rounds + 1) * sizeof *q->times);
    for (size_t i = 0; text[i] != '\0'; i++)
        if (text[i] != '+')
            q->text[at++] = text[i];
}

static bool read_questions(const char *path, session *s)
{
    FILE *file = fopen(path, "r");
    static char line[LINE_MOST];
    size_t capacity = 1024;

    s->questions = (question *)room(capacity * sizeof *s->questions);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *command = strchr(line, '\t');
        char *text = command != NULL ? strchr(command + 1, '\t') : NULL;

        line[strcspn(line, "\r\n")] = '\0';
        if (s->n == capacity) {
            question *more = (question *)room(2 * capacity * sizeof *more);

            memcpy(more, s->questions, capacity * sizeof *more);
            free(s->questions);
            s->questions = more;
            capacity *= 2;
        }
        if (text == NULL) {
            fprintf(stderr, "bench_peer: %s:%zu: not three columns\n", path, s->n + 1);
            break;
        }
        *text = '\0';
        if (!read_command(command + 1, &s->questions[s->n]))
            break;
        read_query(text + 1, s->rounds, &s->questions[s->n++]);
    }
    return file != NULL && feof(file) != 0 && fclose(file) == 0;
}

static void print_hits(const nh_results *results)
{
    nh_hit hit = {0};

    for (size_t i = 0; nh_results_hit(results, i, &hit); i++)
        printf("%s%.*s:%.6f", i > 0 ? " " : "\t", (int)hit.id.len, hit.id.ptr,
               (double)hit.score / (double)NH_SCORE_ONE);
}

/* Asks one question; *answer is what its command wants to know. */
static nh_status ask(session *s, const question *q, uint64_t *answer, bool print,
                     nh_error *err)
{
    const nh_search_options options = {.size = sizeof options,
                                       .limit = q->limit,
                                       .match = q->match,
                                       .count_only = q->only,
                                       .top_only = !q->count,
                                       .ids_only = true,
                                       .scores_only = !s->ids && !print,
                                       .threads = s->threads};
    nh_results_facts facts = {.size = sizeof facts};
    nh_query *query = NULL;
    nh_results *results = NULL;
    nh_hit hit = {0};
    nh_status st = nh_query_parse(s->reader, q->text, strlen(q->text), NULL, &query, err);

    if (st == NH_OK)
        st = nh_search(s->searcher, query, &options, &results, err);
    if (st == NH_OK) {
        nh_results_facts_get(results, &facts);
        for (size_t i = 0; nh_results_hit(results, i, &hit); i++)
            continue;
        *answer = q->count ? facts.articles : facts.hits;
        if (print && s->work)
            printf("\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64 "\t%" PRIu64, facts.work,
                   facts.skipped, facts.scored, facts.bytes);
        else if (print)
            print_hits(results);
    }
    nh_results_free(results);
    nh_query_free(query);
    return st;
}

static nh_status run_rounds(session *s, uint64_t *answers, nh_error *err)
{
    nh_status st = NH_OK;

    for (unsigned round = 0; round < s->warm + s->rounds; round++)
        for (size_t i = 0; i < s->n && st == NH_OK; i++) {
            const int64_t start = nanoseconds();

            st = ask(s, &s->questions[i], &answers[i], false, err);
            if (round >= s->warm)
                s->questions[i].times[round - s->warm] = nanoseconds() - start;
        }
    return st;
}

static nh_status run(session *s, nh_error *err)
{
    uint64_t *answers = (uint64_t *)room((s->n + 1) * sizeof *answers);
    nh_status st = s->hits ? NH_OK : run_rounds(s, answers, err);

    for (size_t i = 0; i < s->n && st == NH_OK; i++) {
        question *q = &s->questions[i];

        if (s->hits) {
            printf("%zu\t", i + 1);
            st = ask(s, q, &answers[i], false, err);
            printf("%" PRIu64, answers[i]);
            if (st == NH_OK)
                st = ask(s, q, &answers[i], true, err);
            printf("\n");
            continue;
        }
        qsort(q->times, s->rounds, sizeof *q->times, compare_times);
        printf("%zu\t%" PRIu64 "\t%" PRId64 "\t%" PRId64 "\n", i + 1, answers[i],
               q->times[0], q->times[s->rounds / 2]);
    }
    free(answers);
    return st;
}

static void read_options(int argc, char **argv, session *s)
{
    s->rounds = 5;
    s->warm = 2;
    for (int i = 3; i < argc; i++) {
        if (strcmp(argv[i], "--hits") == 0)
            s->hits = true;
        else if (strcmp(argv[i], "--work") == 0)
            s->hits = s->work = true;
        else if (strcmp(argv[i], "--ids") == 0)
            s->ids = true;
        else if (strcmp(argv[i], "--exhaustive") == 0)
            s->exhaustive = true;
        else if (strcmp(argv[i], "--rounds") == 0 && i + 1 < argc)
            s->rounds = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--warm") == 0 && i + 1 < argc)
            s->warm = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--threads") == 0 && i + 1 < argc)
            s->threads = (unsigned)strtoul(argv[++i], NULL, 10);
    }
    s->rounds = s->rounds > 0 ? s->rounds : 1;
}

int main(int argc, char **argv)
{
    session s = {0};
    nh_error err = {0};
    nh_status st = NH_OK;

    if (argc < 3) {
        fputs("usage: bench_peer INDEX QUERIES [--rounds R] [--warm W] [--ids] "
              "[--hits|--work] [--exhaustive] [--threads N]\n",
              stderr);
        return 2;
    }
    read_options(argc, argv, &s);
    if (!read_questions(argv[2], &s)) {
        fprintf(stderr, "bench_peer: cannot read %s\n", argv[2]);
        return 3;
    }
    st = nh_reader_open(argv[1], NULL, &s.reader, &err);
    if (st == NH_OK)
        st = nh_searcher_new(s.reader, &s.searcher, &err);
    if (st == NH_OK)
        s.searcher->pruner.off = s.exhaustive;
    if (st == NH_OK)
        st = run(&s, &err);
    if (st != NH_OK)
        fprintf(stderr, "bench_peer: %s: %s\n", err.where, err.what);
    nh_searcher_free(s.searcher);
    nh_reader_close(s.reader);
    for (size_t i = 0; i < s.n; i++) {
        free(s.questions[i].text);
        free(s.questions[i].times);
    }
    free(s.questions);
    return st == NH_OK ? 0 : 3;
}
