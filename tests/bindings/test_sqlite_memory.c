/* tests/bindings/test_sqlite_memory.c - the extension where memory runs out, the library's or SQLite's. */
#include <sqlite3.h>

#include "searcher/sqlite/sqlite_table.h"
#include "tests/bindings/sqlite_world.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

static const char *const exercise =
    "CREATE VIRTUAL TABLE m USING newshound(%Q, mark='<|>', lang=en);"
    "SELECT marked, text, date FROM m WHERE m MATCH '\"golan heights\" growers';"
    "SELECT title FROM m WHERE id = 'chess';"
    "SELECT count(*) FROM m;";

/* Runs the exercise on a fresh connection; the library's memory comes from `how`. */
static int run_exercise(const char *path, nh_reader_options *how)
{
    sqlite3 *db = NULL;
    char *sql = NULL;
    int rc = sqlite3_open(":memory:", &db);

    if (rc == SQLITE_OK)
        rc = nh_sqlite_register(db, how);
    if (rc == SQLITE_OK)
        sql = sqlite3_mprintf(exercise, path);
    if (rc == SQLITE_OK)
        rc = sql != NULL ? sqlite3_exec(db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;
    sqlite3_free(sql);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    return rc;
}

/* The n-th allocation of the library fails, and with `onward` all after it; false if there is
 * no n-th. A refresh that runs short of memory may be made up for by a new start. */
static bool survives(const char *path, size_t n, bool onward)
{
    fault *f = fault_new();
    nh_reader_options how = {.size = sizeof how, .env = fault_env(f)};
    bool reached;
    int rc;

    fault_fail_allocation(f, n, onward);
    rc = run_exercise(path, &how);
    reached = fault_reached(f);
    assert_true(rc == SQLITE_NOMEM || (rc == SQLITE_OK && (!reached || !onward)));
    fault_free(f);
    return reached;
}

static void the_librarys_memory_may_run_out_anywhere(void **state)
{
    sqlite_world *w = *state;
    size_t n = 0;

    while (survives(w->index->path, n, false) && survives(w->index->path, n, true))
        n++;
    assert_true(n > 20);
}

/* SQLite's allocator with a countdown; a test owns it. */
static struct {
    sqlite3_mem_methods real;
    long left; /* allocations until one fails; negative: never */
    bool reached;
} scarce;

static bool is_refused(void)
{
    if (scarce.left < 0 || scarce.left-- > 0)
        return false;
    scarce.reached = true;
    return true;
}

static void *scarce_malloc(int size)
{
    return is_refused() ? NULL : scarce.real.xMalloc(size);
}

static void *scarce_realloc(void *old, int size)
{
    return is_refused() ? NULL : scarce.real.xRealloc(old, size);
}

static void use_allocator(const sqlite3_mem_methods *methods)
{
    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, methods), SQLITE_OK);
    assert_int_equal(sqlite3_initialize(), SQLITE_OK);
}

static void the_memory_of_sqlite_may_run_out_anywhere(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    sqlite3_mem_methods methods;
    long n = 0;

    (void)state;
    sqlite_world_stories(t);
    tiny_index_commit(t);
    scarce.left = -1;
    assert_int_equal(sqlite3_shutdown(), SQLITE_OK);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &scarce.real), SQLITE_OK);
    methods = scarce.real;
    methods.xMalloc = scarce_malloc;
    methods.xRealloc = scarce_realloc;
    use_allocator(&methods);
    do {
        int rc;

        scarce.reached = false;
        scarce.left = n++;
        rc = run_exercise(t->path, NULL);
        scarce.left = -1;
        /* SQLite does without some of its memory, never without ours. */
        assert_true(rc == SQLITE_OK || rc == SQLITE_NOMEM);
        assert_int_equal(sqlite3_memory_used(), 0);
    } while (scarce.reached);
    assert_true(n > 100);
    use_allocator(&scarce.real);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_librarys_memory_may_run_out_anywhere,
                                        sqlite_world_new, sqlite_world_free),
        cmocka_unit_test(the_memory_of_sqlite_may_run_out_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
