/* searcher/sqlite/sqlite_plan.c - which of SQLite's conditions an index answers, and at what cost. */
#include "searcher/sqlite/sqlite_table.h"

/* Places among the constraints of a statement, -1 where it has none of the kind. */
typedef struct found {
    int match, id, limit, offset;
    bool match_later; /* there is a MATCH whose question is not known yet */
} found;

static void look_at(sqlite3_index_info *info, int i, found *f)
{
    const struct sqlite3_index_constraint *c = &info->aConstraint[i];
    const bool equals = c->op == SQLITE_INDEX_CONSTRAINT_EQ;

    if (c->op == SQLITE_INDEX_CONSTRAINT_LIMIT)
        f->limit = c->usable ? i : -1;
    else if (c->op == SQLITE_INDEX_CONSTRAINT_OFFSET)
        f->offset = c->usable ? i : -1;
    else if (c->iColumn == NH_SQLITE_QUERY &&
             (equals || c->op == SQLITE_INDEX_CONSTRAINT_MATCH)) {
        if (!c->usable)
            f->match_later = true;
        else if (f->match < 0)
            f->match = i;
    } else if (c->iColumn == NH_SQLITE_ID && equals && c->usable &&
               sqlite3_stricmp(sqlite3_vtab_collation(info, i), "BINARY") == 0)
        f->id = i;
}

/* Hands constraint i to the cursor as its next argument. */
static void hand_over(sqlite3_index_info *info, int i, int bit, int *n)
{
    if (i < 0)
        return;
    info->aConstraintUsage[i].argvIndex = ++*n;
    info->idxNum |= bit;
}

/* Hits come by rank, which is by falling score; ranks are distinct, scores are not. Without a
 * question both are NULL, so whatever else is in ORDER BY decides. */
static bool comes_in_order(const sqlite3_index_info *info, bool asked)
{
    const struct sqlite3_index_orderby *by = info->aOrderBy;

    if (info->nOrderBy < 1)
        return false;
    if (info->nOrderBy == 1 && by->iColumn == NH_SQLITE_SCORE && by->desc)
        return true;
    return by->iColumn == NH_SQLITE_RANK && !by->desc && (asked || info->nOrderBy == 1);
}

static bool uses(const sqlite3_index_info *info, nh_sqlite_column column)
{
    return (info->colUsed & (sqlite3_uint64)1 << column) != 0;
}

/* What the cursor need not fetch. */
static int wanted(const sqlite3_index_info *info, const nh_sqlite_table *table)
{
    int bits = 0;

    if (uses(info, NH_SQLITE_SNIPPET) || uses(info, NH_SQLITE_MARKED) ||
        uses(info, NH_SQLITE_LINE))
        bits |= NH_SQLITE_PLAN_TEXT | NH_SQLITE_PLAN_STORED;
    if (table->settings.by == NH_BY_PASSAGE || uses(info, NH_SQLITE_PASSAGE))
        bits |= NH_SQLITE_PLAN_STORED;
    for (int c = NH_SQLITE_TITLE; c <= NH_SQLITE_PATH; c++)
        if (c != NH_SQLITE_DATE && uses(info, (nh_sqlite_column)c))
            bits |= NH_SQLITE_PLAN_STORED;
    return bits;
}

static void plan_lookup(sqlite3_index_info *info, const found *f)
{
    int n = 0;

    hand_over(info, f->id, NH_SQLITE_PLAN_LOOKUP, &n);
    info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
    info->estimatedCost = 20;
    info->estimatedRows = 1;
}

/*
 * A search costs far more than a row of it, so a join makes it the outer loop. LIMIT is a hint:
 * SQLite counts, too, so it does not matter which further conditions a row must meet.
 */
static void plan_search(sqlite3_index_info *info, const nh_sqlite_table *table,
                        const found *f)
{
    int n = 0;

    hand_over(info, f->match, NH_SQLITE_PLAN_MATCH, &n);
    if (f->match >= 0)
        info->aConstraintUsage[f->match].omit = 1;
    hand_over(info, f->limit, NH_SQLITE_PLAN_LIMIT, &n);
    hand_over(info, f->offset, NH_SQLITE_PLAN_OFFSET, &n);
    info->idxNum |= wanted(info, table);
    info->orderByConsumed = comes_in_order(info, f->match >= 0);
    info->estimatedCost = f->match >= 0 ? 100000 : 100000000;
    info->estimatedRows = f->match >= 0 ? (f->id >= 0 ? 1 : 1000) : 1000000;
}

int nh_sqlite_plan(sqlite3_vtab *base, sqlite3_index_info *info)
{
    const nh_sqlite_table *table = (const nh_sqlite_table *)(const void *)base;
    found f = {-1, -1, -1, -1, false};

    for (int i = 0; i < info->nConstraint; i++)
        look_at(info, i, &f);
    if (f.match_later)
        return SQLITE_CONSTRAINT; /* another order of the joined tables, please */
    info->idxNum = 0;
    if (f.match < 0 && f.id >= 0)
        plan_lookup(info, &f);
    else
        plan_search(info, table, &f);
    return SQLITE_OK;
}
