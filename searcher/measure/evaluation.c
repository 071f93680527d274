/* searcher/measure/evaluation.c - a run measured by judgments, question by question. */
#include "searcher/measure/evaluation.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/checked.h"
#include "common/base/error.h"
#include "searcher/measure/files/trec_files.h"
#include "searcher/measure/judged_ranking.h"

/* What one evaluation works with. */
typedef struct work {
    const nh_qrels *qrels;
    const nh_trec_run *run;
    const nh_flag *stop;
    bool complete;
    int32_t least;
    int32_t *grades; /* owned; room for the longest ranking              */
    int32_t *ideal;  /* owned; room for the most judgments of a question */
} work;

static int compare_grades(const void *a, const void *b)
{
    const int32_t x = *(const int32_t *)a;
    const int32_t y = *(const int32_t *)b;

    return (x < y) - (x > y);
}

/* The largest number of rows that a question of the table has. */
static size_t most_rows(const nh_trec_table *t)
{
    size_t most = 0;

    for (size_t i = 0; i < t->n_queries; i++)
        if (t->queries[i].count > most)
            most = t->queries[i].count;
    return most;
}

static nh_status begin(work *w, const nh_evaluation_options *given, nh_error *err)
{
    nh_evaluation_options o;
    const nh_status st =
        nh_sized_read(&o, sizeof o, given, "options of an evaluation", err);

    if (st != NH_OK)
        return st;
    if (o.relevant > INT32_MAX)
        return nh_fail(err, NH_E_ARG, "relevant", NH_NO_OFFSET,
                       "a grade is at most 2,147,483,647");
    w->stop = o.stop;
    w->complete = o.complete;
    w->least = o.relevant > 0 ? (int32_t)o.relevant : 1;
    w->grades =
        (int32_t *)nh_zeroed(&w->qrels->env, most_rows(&w->run->table), sizeof *w->grades);
    w->ideal =
        (int32_t *)nh_zeroed(&w->qrels->env, most_rows(&w->qrels->table), sizeof *w->ideal);
    if (w->grades == NULL || w->ideal == NULL)
        return nh_fail_memory(err, "grades");
    return NH_OK;
}

static void end(work *w)
{
    nh_release(&w->qrels->env, w->grades);
    nh_release(&w->qrels->env, w->ideal);
}

/* What the judgments of a question say about any ranking for it. */
static void judge(const work *w, const nh_trec_query *judged, nh_judged_ranking *out)
{
    const nh_trec_row *rows = w->qrels->table.rows + judged->first;

    *out = (nh_judged_ranking){.grades = w->grades, .ideal = w->ideal, .least = w->least};
    for (size_t i = 0; i < judged->count; i++) {
        const int32_t grade = (int32_t)rows[i].value;

        if (grade >= w->least)
            out->relevant++;
        else if (grade >= 0)
            out->nonrelevant++;
        if (grade > 0)
            w->ideal[out->n_ideal++] = grade;
    }
    qsort(w->ideal, out->n_ideal, sizeof *w->ideal, compare_grades);
}

/* The grades of a ranking, best hit first. */
static void grade(const work *w, const nh_trec_query *judged, const nh_trec_query *ranked,
                  nh_judged_ranking *out)
{
    const nh_trec_table *qrels = &w->qrels->table;

    for (size_t i = 0; i < ranked->count; i++) {
        const nh_trec_row *hit = &w->run->table.rows[ranked->first + i];
        const nh_trec_row *found = nh_trec_table_find_row(qrels, judged, hit->docno);

        w->grades[i] =
            found != NULL && found->value >= 0 ? (int32_t)found->value : NH_UNJUDGED;
    }
    out->count = ranked->count;
}

static nh_status measure(const work *w, const nh_trec_query *judged, nh_evaluation *e,
                         nh_error *err)
{
    const nh_trec_query *ranked = nh_trec_table_find(&w->run->table, judged->id);
    double *values = e->values + e->n_queries * e->n_measures;
    nh_judged_ranking ranking;

    if (w->stop != NULL && atomic_load(w->stop) != 0)
        return nh_fail_stopped(err);
    e->missing += ranked == NULL;
    if (ranked == NULL && !w->complete)
        return NH_OK;
    e->queries[e->n_queries] = nh_arena_copy(&e->ids, judged->id);
    if (e->queries[e->n_queries].ptr == NULL)
        return nh_fail_memory(err, "values");
    judge(w, judged, &ranking);
    if (ranked != NULL)
        grade(w, judged, ranked, &ranking);
    for (size_t i = 0; i < e->n_measures; i++)
        values[i] = nh_judged_ranking_value(&ranking, e->measures[i]);
    e->n_queries++;
    return NH_OK;
}

