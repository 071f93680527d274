/* searcher/measure/files/trec_table.c - what a file of judgments or a run says, by question. */
#include "searcher/measure/files/trec_table.h"

#include <stdlib.h>

#include "common/base/checked.h"
#include "common/base/error.h"
#include "common/base/str.h"

#define FIRST_ROOM 1024u /* rows */

/* Room for one row more, within the limit. */
static nh_status grow(nh_trec_table *t, nh_error *err)
{
    size_t room = t->room > 0 ? t->room : FIRST_ROOM / 2;
    size_t bytes = 0;
    nh_trec_row *rows;

    if (!nh_mul_size(room, 2, &room) || !nh_mul_size(room, sizeof *rows, &bytes))
        return nh_fail_memory(err, "lines");
    if (bytes > t->limit || t->texts.held > t->limit - bytes)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "the file takes more than %llu bytes of memory",
                       (unsigned long long)t->limit);
    rows = (nh_trec_row *)nh_resized(t->env, t->rows, room, sizeof *rows);
    if (rows == NULL)
        return nh_fail_memory(err, "lines");
    t->rows = rows;
    t->room = room;
    return NH_OK;
}

nh_status nh_trec_table_add(nh_trec_table *t, const nh_trec_row *row, nh_error *err)
{
    const nh_trec_row *last = t->count > 0 ? &t->rows[t->count - 1] : NULL;
    nh_trec_row new = *row;

    t->texts.env = t->env;
    t->texts.limit = t->limit < SIZE_MAX ? (size_t)t->limit : SIZE_MAX;
    /* Lines of one question stand together in almost every file: its id is kept once. */
    if (last != NULL && nh_str_equal(last->query, row->query))
        new.query = last->query;
    else
        new.query = nh_arena_copy(&t->texts, row->query);
    new.docno = nh_arena_copy(&t->texts, row->docno);
    if (new.query.ptr == NULL || new.docno.ptr == NULL)
        return nh_arena_fail(&t->texts, err, "lines");
    if (t->count == t->room) {
        const nh_status st = grow(t, err);

        if (st != NH_OK)
            return st;
    }
    t->rows[t->count++] = new;
    return NH_OK;
}

static int compare_rows(const void *a, const void *b)
{
    const nh_trec_row *x = (const nh_trec_row *)a;
    const nh_trec_row *y = (const nh_trec_row *)b;
    int order = x->query.ptr == y->query.ptr ? 0 : nh_str_compare(x->query, y->query);

    if (order == 0)
        order = nh_str_compare(x->docno, y->docno);
    if (order == 0)
        order = (x->line > y->line) - (x->line < y->line);
    return order;
}

void nh_trec_table_sort(nh_trec_table *t)
{
    if (t->count > 0)
        qsort(t->rows, t->count, sizeof *t->rows, compare_rows);
}

/* True if a question begins with row `i`. */
static bool begins(const nh_trec_table *t, size_t i)
{
    return i == 0 || !nh_str_equal(t->rows[i].query, t->rows[i - 1].query);
}

bool nh_trec_table_repeats(const nh_trec_table *t, size_t i)
{
    return !begins(t, i) && nh_str_equal(t->rows[i].docno, t->rows[i - 1].docno);
}

nh_status nh_trec_table_group(nh_trec_table *t, nh_error *err)
{
    size_t n = 0;

    for (size_t i = 0; i < t->count; i++)
        n += begins(t, i);
    t->queries = (nh_trec_query *)nh_zeroed(t->env, n, sizeof *t->queries);
    if (t->queries == NULL)
        return nh_fail_memory(err, "questions");
    for (size_t i = 0; i < t->count; i++) {
        if (begins(t, i))
            t->queries[t->n_queries++] =
                (nh_trec_query){.id = t->rows[i].query, .first = i};
        t->queries[t->n_queries - 1].count++;
    }
    return NH_OK;
}

static int compare_id(const void *key, const void *element)
{
    return nh_str_compare(*(const nh_str *)key, ((const nh_trec_query *)element)->id);
}

const nh_trec_query *nh_trec_table_find(const nh_trec_table *t, nh_str id)
{
    if (t->n_queries == 0)
        return NULL;
    return (const nh_trec_query *)bsearch(&id, t->queries, t->n_queries, sizeof *t->queries,
                                          compare_id);
}

static int compare_docno(const void *key, const void *element)
{
    return nh_str_compare(*(const nh_str *)key, ((const nh_trec_row *)element)->docno);
}

const nh_trec_row *nh_trec_table_find_row(const nh_trec_table *t,
                                          const nh_trec_query *query, nh_str docno)
{
    return (const nh_trec_row *)bsearch(&docno, t->rows + query->first, query->count,
                                        sizeof *t->rows, compare_docno);
}

void nh_trec_table_close(nh_trec_table *t)
{
    nh_arena_close(&t->texts);
    nh_release(t->env, t->rows);
    nh_release(t->env, t->queries);
    *t = (nh_trec_table){.env = t->env};
}
