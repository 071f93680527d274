/* searcher/commands/measure/eval_command.c - nh-search eval QRELS RUN...: how good runs are. */
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/files/place.h"
#include "common/base/str.h"
#include "searcher/commands/measure/eval_report.h"
#include "searcher/commands/search_verbs.h"

#define CONFIDENCE 0.95

/* What the command line asked for. */
typedef struct settings {
    nh_option_list names; /* of measures */
    bool per_query, complete, compare, json, tsv, help;
    uint64_t relevant;
    nh_comparison_options comparison;
} settings;

/* What one call works with; zeroed at first, closed by end(). */
typedef struct work {
    nh_measure measures[NH_EVAL_MEASURES_MAX];
    size_t n_measures;
    nh_qrels *qrels;
    nh_eval_run *runs; /* owned */
    size_t n_runs;
    bool found; /* each run has a question that counts */
} work;

static nh_status add_measure(work *w, nh_str name, nh_error *err)
{
    if (w->n_measures == NH_EVAL_MEASURES_MAX)
        return nh_fail(err, NH_E_ARG, "-m", NH_NO_OFFSET, "more than %d measures",
                       NH_EVAL_MEASURES_MAX);
    if (!nh_measure_parse(name, &w->measures[w->n_measures]))
        return nh_fail(err, NH_E_ARG, "-m", NH_NO_OFFSET,
                       "\"%.*s\" is no measure, such as map, ndcg@10, p@10, recall@100",
                       (int)(name.len < 40 ? name.len : 40), name.ptr);
    w->n_measures++;
    return NH_OK;
}

/* Names with commas between, as in "map,ndcg@10". */
static nh_status add_measures(work *w, const char *list, nh_error *err)
{
    nh_str left = nh_str_of(list);
    nh_status st = NH_OK;

    while (st == NH_OK) {
        const char *comma = left.len > 0 ? memchr(left.ptr, ',', left.len) : NULL;
        const size_t len = comma != NULL ? (size_t)(comma - left.ptr) : left.len;

        st = add_measure(w, nh_str_part(left, 0, len), err);
        if (comma == NULL)
            break;
        left = nh_str_part(left, len + 1, left.len - len - 1);
    }
    return st;
}

static nh_status read_measures(const settings *set, work *w, nh_error *err)
{
    nh_status st = NH_OK;

    if (set->names.count == 0)
        return add_measures(w,
                            "num_q,num_ret,num_rel,num_rel_ret,map,rr,ndcg@10,p@10,"
                            "recall@100,recall@1000,judged@10",
                            err);
    for (size_t i = 0; st == NH_OK && i < set->names.count; i++)
        st = add_measures(w, set->names.items[i], err);
    return st;
}

/* What a reader of the figures should know: which questions they leave out. */
static void print_left_out(const settings *set, const char *path,
                           const nh_evaluation_facts *facts)
{
    if (facts->queries == 0)
        fprintf(stderr, NH_SEARCH_NAME ": %s: no query of the run has judgments\n", path);
    else if (facts->unknown > 0)
        fprintf(stderr,
                NH_SEARCH_NAME ": %s: queries without judgments do not count: %" PRIu64
                               "\n",
                path, facts->unknown);
    if (facts->missing > 0 && facts->queries > 0)
        fprintf(stderr,
                NH_SEARCH_NAME ": %s: queries with judgments but no hits %s: %" PRIu64 "\n",
                path, set->complete ? "count as 0" : "do not count (--complete: as 0)",
                facts->missing);
}

