/* tests/bindings/sqlite_world.c - an index, and a table of SQLite over it. */
#include "tests/bindings/sqlite_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/sqlite/sqlite_table.h"
#include "tests/support/cm.h"

static const tiny_article stories[] = {
    {"apples", "Apples of the heights", "Growers on the Golan Heights sold apples.",
     "2024-05-02", "herald", "en"},
    {"observers", "Observers",
     "Observers left the Golan Heights.\n\nThe Golan Heights "
     "were quiet. Observers from the Golan Heights said so.",
     "2025-01", "wire", "en"},
    {"chess", "Chess", "A match reached new heights.", NULL, NULL, "en"},
};

void sqlite_world_stories(tiny_index *t)
{
    for (size_t i = 0; i < COUNT(stories); i++)
        tiny_index_add(t, &stories[i]);
}

/* Appends to the rows: columns with bars between, a line a row, "-" for NULL. */
static int take_row(void *context, int n, char **values, char **names)
{
    sqlite_world *w = context;
    size_t at = strlen(w->rows);

    (void)names;
    for (int i = 0; i < n; i++) {
        (void)snprintf(w->rows + at, ROWS_SIZE - at, "%s%s", i > 0 ? "|" : "",
                       values[i] != NULL ? values[i] : "-");
        at += strlen(w->rows + at);
    }
    (void)snprintf(w->rows + at, ROWS_SIZE - at, "\n");
    return 0;
}

/* The rows of a statement, or the words of its failure. */
const char *sqlite_world_rows(sqlite_world *w, const char *sql)
{
    char *message = NULL;

    w->rows[0] = '\0';
    if (sqlite3_exec(w->db, sql, take_row, w, &message) != SQLITE_OK)
        (void)snprintf(w->rows, ROWS_SIZE, "error: %s", message);
    sqlite3_free(message);
    return w->rows;
}

void sqlite_world_expect(sqlite_world *w, const char *sql, const char *rows)
{
    if (strcmp(sqlite_world_rows(w, sql), rows) != 0)
        fail_msg("%s\ngives\n%s\nand not\n%s", sql, w->rows, rows);
}

void sqlite_world_expect_words(sqlite_world *w, const char *sql, const char *words)
{
    if (strstr(sqlite_world_rows(w, sql), words) == NULL)
        fail_msg("%s\ngives\n%s\nwithout \"%s\"", sql, w->rows, words);
}

void sqlite_world_table(sqlite_world *w, const char *name, const char *options)
{
    char *sql = sqlite3_mprintf("CREATE VIRTUAL TABLE \"%w\" USING newshound(%Q%s)", name,
                                w->index->path, options);

    sqlite_world_expect(w, sql, "");
    sqlite3_free(sql);
}

int sqlite_world_new(void **state)
{
    sqlite_world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    w->index = tiny_index_new(NULL);
    sqlite_world_stories(w->index);
    tiny_index_commit(w->index);
    assert_int_equal(sqlite3_open(":memory:", &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, NULL), SQLITE_OK);
    sqlite_world_table(w, "n", "");
    *state = w;
    return 0;
}

int sqlite_world_free(void **state)
{
    sqlite_world *w = *state;

    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    tiny_index_free(w->index);
    free(w);
    return 0;
}
