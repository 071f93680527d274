/* tests/bindings/test_sqlite_module.c - the extension inside of a program: rows, plans, memory that runs out. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "searcher/sqlite/sqlite_table.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

enum { ROWS_SIZE = 1 << 16, MANY = 700 };

/* An index, and a connection with a table `n` over it. */
typedef struct world {
    tiny_index *index;
    sqlite3 *db;
    char rows[ROWS_SIZE]; /* of the last statement, or the sentence of its failure */
} world;

static const tiny_article stories[] = {
    {"apples", "Apples of the heights", "Growers on the Golan Heights sold apples.",
     "2024-05-02", "herald", "en"},
    {"observers", "Observers",
     "Observers left the Golan Heights.\n\nThe Golan Heights "
     "were quiet. Observers from the Golan Heights said so.",
     "2025-01", "wire", "en"},
    {"chess", "Chess", "A match reached new heights.", NULL, NULL, "en"},
};

static void add_stories(tiny_index *t)
{
    for (size_t i = 0; i < COUNT(stories); i++)
        tiny_index_add(t, &stories[i]);
}

/* Appends to the rows: columns with bars between, a line a row, "-" for NULL. */
static int take_row(void *context, int n, char **values, char **names)
{
    world *w = context;
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
static const char *rows_of(world *w, const char *sql)
{
    char *message = NULL;

    w->rows[0] = '\0';
    if (sqlite3_exec(w->db, sql, take_row, w, &message) != SQLITE_OK)
        (void)snprintf(w->rows, ROWS_SIZE, "error: %s", message);
    sqlite3_free(message);
    return w->rows;
}

static void expect_rows(world *w, const char *sql, const char *rows)
{
    if (strcmp(rows_of(w, sql), rows) != 0)
        fail_msg("%s\ngives\n%s\nand not\n%s", sql, w->rows, rows);
}

static void expect_words(world *w, const char *sql, const char *words)
{
    if (strstr(rows_of(w, sql), words) == NULL)
        fail_msg("%s\ngives\n%s\nwithout \"%s\"", sql, w->rows, words);
}

static void make_table(world *w, const char *name, const char *options)
{
    char *sql = sqlite3_mprintf("CREATE VIRTUAL TABLE \"%w\" USING newshound(%Q%s)", name,
                                w->index->path, options);

    expect_rows(w, sql, "");
    sqlite3_free(sql);
}

static int set_up(void **state)
{
    world *w = calloc(1, sizeof *w);

    assert_non_null(w);
    w->index = tiny_index_new(NULL);
    add_stories(w->index);
    tiny_index_commit(w->index);
    assert_int_equal(sqlite3_open(":memory:", &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, NULL), SQLITE_OK);
    make_table(w, "n", "");
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    world *w = *state;

    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    tiny_index_free(w->index);
    free(w);
    return 0;
}

static void a_statement_gives_ranked_rows(void **state)
{
    world *w = *state;

    expect_rows(w,
                "SELECT rank, id, title, date, source, lang FROM n"
                " WHERE n MATCH '\"Golan Heights\"' ORDER BY rank LIMIT 10",
                "1|observers|Observers|2025-01|wire|en\n"
                "2|apples|Apples of the heights|2024-05-02|herald|en\n");
    expect_rows(w, "SELECT id FROM n('chess')", "chess\n");
    expect_rows(w, "SELECT id FROM n WHERE n = 'apples' AND score > 0", "apples\n");
    expect_rows(w, "SELECT id, title, url, date FROM n WHERE n MATCH 'chess'",
                "chess|Chess|-|-\n");
    expect_rows(w, "SELECT id FROM n WHERE n MATCH NULL", "");
    expect_rows(w, "SELECT id FROM n WHERE n MATCH 'zeppelin'", "");
}

static void every_column_says_what_it_should(void **state)
{
    world *w = *state;

    expect_rows(w,
                "SELECT snippet, marked, passage, line, score > 0.1 AND score < 5, text"
                " FROM n WHERE n MATCH '\"Golan Heights\" AND growers'",
                "Growers on the Golan Heights sold apples.|"
                "[Growers] on the [Golan Heights] sold apples.|1|1|1|"
                "Growers on the Golan Heights sold apples.\n");
    expect_rows(w, "SELECT count(*), count(score), count(snippet) FROM n", "3|0|0\n");
}

static void an_article_is_looked_up_by_its_id(void **state)
{
    world *w = *state;

    expect_rows(w,
                "SELECT id, title, rank, score, snippet, passage, text FROM n"
                " WHERE id = 'chess'",
                "chess|Chess|-|-|-|-|A match reached new heights.\n");
    expect_rows(w, "SELECT id FROM n WHERE id = 'nothing'", "");
    expect_rows(w, "SELECT id FROM n WHERE id = NULL", "");
    expect_rows(w, "SELECT id FROM n WHERE id IN ('apples', 'chess') ORDER BY id",
                "apples\nchess\n");
    expect_rows(w, "SELECT id FROM n WHERE id = 'CHESS'", "");
    expect_rows(w, "SELECT id FROM n WHERE id = 'CHESS' COLLATE NOCASE", "chess\n");
}

static void a_row_without_a_question_is_the_same_in_every_plan(void **state)
{
    static const char *const tables[] = {"n", "p"};
    static const char *const plans[] = {"id = 'observers'", "+id = 'observers'",
                                        "id LIKE 'obs%'"};
    world *w = *state;
    char sql[512];

    make_table(w, "p", ", by=passage");
    for (size_t t = 0; t < COUNT(tables); t++)
        for (size_t i = 0; i < COUNT(plans); i++) {
            (void)snprintf(
                sql, sizeof sql,
                "SELECT id, title, date, source, lang, url, snippet, score, rank,"
                " marked, passage, line, length(text) FROM %s WHERE %s",
                tables[t], plans[i]);
            expect_rows(w, sql, "observers|Observers|2025-01|wire|en|-|-|-|-|-|-|-|106\n");
        }
    expect_rows(w, "SELECT count(*), count(DISTINCT id) FROM p", "3|3\n");
    expect_rows(w, "SELECT id FROM n ORDER BY rank, id DESC", "observers\nchess\napples\n");
}

static void tables_of_the_user_are_joined_by_id(void **state)
{
    world *w = *state;

    expect_rows(w,
                "CREATE TABLE notes(article TEXT PRIMARY KEY, note TEXT);"
                "INSERT INTO notes VALUES('apples', 'fruit'), ('chess', 'game'),"
                " ('gone', 'lost')",
                "");
    expect_rows(w,
                "SELECT note, rank FROM n JOIN notes ON article = id"
                " WHERE n MATCH 'heights' ORDER BY rank",
                strstr(rows_of(w, "SELECT id FROM n('heights') ORDER BY rank LIMIT 1"),
                       "chess") != NULL
                    ? "game|1\nfruit|3\n"
                    : w->rows);
    expect_rows(w,
                "SELECT article, title FROM notes LEFT JOIN n ON id = article"
                " ORDER BY article",
                "apples|Apples of the heights\nchess|Chess\ngone|-\n");
    expect_rows(
        w, "CREATE TABLE asked(q TEXT); INSERT INTO asked VALUES('apples'), ('chess')", "");
    expect_rows(w, "SELECT q, id FROM asked JOIN n ON n MATCH q ORDER BY q",
                "apples|apples\nchess|chess\n");
    expect_rows(w,
                "SELECT id FROM n WHERE n MATCH 'chess' OR n MATCH '+heights +chess'"
                " OR id = 'chess'",
                "chess\n");
}

static void the_order_of_ranks_is_not_sorted_again(void **state)
{
    static const struct {
        const char *order;
        bool sorts;
    } cases[] = {
        {"rank", false},     {"rank, id", false},      {"score DESC", false},
        {"rank DESC", true}, {"score", true},          {"date DESC", true},
        {"id, rank", true},  {"score DESC, id", true},
    };
    world *w = *state;
    char sql[256];

    for (size_t i = 0; i < COUNT(cases); i++) {
        (void)snprintf(sql, sizeof sql,
                       "EXPLAIN QUERY PLAN SELECT id FROM n"
                       " WHERE n MATCH 'heights' ORDER BY %s LIMIT 1",
                       cases[i].order);
        rows_of(w, sql);
        if ((strstr(w->rows, "TEMP B-TREE") != NULL) != cases[i].sorts)
            fail_msg("ORDER BY %s: %s", cases[i].order, w->rows);
    }
}

static void add_many(tiny_index *t)
{
    char id[16];
    tiny_article a = {id, NULL, "A comet passed.", NULL, NULL, NULL};

    for (int i = 0; i < MANY; i++) {
        (void)snprintf(id, sizeof id, "comet%04d", i);
        tiny_index_add(t, &a);
    }
    tiny_index_commit(t);
}

static void all_rows_come_and_limits_count(void **state)
{
    world *w = *state;

    add_many(w->index);
    expect_rows(w,
                "SELECT count(*), count(DISTINCT id), min(rank), max(rank), "
                "count(marked) FROM n WHERE n MATCH 'comet'",
                "700|700|1|700|700\n");
    expect_rows(w, "SELECT rank FROM n('comet') ORDER BY rank LIMIT 2 OFFSET 500",
                "501\n502\n");
    expect_rows(w, "SELECT id FROM n('comet') LIMIT 0", "");
    expect_rows(w, "SELECT count(*) FROM (SELECT id FROM n('comet') LIMIT -1)", "700\n");
    expect_rows(w,
                "SELECT id FROM n('comet') WHERE id LIKE '%42' ORDER BY rank DESC LIMIT 2"
                " OFFSET 1",
                "comet0142\ncomet0242\n");
    expect_rows(w, "SELECT id FROM n('comet') LIMIT 1 OFFSET 9223372036854775807", "");
}

static void a_commit_is_seen_by_the_next_statement(void **state)
{
    static const tiny_article news = {"news", "Late", "A volcano woke.", NULL, NULL, NULL};
    world *w = *state;
    sqlite3_stmt *open;

    assert_int_equal(
        sqlite3_prepare_v2(w->db, "SELECT id FROM n('heights')", -1, &open, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(open), SQLITE_ROW);
    tiny_index_add(w->index, &news);
    tiny_index_commit(w->index);
    expect_rows(w, "SELECT id FROM n('volcano')", "");
    assert_int_equal(sqlite3_finalize(open), SQLITE_OK);
    expect_rows(w, "SELECT id FROM n('volcano')", "news\n");
}

static void options_of_a_table_hold(void **state)
{
    world *w = *state;

    make_table(w, "p", ", by=passage, mark = '<b>|</b>'");
    make_table(w, "every", ", match=all, strict=yes");
    make_table(w, "literal", ",\n\t raw=1,\r\n\tlang\t=\n'en', snippet=20\n");
    expect_rows(w, "SELECT count(*) FROM p('observers') WHERE id = 'observers'", "2\n");
    expect_rows(w, "SELECT marked FROM p('apples') WHERE passage = 1",
                "Growers on the Golan Heights sold <b>apples</b>.\n");
    expect_rows(w, "SELECT id FROM every('golan chess')", "");
    expect_words(w, "SELECT id FROM every('\"golan')", "newshound: \"golan@0: ");
    expect_rows(w, "SELECT id FROM literal('\"chess')", "chess\n");
}

/* Memory that comes only after two milliseconds, so that any search takes longer than one. */
static void *resize_slowly(void *self, void *old, size_t size)
{
    const struct timespec t = {.tv_nsec = 2000000};

    (void)self;
    nanosleep(&t, NULL);
    return realloc(old, size);
}

static void release(void *self, void *old)
{
    (void)self;
    free(old);
}

static void a_search_ends_with_its_time(void **state)
{
    const nh_allocator slow = {NULL, resize_slowly, release};
    nh_reader_options how = {.size = sizeof how, .allocator = &slow};
    world *w = *state;
    sqlite3 *db = w->db;

    assert_int_equal(sqlite3_open(":memory:", &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, &how), SQLITE_OK);
    make_table(w, "quick", ", deadline=1");
    make_table(w, "patient", ", deadline=1000000");
    expect_words(w, "SELECT id FROM quick('chess')", "deadline");
    expect_rows(w, "SELECT id FROM patient('chess')", "chess\n");
    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    w->db = db;
}

static void what_is_wrong_is_said_in_a_sentence(void **state)
{
    static const struct {
        const char *sql, *words;
    } cases[] = {
        {"CREATE VIRTUAL TABLE x USING newshound", "the path of an index is missing"},
        {"CREATE VIRTUAL TABLE x USING newshound('no-such.idx')",
         "newshound: no-such.idx: "},
        {"CREATE VIRTUAL TABLE x USING newshound('i', match=some)",
         "match=some: wanted is auto, all or any"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', by=word)", "article or passage"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', mark=b)", "with a | between"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', snippet=1e3)", "a number of bytes"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', strict=maybe)", "yes or no"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', colour=red)",
         "option=colour: wanted is match, by, mark,"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', match)", "name=value"},
        {"CREATE VIRTUAL TABLE x USING newshound('i', deadline=soon)",
         "a number of milliseconds"},
        {"CREATE VIRTUAL TABLE Title USING newshound('i')",
         "newshound: a table cannot be named \"Title\": duplicate column name: Title"},
        {"INSERT INTO n(id) VALUES('x')", "table n may not be modified"},
        {"DELETE FROM n", "table n may not be modified"},
        {"SELECT id FROM n WHERE title MATCH 'x'", "unable to use function MATCH"},
        {"SELECT rowid FROM n", "no such column: rowid"},
    };
    world *w = *state;

    for (size_t i = 0; i < COUNT(cases); i++)
        expect_words(w, cases[i].sql, cases[i].words);
}

static void a_table_without_its_index_can_be_dropped(void **state)
{
    world *w = *state;
    temp_dir *dir = temp_dir_new();
    char *path = temp_dir_path(dir, "news.db");

    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    assert_int_equal(sqlite3_open(path, &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, NULL), SQLITE_OK);
    make_table(w, "kept", "");
    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    tiny_index_unlink(w->index);
    assert_int_equal(sqlite3_open(path, &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, NULL), SQLITE_OK);
    expect_words(w, "SELECT id FROM kept('heights')", "newshound: ");
    expect_rows(w, "DROP TABLE kept", "");
    free(path);
    temp_dir_remove(dir);
}

/* ---- memory that runs out -------------------------------------------------------------- */

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
    world *w = *state;
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
    add_stories(t);
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
        cmocka_unit_test_setup_teardown(a_statement_gives_ranked_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(every_column_says_what_it_should, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_article_is_looked_up_by_its_id, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_row_without_a_question_is_the_same_in_every_plan,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_search_ends_with_its_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_of_the_user_are_joined_by_id, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_order_of_ranks_is_not_sorted_again, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(all_rows_come_and_limits_count, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_commit_is_seen_by_the_next_statement, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(options_of_a_table_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_in_a_sentence, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_table_without_its_index_can_be_dropped, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_librarys_memory_may_run_out_anywhere, set_up,
                                        tear_down),
        cmocka_unit_test(the_memory_of_sqlite_may_run_out_anywhere),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