static nh_status measure_run(const settings *set, const char *path, work *w, nh_error *err)
{
    const nh_trec_options reading = {.size = sizeof reading, .stop = nh_program_stop()};
    const nh_evaluation_options how = {.size = sizeof how,
                                       .complete = set->complete,
                                       .relevant = (uint32_t)set->relevant,
                                       .stop = nh_program_stop()};
    nh_evaluation_facts facts = {.size = sizeof facts};
    nh_eval_run *out = &w->runs[w->n_runs];
    nh_trec_run *run = NULL;
    nh_status st = nh_trec_run_read(path, &reading, &run, err);

    if (st == NH_OK)
        st = nh_evaluation_new(w->qrels, run, w->measures, w->n_measures, &how,
                               &out->values, err);
    nh_trec_run_free(run);
    if (st != NH_OK)
        return st;
    out->path = path;
    w->n_runs++;
    nh_evaluation_facts_get(out->values, &facts);
    w->found = w->found && facts.queries > 0;
    print_left_out(set, path, &facts);
    return NH_OK;
}

/* Equal figures are no finding where the two runs are one file. */
static void print_same(const char *first, const char *path)
{
    if (strcmp(path, "-") != 0 && nh_file_is_same(NULL, first, path))
        fprintf(stderr, NH_SEARCH_NAME ": %s: the first run again, compared with itself\n",
                path);
}

/* Each run against the first one, by each measure that can be compared. */
static nh_status compare_runs(const settings *set, work *w, nh_error *err)
{
    nh_status st = NH_OK;

    for (size_t i = 1; st == NH_OK && i < w->n_runs; i++) {
        print_same(w->runs[0].path, w->runs[i].path);
        for (size_t m = 0; st == NH_OK && m < w->n_measures; m++) {
            nh_comparison *to = &w->runs[i].compared[m];

            to->size = sizeof *to;
            if (!nh_measure_is_count(w->measures[m]))
                st = nh_evaluation_compare(w->runs[0].values, w->runs[i].values, m,
                                           &set->comparison, to, err);
        }
    }
    return st;
}

static nh_status print_report(const settings *set, const work *w, nh_error *err)
{
    const nh_eval_report report = {.measures = w->measures,
                                   .n_measures = w->n_measures,
                                   .runs = w->runs,
                                   .n_runs = w->n_runs,
                                   .per_query = set->per_query,
                                   .compare = set->compare,
                                   .confidence = set->comparison.confidence};
    nh_buffer out = {0};
    nh_status st;

    if (set->json)
        nh_eval_report_json(&report, &out);
    else if (set->tsv)
        nh_eval_report_tsv(&report, &out);
    else
        nh_eval_report_columns(&report, &out);
    st = nh_buf_status(&out, err, "the report");
    if (st == NH_OK)
        fwrite(out.bytes, 1, out.size, stdout);
    nh_buf_free(&out);
    return st;
}

static nh_status check(const settings *set, size_t n_runs, nh_error *err)
{
    const double c = set->comparison.confidence;

    if (set->json && set->tsv)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "--json and --tsv exclude each other");
    if (set->compare && n_runs < 2)
        return nh_fail(err, NH_E_ARG, "--compare", NH_NO_OFFSET,
                       "needs a second run to compare with the first");
    if (n_runs > NH_EVAL_RUNS_MAX)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "more than %d runs",
                       NH_EVAL_RUNS_MAX);
    if (set->relevant < 1 || set->relevant > INT32_MAX)
        return nh_fail(err, NH_E_ARG, "--relevant", NH_NO_OFFSET,
                       "must be from 1 to 2147483647");
    if (set->comparison.samples < 1 || set->comparison.samples > 10000000)
        return nh_fail(err, NH_E_ARG, "--samples", NH_NO_OFFSET,
                       "must be from 1 to 10000000");
    if (!(c > 0 && c < 1))
        return nh_fail(err, NH_E_ARG, "--confidence", NH_NO_OFFSET,
                       "must be above 0 and below 1");
    return NH_OK;
}

