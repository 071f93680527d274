/* searcher/sqlite/sqlite_table.c - a reader kept at the last commit, and failures in SQLite's words. */
#include "searcher/sqlite/sqlite_table.h"

static int code_of(nh_status status)
{
    switch (status) {
    case NH_OK:
        return SQLITE_OK;
    case NH_E_NOMEM:
        return SQLITE_NOMEM;
    case NH_E_IO:
        return SQLITE_IOERR;
    case NH_E_CORRUPT:
        return SQLITE_CORRUPT_VTAB;
    case NH_E_BUSY:
    case NH_E_LOCKED:
        return SQLITE_BUSY;
    case NH_E_CANCELLED:
        return SQLITE_INTERRUPT;
    case NH_E_SPACE:
        return SQLITE_FULL;
    case NH_E_ARG:
    case NH_E_VERSION:
    case NH_E_QUERY:
    case NH_E_LIMIT:
    case NH_E_COMMIT_UNKNOWN:
    case NH_E_REFUSED:
    case NH_E_INTERNAL:
        return SQLITE_ERROR;
    }
    return SQLITE_ERROR;
}

int nh_sqlite_complain(char **message, const nh_error *err)
{
    sqlite3_free(*message);
    if (err->where[0] == '\0')
        *message = sqlite3_mprintf("newshound: %s", err->what);
    else if (err->offset == NH_NO_OFFSET)
        *message = sqlite3_mprintf("newshound: %s: %s", err->where, err->what);
    else
        *message = sqlite3_mprintf("newshound: %s@%llu: %s", err->where,
                                   (sqlite3_uint64)err->offset, err->what);
    return code_of(err->code);
}

/* Lets `reader`, which `table` owns from now on, take the place of what is there. */
static nh_status use(nh_sqlite_table *table, nh_reader *reader, nh_error *err)
{
    nh_searcher *searcher = NULL;
    const nh_status st = nh_searcher_new(reader, &searcher, err);

    if (st != NH_OK) {
        nh_reader_close(reader);
        return st;
    }
    nh_searcher_free(table->searcher);
    nh_reader_close(table->reader);
    table->searcher = searcher;
    table->reader = reader;
    return NH_OK;
}

int nh_sqlite_table_refresh(nh_sqlite_table *table)
{
    nh_reader *reader = NULL;
    nh_error err = {0};
    nh_status st;

    if (table->cursors > 0)
        return SQLITE_OK;
    if (table->reader == NULL)
        st = nh_reader_open(table->settings.path, table->how, &reader, &err);
    else
        st = nh_reader_refresh(table->reader, &reader, &err);
    if (st == NH_OK && reader != NULL)
        st = use(table, reader, &err);
    return st == NH_OK ? SQLITE_OK : nh_sqlite_complain(&table->base.zErrMsg, &err);
}
