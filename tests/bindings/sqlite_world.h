/*
 * tests/bindings/sqlite_world.h - an index, and a table of SQLite over it.
 */
#ifndef NH_TESTS_SQLITE_WORLD_H
#define NH_TESTS_SQLITE_WORLD_H

#include <sqlite3.h>

#include "tests/support/makers/tiny_index.h"

enum { ROWS_SIZE = 1 << 16 };

/* An index of three stories, and a connection with a table `n` over it. */
typedef struct sqlite_world {
    tiny_index *index;
    sqlite3 *db;
    char rows[ROWS_SIZE]; /* of the last statement, or the sentence of its failure */
} sqlite_world;

/* Before and after each test that wants a world: cmocka's, with the world as the state. */
int sqlite_world_new(void **state);
int sqlite_world_free(void **state);

/* Adds the three stories, `apples`, `observers` and `chess`, uncommitted. */
void sqlite_world_stories(tiny_index *t);

/* A table of this name over the world's index; `options` are written behind the path. */
void sqlite_world_table(sqlite_world *w, const char *name, const char *options);

/* The rows of a statement, columns with bars between and a line a row, "-" for NULL; or
 * "error: " and the words of its failure. They live in the world until the next statement. */
const char *sqlite_world_rows(sqlite_world *w, const char *sql);

/* The test fails unless the statement gives these rows, or words that are in them. */
void sqlite_world_expect(sqlite_world *w, const char *sql, const char *rows);
void sqlite_world_expect_words(sqlite_world *w, const char *sql, const char *words);

#endif
