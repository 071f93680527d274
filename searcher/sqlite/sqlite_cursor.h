/*
 * searcher/sqlite/sqlite_cursor.h - the rows of one statement over an index.
 */
#ifndef NH_SQLITE_CURSOR_H
#define NH_SQLITE_CURSOR_H

#include "newshound/articles.h"
#include "searcher/sqlite/sqlite_table.h"

/* Hits are fetched in pages; a row that was looked up by its id has no page. */
typedef struct nh_sqlite_cursor {
    sqlite3_vtab_cursor
        base;               /* first: SQLite sees only this                               */
    nh_query *query;        /* NULL: a row looked up                                      */
    nh_results *page;       /* of hits                                                    */
    uint64_t limit;         /* of the page                                                */
    uint64_t n;             /* hits in it                                                 */
    uint64_t i;             /* the row within it                                          */
    uint64_t before;        /* hits of the pages before it                                */
    int wanted;             /* NH_SQLITE_PLAN_TEXT, _STORED                               */
    bool asked;             /* with a question; else the rows are articles                */
    bool done;              /* past the last row                                          */
    nh_hit hit;             /* the row                                                    */
    nh_passage_hit passage; /* its best passage; all zero if it has none                  */
    nh_stored_article
        *article; /* the row's, read for `text` or looked up; or NULL         */
} nh_sqlite_cursor;

/* SQLite's xOpen: a cursor before its first row, over the last commit if it is the only one. */
int nh_sqlite_cursor_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out);

/* SQLite's xClose. */
int nh_sqlite_cursor_close(sqlite3_vtab_cursor *base);

/* SQLite's xFilter: starts anew with a plan and its arguments. */
int nh_sqlite_cursor_start(sqlite3_vtab_cursor *base, int plan, const char *unused,
                           int argc, sqlite3_value **argv);

/* SQLite's xNext. */
int nh_sqlite_cursor_next(sqlite3_vtab_cursor *base);

/* SQLite's xEof: whether it is past the last row. */
int nh_sqlite_cursor_done(sqlite3_vtab_cursor *base);

/* SQLite's xColumn. */
int nh_sqlite_cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context,
                            int column);

#endif