static nh_status evaluate(const settings *set, char **paths, size_t n_runs, work *w,
                          nh_error *err)
{
    const nh_trec_options reading = {.size = sizeof reading, .stop = nh_program_stop()};
    nh_status st = check(set, n_runs, err);

    if (st == NH_OK)
        st = nh_program_stdin_once((const char *const *)paths, n_runs + 1, err);
    if (st == NH_OK)
        st = read_measures(set, w, err);
    if (st == NH_OK)
        st = nh_qrels_read(paths[0], &reading, &w->qrels, err);
    if (st == NH_OK) {
        w->runs = (nh_eval_run *)nh_zeroed(nh_env_system(), n_runs, sizeof *w->runs);
        if (w->runs == NULL)
            st = nh_fail_memory(err, "runs");
    }
    for (size_t i = 0; st == NH_OK && i < n_runs; i++)
        st = measure_run(set, paths[i + 1], w, err);
    if (st == NH_OK && set->compare && w->found)
        st = compare_runs(set, w, err);
    if (st == NH_OK && w->found)
        st = print_report(set, w, err);
    return st;
}

static void end(work *w)
{
    for (size_t i = 0; i < w->n_runs; i++)
        nh_evaluation_free(w->runs[i].values);
    nh_release(nh_env_system(), w->runs);
    nh_qrels_free(w->qrels);
}

static const char examples[] =
    "  nh-search eval qrels.txt run.txt\n"
    "  nh-search eval -m map,ndcg@10 --per-query --tsv qrels.txt run.txt\n"
    "  nh-search eval --compare -m map qrels.txt run1.txt run2.txt  # is run2 better?\n"
    "  nh-search eval --complete --json qrels.txt run1.txt run2.txt\n";

int nh_verb_eval(int argc, char **argv)
{
    settings set = {.relevant = 1,
                    .comparison = {.size = sizeof set.comparison,
                                   .samples = 100000,
                                   .confidence = CONFIDENCE,
                                   .stop = nh_program_stop()}};
    const nh_option table[] = {
        {"measure", 'm', NH_OPT_LIST, &set.names, "NAME[,NAME]...",
         "map, ndcg@10, p@10, recall@100, rr, ...: nh-search(1) has them all"},
        {"per-query", 'q', NH_OPT_FLAG, &set.per_query, NULL, "values of each query, too"},
        {"complete", 'c', NH_OPT_FLAG, &set.complete, NULL,
         "queries with judgments but no hits count as 0 [do not count]"},
        {"relevant", 'l', NH_OPT_COUNT, &set.relevant, "GRADE",
         "least grade that is relevant [1]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "Is a difference chance?"},
        {"compare", 0, NH_OPT_FLAG, &set.compare, NULL,
         "each run with the first: randomisation test, bootstrap interval"},
        {"samples", 0, NH_OPT_COUNT, &set.comparison.samples, "N", "of both [100000]"},
        {"seed", 0, NH_OPT_COUNT, &set.comparison.seed, "N",
         "the same seed gives the same figures [0]"},
        {"confidence", 0, NH_OPT_REAL, &set.comparison.confidence, "SHARE",
         "of the interval [0.95]"},
        {NULL, 0, NH_OPT_HEADING, NULL, NULL, "How it is shown:"},
        {"tsv", 0, NH_OPT_FLAG, &set.tsv, NULL,
         "measure, query or all, value; with several runs, the run"},
        {"json", 0, NH_OPT_FLAG, &set.json, NULL, "one JSON object a line"},
        {"help", 'h', NH_OPT_FLAG, &set.help, NULL, "this text"},
        {NULL, 0, NH_OPT_EXAMPLES, NULL, NULL, examples},
        {0},
    };
    const nh_verb_form form = {NH_SEARCH_NAME, "nh-search eval [OPTION]... QRELS RUN...", 2,
                               argc, &set.help};
    work w = {.found = true};
    nh_error err = {0};
    int words = 0;
    int exit_code = NH_EXIT_OK;

    if (!nh_verb_begin(table, &form, argc, argv, &words, &exit_code))
        return exit_code;
    const nh_status st = evaluate(&set, argv, (size_t)words - 1, &w, &err);

    end(&w);
    if (st != NH_OK)
        return nh_program_complain(NH_SEARCH_NAME, &err);
    return w.found ? NH_EXIT_OK : NH_EXIT_NOTHING;
}
