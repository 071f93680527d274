/* searcher/measure/files/qrels.c - judgments: which article has which grade for which question. */

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/measure/files/decimal.h"
#include "searcher/measure/files/trec_files.h"
#include "searcher/measure/files/trec_lines.h"

enum { QUERY, ITERATION, DOCNO, GRADE, COLUMNS };

static nh_status take_judgment(void *self, const nh_trec_line *line, nh_error *err)
{
    nh_qrels *qrels = (nh_qrels *)self;
    const nh_str grade = line->columns[GRADE];
    nh_trec_row row = {
        .query = line->columns[QUERY], .docno = line->columns[DOCNO], .line = line->number};
    int32_t value = 0;

    if (line->count != COLUMNS)
        return nh_trec_fail(err, NH_E_REFUSED, line->path, line->number,
                            "a judgment has 4 columns: query, iteration, docno, grade");
    if (!nh_decimal_read_int(grade, &value))
        return nh_trec_fail(err, NH_E_REFUSED, line->path, line->number,
                            "\"%.*s\" is no grade: a grade is a whole number",
                            NH_TREC_SHOWN(grade));
    row.value = value;
    return nh_trec_table_add(&qrels->table, &row, err);
}

/* Keeps one row of each article, the earliest. */
static nh_status drop_repeated(nh_qrels *qrels, const char *path, nh_error *err)
{
    nh_trec_table *t = &qrels->table;
    size_t kept = 0;

    for (size_t i = 0; i < t->count; i++) {
        const nh_trec_row *row = &t->rows[i];

        t->rows[kept] = *row;
        if (kept == 0 || !nh_trec_table_repeats(t, kept)) {
            kept++;
            continue;
        }
        if (t->rows[kept - 1].value != row->value)
            return nh_trec_fail(err, NH_E_REFUSED, path, row->line,
                                "grade %d for what line %u gives %d", (int)row->value,
                                t->rows[kept - 1].line, (int)t->rows[kept - 1].value);
        qrels->repeated++;
    }
    t->count = kept;
    return NH_OK;
}

nh_status nh_qrels_read(const char *path, const nh_trec_options *options, nh_qrels **out,
                        nh_error *err)
{
    nh_trec_reading how;
    nh_qrels *qrels;
    nh_status st = nh_trec_reading_of(options, &how, err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    qrels = nh_new(&how.env, nh_qrels);
    if (qrels == NULL)
        return nh_fail_memory(err, "judgments");
    qrels->env = how.env;
    qrels->table = (nh_trec_table){.env = &qrels->env, .limit = how.memory};
    st = nh_trec_lines_read(&qrels->env, path, how.stop, take_judgment, qrels, err);
    if (st == NH_OK) {
        nh_trec_table_sort(&qrels->table);
        st = drop_repeated(qrels, path, err);
    }
    if (st == NH_OK)
        st = nh_trec_table_group(&qrels->table, err);
    if (st == NH_OK) {
        *out = qrels;
        qrels = NULL;
    }
    nh_qrels_free(qrels);
    return st;
}

void nh_qrels_free(nh_qrels *qrels)
{
    if (qrels == NULL)
        return;
    const nh_env env = qrels->env;

    nh_trec_table_close(&qrels->table);
    nh_release(&env, qrels);
}

void nh_qrels_facts_get(const nh_qrels *qrels, nh_qrels_facts *out)
{
    nh_qrels_facts facts = {.size = sizeof facts,
                            .queries = qrels->table.n_queries,
                            .judgments = qrels->table.count,
                            .repeated = qrels->repeated};

    for (size_t i = 0; i < qrels->table.count; i++)
        facts.relevant += qrels->table.rows[i].value >= 1;
    nh_sized_give(out, &facts, sizeof facts);
}