/* Room for every question that is judged. */
static nh_status new_evaluation(const nh_qrels *qrels, size_t n_measures,
                                nh_evaluation **out, nh_error *err)
{
    const size_t n = qrels->table.n_queries;
    nh_evaluation *e = nh_new(&qrels->env, nh_evaluation);
    size_t n_values = 0;

    if (e == NULL || !nh_mul_size(n, n_measures, &n_values)) {
        nh_release(&qrels->env, e);
        return nh_fail_memory(err, "values");
    }
    *out = e;
    e->env = qrels->env;
    e->ids.env = &e->env;
    e->n_measures = n_measures;
    e->measures = (nh_measure *)nh_zeroed(&e->env, n_measures, sizeof *e->measures);
    e->queries = (nh_str *)nh_zeroed(&e->env, n, sizeof *e->queries);
    e->values = (double *)nh_zeroed(&e->env, n_values, sizeof *e->values);
    if (e->measures == NULL || e->queries == NULL || e->values == NULL)
        return nh_fail_memory(err, "values");
    return NH_OK;
}

static nh_status check(const nh_measure *measures, size_t n, nh_error *err)
{
    char name[NH_MEASURE_TEXT_SIZE];

    for (size_t i = 0; i < n; i++) {
        nh_measure_text(measures[i], name);
        if (name[0] == '\0')
            return nh_fail(err, NH_E_ARG, "measures", NH_NO_OFFSET,
                           "measure %zu is of no kind", i);
    }
    return NH_OK;
}

nh_status nh_evaluation_new(const nh_qrels *qrels, const nh_trec_run *run,
                            const nh_measure *measures, size_t n_measures,
                            const nh_evaluation_options *options, nh_evaluation **out,
                            nh_error *err)
{
    const nh_trec_table *judged = &qrels->table;
    work w = {.qrels = qrels, .run = run};
    nh_evaluation *e = NULL;
    nh_status st = check(measures, n_measures, err);

    *out = NULL;
    if (st == NH_OK)
        st = begin(&w, options, err);
    if (st == NH_OK)
        st = new_evaluation(qrels, n_measures, &e, err);
    if (st == NH_OK && n_measures > 0)
        memcpy(e->measures, measures, n_measures * sizeof *measures);
    for (size_t i = 0; st == NH_OK && i < judged->n_queries; i++)
        st = measure(&w, &judged->queries[i], e, err);
    if (st == NH_OK) {
        e->unknown = run->table.n_queries - (judged->n_queries - e->missing);
        *out = e;
        e = NULL;
    }
    nh_evaluation_free(e);
    end(&w);
    return st;
}

void nh_evaluation_free(nh_evaluation *e)
{
    if (e == NULL)
        return;
    const nh_env env = e->env;

    nh_arena_close(&e->ids);
    nh_release(&env, e->measures);
    nh_release(&env, e->queries);
    nh_release(&env, e->values);
    nh_release(&env, e);
}

void nh_evaluation_facts_get(const nh_evaluation *e, nh_evaluation_facts *out)
{
    const nh_evaluation_facts facts = {.size = sizeof facts,
                                       .queries = e->n_queries,
                                       .missing = e->missing,
                                       .unknown = e->unknown};

    nh_sized_give(out, &facts, sizeof facts);
}

nh_str nh_evaluation_query(const nh_evaluation *e, size_t query)
{
    return query < e->n_queries ? e->queries[query] : (nh_str){NULL, 0};
}

double nh_evaluation_value(const nh_evaluation *e, size_t query, size_t at)
{
    if (query >= e->n_queries || at >= e->n_measures)
        return (double)NAN;
    return e->values[query * e->n_measures + at];
}

double nh_evaluation_mean(const nh_evaluation *e, size_t at)
{
    double sum = 0;

    if (at >= e->n_measures)
        return (double)NAN;
    for (size_t i = 0; i < e->n_queries; i++)
        sum += nh_evaluation_value(e, i, at);
    if (nh_measure_is_count(e->measures[at]) || e->n_queries == 0)
        return sum;
    return sum / (double)e->n_queries;
}
