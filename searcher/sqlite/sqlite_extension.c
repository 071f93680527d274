/* searcher/sqlite/sqlite_extension.c - the module "newshound": tables made, connected and dropped. */
#include <string.h>

#include "searcher/sqlite/sqlite_cursor.h"
#include "searcher/sqlite/sqlite_extension.h"

SQLITE_EXTENSION_INIT1

/* By articles an id is there once; by passages it comes with a number. The table's name is one of
 * its columns, so it can be the name of no other one. */
static int declare(sqlite3 *db, const char *name, nh_by by, char **message)
{
    char *sql = sqlite3_mprintf(
        "CREATE TABLE x(id TEXT NOT NULL, title TEXT, date TEXT, source TEXT, lang TEXT, "
        "url TEXT, path TEXT, snippet TEXT, score REAL, \"%w\" HIDDEN, rank INTEGER HIDDEN, "
        "marked TEXT HIDDEN, passage INTEGER HIDDEN, line INTEGER HIDDEN, text TEXT HIDDEN, "
        "PRIMARY KEY(%s)) WITHOUT ROWID",
        name, by == NH_BY_PASSAGE ? "id, passage" : "id");
    int rc = SQLITE_NOMEM;

    if (sql != NULL)
        rc = sqlite3_declare_vtab(db, sql);
    sqlite3_free(sql);
    if (rc == SQLITE_ERROR)
        *message = sqlite3_mprintf("newshound: a table cannot be named \"%w\": %s", name,
                                   sqlite3_errmsg(db));
    return rc;
}

static int disconnect(sqlite3_vtab *base)
{
    nh_sqlite_table *table = (nh_sqlite_table *)(void *)base;

    nh_searcher_free(table->searcher);
    nh_reader_close(table->reader);
    nh_sqlite_settings_free(&table->settings);
    sqlite3_free(table->base.zErrMsg);
    sqlite3_free(table);
    return SQLITE_OK;
}

/* A table that was made before. Its index is opened when it is asked, so that one can be dropped
 * whose index is gone. */
static int connect_table(sqlite3 *db, void *how, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    nh_sqlite_table *table = sqlite3_malloc64(sizeof *table);
    int rc;

    if (table == NULL)
        return SQLITE_NOMEM;
    memset(table, 0, sizeof *table);
    table->how = how;
    /* Module, database and table come first. */
    rc = nh_sqlite_settings_read(argc - 3, argv + 3, &table->settings, message);
    if (rc == SQLITE_OK)
        rc = declare(db, argv[2], table->settings.by, message);
    if (rc == SQLITE_OK)
        *out = &table->base;
    else
        disconnect(&table->base);
    return rc;
}

/* A new table: what is wrong with its index is said at once. */
static int create_table(sqlite3 *db, void *how, int argc, const char *const *argv,
                        sqlite3_vtab **out, char **message)
{
    sqlite3_vtab *base = NULL;
    int rc = connect_table(db, how, argc, argv, &base, message);

    if (rc != SQLITE_OK)
        return rc;
    rc = nh_sqlite_table_refresh((nh_sqlite_table *)(void *)base);
    if (rc == SQLITE_OK) {
        *out = base;
        return SQLITE_OK;
    }
    *message = base->zErrMsg;
    base->zErrMsg = NULL;
    disconnect(base);
    return rc;
}

int nh_sqlite_register(sqlite3 *db, nh_reader_options *how)
{
    static const sqlite3_module module = {.iVersion = 1,
                                          .xCreate = create_table,
                                          .xConnect = connect_table,
                                          .xBestIndex = nh_sqlite_plan,
                                          .xDisconnect = disconnect,
                                          .xDestroy = disconnect,
                                          .xOpen = nh_sqlite_cursor_open,
                                          .xClose = nh_sqlite_cursor_close,
                                          .xFilter = nh_sqlite_cursor_start,
                                          .xNext = nh_sqlite_cursor_next,
                                          .xEof = nh_sqlite_cursor_done,
                                          .xColumn = nh_sqlite_cursor_column};

    return sqlite3_create_module(db, "newshound", &module, how);
}

static bool is_too_old(char **message)
{
    if (sqlite3_libversion_number() >= 3038000)
        return false;
    *message = sqlite3_mprintf("newshound: SQLite %s is too old, 3.38 is needed",
                               sqlite3_libversion());
    return true;
}

int sqlite3_newshound_init(sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
    SQLITE_EXTENSION_INIT2(api)
    if (is_too_old(message))
        return SQLITE_ERROR;
    return nh_sqlite_register(db, NULL);
}
