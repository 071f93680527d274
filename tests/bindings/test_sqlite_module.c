/* tests/bindings/test_sqlite_module.c - the extension inside of a program: rows, plans, options, sentences. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "searcher/sqlite/sqlite_table.h"
#include "tests/bindings/sqlite_world.h"
#include "tests/support/cm.h"

enum { MANY = 700 };

static void a_statement_gives_ranked_rows(void **state)
{
    sqlite_world *w = *state;

    sqlite_world_expect(w,
                        "SELECT rank, id, title, date, source, lang FROM n"
                        " WHERE n MATCH '\"Golan Heights\"' ORDER BY rank LIMIT 10",
                        "1|observers|Observers|2025-01|wire|en\n"
                        "2|apples|Apples of the heights|2024-05-02|herald|en\n");
    sqlite_world_expect(w, "SELECT id FROM n('chess')", "chess\n");
    sqlite_world_expect(w, "SELECT id FROM n WHERE n = 'apples' AND score > 0", "apples\n");
    sqlite_world_expect(w, "SELECT id, title, url, date FROM n WHERE n MATCH 'chess'",
                        "chess|Chess|-|-\n");
    sqlite_world_expect(w, "SELECT id FROM n WHERE n MATCH NULL", "");
    sqlite_world_expect(w, "SELECT id FROM n WHERE n MATCH 'zeppelin'", "");
}

static void every_column_says_what_it_should(void **state)
{
    sqlite_world *w = *state;

    sqlite_world_expect(
        w,
        "SELECT snippet, marked, passage, line, score > 0.1 AND score < 5, text"
        " FROM n WHERE n MATCH '\"Golan Heights\" AND growers'",
        "Growers on the Golan Heights sold apples.|"
        "[Growers] on the [Golan Heights] sold apples.|1|1|1|"
        "Growers on the Golan Heights sold apples.\n");
    sqlite_world_expect(w, "SELECT count(*), count(score), count(snippet) FROM n",
                        "3|0|0\n");
}

static void an_article_is_looked_up_by_its_id(void **state)
{
    sqlite_world *w = *state;

    sqlite_world_expect(w,
                        "SELECT id, title, rank, score, snippet, passage, text FROM n"
                        " WHERE id = 'chess'",
                        "chess|Chess|-|-|-|-|A match reached new heights.\n");
    sqlite_world_expect(w, "SELECT id FROM n WHERE id = 'nothing'", "");
    sqlite_world_expect(w, "SELECT id FROM n WHERE id = NULL", "");
    sqlite_world_expect(w, "SELECT id FROM n WHERE id IN ('apples', 'chess') ORDER BY id",
                        "apples\nchess\n");
    sqlite_world_expect(w, "SELECT id FROM n WHERE id = 'CHESS'", "");
    sqlite_world_expect(w, "SELECT id FROM n WHERE id = 'CHESS' COLLATE NOCASE", "chess\n");
}

static void a_row_without_a_question_is_the_same_in_every_plan(void **state)
{
    static const char *const tables[] = {"n", "p"};
    static const char *const plans[] = {"id = 'observers'", "+id = 'observers'",
                                        "id LIKE 'obs%'"};
    sqlite_world *w = *state;
    char sql[512];

    sqlite_world_table(w, "p", ", by=passage");
    for (size_t t = 0; t < COUNT(tables); t++)
        for (size_t i = 0; i < COUNT(plans); i++) {
            (void)snprintf(
                sql, sizeof sql,
                "SELECT id, title, date, source, lang, url, snippet, score, rank,"
                " marked, passage, line, length(text) FROM %s WHERE %s",
                tables[t], plans[i]);
            sqlite_world_expect(w, sql,
                                "observers|Observers|2025-01|wire|en|-|-|-|-|-|-|-|106\n");
        }
    sqlite_world_expect(w, "SELECT count(*), count(DISTINCT id) FROM p", "3|3\n");
    sqlite_world_expect(w, "SELECT id FROM n ORDER BY rank, id DESC",
                        "observers\nchess\napples\n");
}

static void tables_of_the_user_are_joined_by_id(void **state)
{
    sqlite_world *w = *state;

    sqlite_world_expect(w,
                        "CREATE TABLE notes(article TEXT PRIMARY KEY, note TEXT);"
                        "INSERT INTO notes VALUES('apples', 'fruit'), ('chess', 'game'),"
                        " ('gone', 'lost')",
                        "");
    sqlite_world_expect(
        w,
        "SELECT note, rank FROM n JOIN notes ON article = id"
        " WHERE n MATCH 'heights' ORDER BY rank",
        strstr(sqlite_world_rows(w, "SELECT id FROM n('heights') ORDER BY rank LIMIT 1"),
               "chess") != NULL
            ? "game|1\nfruit|3\n"
            : w->rows);
    sqlite_world_expect(w,
                        "SELECT article, title FROM notes LEFT JOIN n ON id = article"
                        " ORDER BY article",
                        "apples|Apples of the heights\nchess|Chess\ngone|-\n");
    sqlite_world_expect(
        w, "CREATE TABLE asked(q TEXT); INSERT INTO asked VALUES('apples'), ('chess')", "");
    sqlite_world_expect(w, "SELECT q, id FROM asked JOIN n ON n MATCH q ORDER BY q",
                        "apples|apples\nchess|chess\n");
    sqlite_world_expect(
        w,
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
    sqlite_world *w = *state;
    char sql[256];

    for (size_t i = 0; i < COUNT(cases); i++) {
        (void)snprintf(sql, sizeof sql,
                       "EXPLAIN QUERY PLAN SELECT id FROM n"
                       " WHERE n MATCH 'heights' ORDER BY %s LIMIT 1",
                       cases[i].order);
        sqlite_world_rows(w, sql);
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
    sqlite_world *w = *state;

    add_many(w->index);
    sqlite_world_expect(w,
                        "SELECT count(*), count(DISTINCT id), min(rank), max(rank), "
                        "count(marked) FROM n WHERE n MATCH 'comet'",
                        "700|700|1|700|700\n");
    sqlite_world_expect(w, "SELECT rank FROM n('comet') ORDER BY rank LIMIT 2 OFFSET 500",
                        "501\n502\n");
    sqlite_world_expect(w, "SELECT id FROM n('comet') LIMIT 0", "");
    sqlite_world_expect(w, "SELECT count(*) FROM (SELECT id FROM n('comet') LIMIT -1)",
                        "700\n");
    sqlite_world_expect(
        w,
        "SELECT id FROM n('comet') WHERE id LIKE '%42' ORDER BY rank DESC LIMIT 2"
        " OFFSET 1",
        "comet0142\ncomet0242\n");
    sqlite_world_expect(w, "SELECT id FROM n('comet') LIMIT 1 OFFSET 9223372036854775807",
                        "");
}

static void a_commit_is_seen_by_the_next_statement(void **state)
{
    static const tiny_article news = {"news", "Late", "A volcano woke.", NULL, NULL, NULL};
    sqlite_world *w = *state;
    sqlite3_stmt *open;

    assert_int_equal(
        sqlite3_prepare_v2(w->db, "SELECT id FROM n('heights')", -1, &open, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(open), SQLITE_ROW);
    tiny_index_add(w->index, &news);
    tiny_index_commit(w->index);
    sqlite_world_expect(w, "SELECT id FROM n('volcano')", "");
    assert_int_equal(sqlite3_finalize(open), SQLITE_OK);
    sqlite_world_expect(w, "SELECT id FROM n('volcano')", "news\n");
}

static void options_of_a_table_hold(void **state)
{
    sqlite_world *w = *state;

    sqlite_world_table(w, "p", ", by=passage, mark = '<b>|</b>'");
    sqlite_world_table(w, "every", ", match=all, strict=yes");
    sqlite_world_table(w, "literal", ",\n\t raw=1,\r\n\tlang\t=\n'en', snippet=20\n");
    sqlite_world_expect(w, "SELECT count(*) FROM p('observers') WHERE id = 'observers'",
                        "2\n");
    sqlite_world_expect(w, "SELECT marked FROM p('apples') WHERE passage = 1",
                        "Growers on the Golan Heights sold <b>apples</b>.\n");
    sqlite_world_expect(w, "SELECT id FROM every('golan chess')", "");
    sqlite_world_expect_words(w, "SELECT id FROM every('\"golan')",
                              "newshound: \"golan@0: ");
    sqlite_world_expect(w, "SELECT id FROM literal('\"chess')", "chess\n");
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
    sqlite_world *w = *state;
    sqlite3 *db = w->db;

    assert_int_equal(sqlite3_open(":memory:", &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, &how), SQLITE_OK);
    sqlite_world_table(w, "quick", ", deadline=1");
    sqlite_world_table(w, "patient", ", deadline=1000000");
    sqlite_world_expect_words(w, "SELECT id FROM quick('chess')", "deadline");
    sqlite_world_expect(w, "SELECT id FROM patient('chess')", "chess\n");
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
    sqlite_world *w = *state;

    for (size_t i = 0; i < COUNT(cases); i++)
        sqlite_world_expect_words(w, cases[i].sql, cases[i].words);
}

static void a_table_without_its_index_can_be_dropped(void **state)
{
    sqlite_world *w = *state;
    temp_dir *dir = temp_dir_new();
    char *path = temp_dir_path(dir, "news.db");

    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    assert_int_equal(sqlite3_open(path, &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, NULL), SQLITE_OK);
    sqlite_world_table(w, "kept", "");
    assert_int_equal(sqlite3_close(w->db), SQLITE_OK);
    tiny_index_unlink(w->index);
    assert_int_equal(sqlite3_open(path, &w->db), SQLITE_OK);
    assert_int_equal(nh_sqlite_register(w->db, NULL), SQLITE_OK);
    sqlite_world_expect_words(w, "SELECT id FROM kept('heights')", "newshound: ");
    sqlite_world_expect(w, "DROP TABLE kept", "");
    free(path);
    temp_dir_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_statement_gives_ranked_rows, sqlite_world_new,
                                        sqlite_world_free),
        cmocka_unit_test_setup_teardown(every_column_says_what_it_should, sqlite_world_new,
                                        sqlite_world_free),
        cmocka_unit_test_setup_teardown(an_article_is_looked_up_by_its_id, sqlite_world_new,
                                        sqlite_world_free),
        cmocka_unit_test_setup_teardown(a_row_without_a_question_is_the_same_in_every_plan,
                                        sqlite_world_new, sqlite_world_free),
        cmocka_unit_test_setup_teardown(tables_of_the_user_are_joined_by_id,
                                        sqlite_world_new, sqlite_world_free),
        cmocka_unit_test_setup_teardown(the_order_of_ranks_is_not_sorted_again,
                                        sqlite_world_new, sqlite_world_free),
        cmocka_unit_test_setup_teardown(all_rows_come_and_limits_count, sqlite_world_new,
                                        sqlite_world_free),
        cmocka_unit_test_setup_teardown(a_commit_is_seen_by_the_next_statement,
                                        sqlite_world_new, sqlite_world_free),
        cmocka_unit_test_setup_teardown(options_of_a_table_hold, sqlite_world_new,
                                        sqlite_world_free),
        cmocka_unit_test_setup_teardown(a_search_ends_with_its_time, sqlite_world_new,
                                        sqlite_world_free),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_said_in_a_sentence,
                                        sqlite_world_new, sqlite_world_free),
        cmocka_unit_test_setup_teardown(a_table_without_its_index_can_be_dropped,
                                        sqlite_world_new, sqlite_world_free),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
