/*
 * searcher/sqlite/sqlite_table.h - an index as a table of SQLite: its settings, its columns, its reader.
 */
#ifndef NH_SQLITE_TABLE_H
#define NH_SQLITE_TABLE_H

#include <sqlite3ext.h>

#include "newshound/searcher.h"

/* Where a loaded extension finds SQLite's functions; set once, by the entry point. */
SQLITE_EXTENSION_INIT3

/* The columns, in order. `query` has the name of the table; from there on they are hidden. */
typedef enum nh_sqlite_column {
    NH_SQLITE_ID = 0,
    NH_SQLITE_TITLE,
    NH_SQLITE_DATE,
    NH_SQLITE_SOURCE,
    NH_SQLITE_LANG,
    NH_SQLITE_URL,
    NH_SQLITE_PATH,
    NH_SQLITE_SNIPPET,
    NH_SQLITE_SCORE,
    NH_SQLITE_QUERY,
    NH_SQLITE_RANK,
    NH_SQLITE_MARKED,
    NH_SQLITE_PASSAGE,
    NH_SQLITE_LINE,
    NH_SQLITE_TEXT,
} nh_sqlite_column;

/* What stands between the parentheses of CREATE VIRTUAL TABLE. Texts are SQLite's memory. */
typedef struct nh_sqlite_settings {
    char *path; /* the directory of the index                                        */
    char
        *mark_open; /* before a match, in `marked`; NULL: "["                             */
    char *
        mark_close; /* behind it; NULL: "]"                                               */
    char *language; /* of the words of questions; NULL: the index's                       */
    bool raw,
        strict; /* how questions are parsed                                           */
    nh_match match;
    nh_by by;
    uint32_t
        snippet; /* bytes, about; 0: the passage whole                                 */
    uint32_t deadline; /* milliseconds of one search; 0: none */
} nh_sqlite_settings;

/* A table of one connection, which SQLite uses from one thread at a time. */
typedef struct nh_sqlite_table {
    sqlite3_vtab
        base; /* first: SQLite sees only this                                      */
    const nh_reader_options
        *how; /* to open the index; borrowed; NULL: the defaults        */
    nh_sqlite_settings settings;
    nh_reader *reader; /* NULL until something is asked for                             */
    nh_searcher
        *searcher;  /* over `reader`                                                 */
    size_t cursors; /* open ones: as long as there are any, the reader stays         */
} nh_sqlite_table;

/*
 * Reads the arguments of a module: the path, then name=value. Names and values may be quoted as
 * SQL quotes.
 * out      filled; freed by nh_sqlite_settings_free() whatever is returned
 * message  on failure a sentence, SQLite's memory
 * SQLITE_ERROR, SQLITE_NOMEM
 */
int nh_sqlite_settings_read(int argc, const char *const *argv, nh_sqlite_settings *out,
                            char **message);

/* Frees the texts. */
void nh_sqlite_settings_free(nh_sqlite_settings *settings);

/*
 * Opens the index of `table`, or, where it is open and nobody reads it, its last commit.
 * SQLite's code of what failed; base.zErrMsg says it in a sentence
 */
int nh_sqlite_table_refresh(nh_sqlite_table *table);

/* Puts a failure of the library into *message, freeing what was there; returns SQLite's code. */
int nh_sqlite_complain(char **message, const nh_error *err);

/* SQLite's xBestIndex. */
int nh_sqlite_plan(sqlite3_vtab *base, sqlite3_index_info *info);

/* What a plan tells the cursor, as bits of idxNum. Arguments come in this order. */
enum {
    NH_SQLITE_PLAN_MATCH = 1,  /* argument: the question; without it, every article       */
    NH_SQLITE_PLAN_LOOKUP = 2, /* argument: an id                                         */
    NH_SQLITE_PLAN_LIMIT = 4,  /* argument: rows asked for                                */
    NH_SQLITE_PLAN_OFFSET = 8, /* argument: rows that SQLite passes over first            */
    NH_SQLITE_PLAN_TEXT = 16,  /* passages' texts are wanted                              */
    NH_SQLITE_PLAN_STORED =
        32, /* more is wanted than ids, dates and scores               */
};

/*
 * Makes the module "newshound" known to a connection.
 * how  to open indexes; borrowed until the connection is closed; NULL: the defaults
 * SQLite's codes
 */
int nh_sqlite_register(sqlite3 *db, nh_reader_options *how);

#endif
