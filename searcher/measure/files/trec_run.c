/* searcher/measure/files/trec_run.c - the rankings of one system for many questions. */
#include <stdlib.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/measure/files/decimal.h"
#include "searcher/measure/files/trec_files.h"
#include "searcher/measure/files/trec_lines.h"

enum { QUERY, Q0, DOCNO, RANK, SCORE, TAG, COLUMNS };

static nh_status take_hit(void *self, const nh_trec_line *line, nh_error *err)
{
    nh_trec_run *run = (nh_trec_run *)self;
    const nh_str score = line->columns[SCORE];
    nh_trec_row row = {
        .query = line->columns[QUERY], .docno = line->columns[DOCNO], .line = line->number};

    if (line->count != COLUMNS)
        return nh_trec_fail(err, NH_E_REFUSED, line->path, line->number,
                            "a line of a run has 6 columns: "
                            "query, Q0, docno, rank, score, tag");
    if (!nh_decimal_read(score, &row.value))
        return nh_trec_fail(err, NH_E_REFUSED, line->path, line->number,
                            "\"%.*s\" is no score", NH_TREC_SHOWN(score));
    nh_buf_clear(&run->tag);
    nh_buf_text(&run->tag, line->columns[TAG]);
    if (!nh_buf_ok(&run->tag))
        return nh_fail_memory(err, "the tag");
    return nh_trec_table_add(&run->table, &row, err);
}

static nh_status check_repeated(const nh_trec_table *t, const char *path, nh_error *err)
{
    for (size_t i = 1; i < t->count; i++) {
        const nh_trec_row *row = &t->rows[i];

        if (nh_trec_table_repeats(t, i))
            return nh_trec_fail(err, NH_E_REFUSED, path, row->line,
                                "%.*s again for query %.*s: line %u has it",
                                NH_TREC_SHOWN(row->docno), NH_TREC_SHOWN(row->query),
                                t->rows[i - 1].line);
    }
    return NH_OK;
}

/* Best first; equal scores by docno, the largest first, as trec_eval has them. */
static int compare_hits(const void *a, const void *b)
{
    const nh_trec_row *x = (const nh_trec_row *)a;
    const nh_trec_row *y = (const nh_trec_row *)b;

    if (x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return nh_str_compare(y->docno, x->docno);
}

/* From the lines as they were read to rankings. */
static nh_status rank(nh_trec_table *t, const char *path, nh_error *err)
{
    nh_status st;

    nh_trec_table_sort(t);
    st = check_repeated(t, path, err);
    if (st == NH_OK)
        st = nh_trec_table_group(t, err);
    for (size_t i = 0; st == NH_OK && i < t->n_queries; i++)
        qsort(t->rows + t->queries[i].first, t->queries[i].count, sizeof *t->rows,
              compare_hits);
    return st;
}

nh_status nh_trec_run_read(const char *path, const nh_trec_options *options,
                           nh_trec_run **out, nh_error *err)
{
    nh_trec_reading how;
    nh_trec_run *run;
    nh_status st = nh_trec_reading_of(options, &how, err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    run = nh_new(&how.env, nh_trec_run);
    if (run == NULL)
        return nh_fail_memory(err, "a run");
    run->env = how.env;
    run->table = (nh_trec_table){.env = &run->env, .limit = how.memory};
    run->tag = (nh_buffer){.env = &run->env};
    st = nh_trec_lines_read(&run->env, path, how.stop, take_hit, run, err);
    if (st == NH_OK)
        st = rank(&run->table, path, err);
    if (st == NH_OK) {
        *out = run;
        run = NULL;
    }
    nh_trec_run_free(run);
    return st;
}

void nh_trec_run_free(nh_trec_run *run)
{
    if (run == NULL)
        return;
    const nh_env env = run->env;

    nh_trec_table_close(&run->table);
    nh_buf_free(&run->tag);
    nh_release(&env, run);
}

void nh_trec_run_facts_get(const nh_trec_run *run, nh_trec_run_facts *out)
{
    const nh_trec_run_facts facts = {.size = sizeof facts,
                                     .queries = run->table.n_queries,
                                     .hits = run->table.count,
                                     .tag = nh_buf_str(&run->tag)};

    nh_sized_give(out, &facts, sizeof facts);
}
