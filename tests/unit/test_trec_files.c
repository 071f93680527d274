/* tests/unit/test_trec_files.c - judgments and runs from files, and what is wrong with them. */
#include "tests/support/cm.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "newshound/measure.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

/* Reads `text` as judgments or, if they are no judgments that are wanted, as a run. */
static nh_status read_text(const temp_dir *t, bool qrels, const char *text, size_t size,
                           nh_error *err)
{
    char *path = temp_dir_path(t, "file");
    nh_qrels *q = NULL;
    nh_trec_run *r = NULL;
    nh_status st;

    temp_dir_write(t, "file", text, size);
    st = qrels ? nh_qrels_read(path, NULL, &q, err) : nh_trec_run_read(path, NULL, &r, err);
    if (st != NH_OK) {
        assert_null(q);
        assert_null(r);
    }
    nh_qrels_free(q);
    nh_trec_run_free(r);
    free(path);
    return st;
}

static nh_qrels_facts facts_of(const temp_dir *t, const char *text)
{
    nh_qrels_facts facts = {.size = sizeof facts};
    char *path = temp_dir_path(t, "file");
    nh_qrels *q = NULL;

    temp_dir_write(t, "file", text, strlen(text));
    assert_int_equal(nh_qrels_read(path, NULL, &q, NULL), NH_OK);
    nh_qrels_facts_get(q, &facts);
    nh_qrels_free(q);
    free(path);
    return facts;
}

static void judgments_are_counted(void **state)
{
    const nh_qrels_facts facts = facts_of(*state, "\xef\xbb\xbf"
                                                  "1 0 a 1\r\n"
                                                  "1\t0\tb   0\r\n"
                                                  "\r\n"
                                                  "# a comment\n"
                                                  "2 0 a 3\n"
                                                  "  1 0 c -1  \n"
                                                  "1 x a 1\n"
                                                  "1 0 a 1");

    assert_int_equal(facts.queries, 2);
    assert_int_equal(facts.judgments, 4);
    assert_int_equal(facts.relevant, 2);
    assert_int_equal(facts.repeated, 2);
}

static void an_empty_file_holds_no_judgments(void **state)
{
    assert_int_equal(facts_of(*state, "").queries, 0);
    assert_int_equal(facts_of(*state, "\n\n#\n").judgments, 0);
}

static void a_run_knows_its_size_and_its_last_tag(void **state)
{
    static const char text[] = "1 Q0 a 1 2.5 first\n2 Q0 a 1 1e2 second\n";
    const temp_dir *t = *state;
    nh_trec_run_facts facts = {.size = sizeof facts};
    char *path = temp_dir_path(t, "run");
    nh_trec_run *run = NULL;

    temp_dir_write(t, "run", text, sizeof text - 1);
    assert_int_equal(nh_trec_run_read(path, NULL, &run, NULL), NH_OK);
    nh_trec_run_facts_get(run, &facts);
    assert_int_equal(facts.queries, 2);
    assert_int_equal(facts.hits, 2);
    assert_true(nh_str_equal(facts.tag, NH_STR("second")));
    nh_trec_run_free(run);
    free(path);
}

static void what_is_wrong_is_located(void **state)
{
    static const struct {
        bool qrels;
        const char *text;
        const char *line, *what;
    } rows[] = {
        {true, "1 0 a 1\n1 0 b\n", ":2", "4 columns"},
        {true, "1 0 a 1 x\n", ":1", "4 columns"},
        {true, "1 0 a 1.5\n", ":1", "\"1.5\" is no grade"},
        {true, "1 0 a 1\n\n# c\n1 0 a 2\n", ":4", "grade 2 for what line 1 gives 1"},
        {false, "1 Q0 a 1 0.5\n", ":1", "6 columns"},
        {false, "1 Q0 a 1 0.5 t\n1 Q0 b 2 0.4 t more\n", ":2", "6 columns"},
        {false, "1 Q0 a 1 0.5 t\n1 Q0 b 2 nan t\n", ":2", "\"nan\" is no score"},
        {false, "1 Q0 a 1 3 t\n1 Q0 b 2 2 t\n2 Q0 a 1 1 t\n1 Q0 a 3 1 t\n", ":4",
         "a again for query 1: line 1 has it"},
    };
    const temp_dir *t = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_error err = {0};
        const size_t len = strlen(rows[i].line);

        assert_int_equal(
            read_text(t, rows[i].qrels, rows[i].text, strlen(rows[i].text), &err),
            NH_E_REFUSED);
        assert_string_equal(err.where + strlen(err.where) - len, rows[i].line);
        if (strstr(err.what, rows[i].what) == NULL)
            fail_msg("row %zu: %s", i, err.what);
    }
}

static void zero_bytes_and_endless_lines_are_refused(void **state)
{
    static char line[70000];
    nh_error err = {0};

    assert_int_equal(read_text(*state, true, "1 0 a\0 1\n", 9, &err), NH_E_REFUSED);
    memset(line, 'x', sizeof line);
    assert_int_equal(read_text(*state, true, line, sizeof line, &err), NH_E_LIMIT);
    assert_non_null(strstr(err.what, "65536 bytes"));
}

static void a_long_path_is_cut_at_its_front(void **state)
{
    nh_error err = {0};
    char path[400];
    nh_qrels *q = NULL;
    const temp_dir *t = *state;
    size_t n = strlen(t->path);

    temp_dir_write(t, "file", "x\n", 2);
    memcpy(path, t->path, n);
    while (n < 300) {
        memcpy(path + n, "/.", 2);
        n += 2;
    }
    memcpy(path + n, "/file", sizeof "/file");
    assert_int_equal(nh_qrels_read(path, NULL, &q, &err), NH_E_REFUSED);
    assert_memory_equal(err.where, "...", 3);
    assert_non_null(strstr(err.where, "/file:1"));
}

static void a_file_that_takes_too_much_memory_is_refused(void **state)
{
    const nh_trec_options options = {.size = sizeof options, .memory = 200};
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "file");
    nh_error err = {0};
    nh_qrels *q = NULL;

    temp_dir_write(t, "file", "1 0 a 1\n", 8);
    assert_int_equal(nh_qrels_read(path, &options, &q, &err), NH_E_LIMIT);
    free(path);
}

static void a_file_that_is_not_there_is_an_error_of_the_system(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "none");
    nh_trec_run *run = NULL;

    assert_int_equal(nh_trec_run_read(path, NULL, &run, NULL), NH_E_IO);
    assert_int_equal(nh_trec_run_read(t->path, NULL, &run, NULL), NH_E_IO);
    free(path);
}

static nh_status read_both(const nh_env *env, void *context)
{
    const nh_trec_options options = {.size = sizeof options, .env = env};
    const temp_dir *t = context;
    char *run_path = temp_dir_path(t, "run");
    char *qrels_path = temp_dir_path(t, "qrels");
    nh_trec_run *run = NULL;
    nh_qrels *qrels = NULL;
    nh_status st = nh_trec_run_read(run_path, &options, &run, NULL);

    if (st == NH_OK)
        st = nh_qrels_read(qrels_path, &options, &qrels, NULL);
    nh_trec_run_free(run);
    nh_qrels_free(qrels);
    free(run_path);
    free(qrels_path);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    temp_dir *t = *state;

    temp_dir_write(t, "run", "1 Q0 a 1 2 t\n2 Q0 b 1 1 t\n", 26);
    temp_dir_write(t, "qrels", "1 0 a 1\n2 0 b 0\n", 16);
    assert_true(fault_sweep_allocations(read_both, t) > 8);
}

static void a_disk_that_fails_is_told_of(void **state)
{
    temp_dir *t = *state;
    fault *f = fault_new();

    temp_dir_write(t, "run", "1 Q0 a 1 2 t\n", 13);
    temp_dir_write(t, "qrels", "1 0 a 1\n", 8);
    fault_fail_op(f, FAULT_READ, 0, 5, true);
    assert_int_equal(read_both(fault_env(f), t), NH_E_IO);
    fault_free(f);
}

int main(void)
{
#define IN_DIR(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)
    const struct CMUnitTest tests[] = {
        IN_DIR(judgments_are_counted),
        IN_DIR(an_empty_file_holds_no_judgments),
        IN_DIR(a_run_knows_its_size_and_its_last_tag),
        IN_DIR(what_is_wrong_is_located),
        IN_DIR(zero_bytes_and_endless_lines_are_refused),
        IN_DIR(a_long_path_is_cut_at_its_front),
        IN_DIR(a_file_that_takes_too_much_memory_is_refused),
        IN_DIR(a_file_that_is_not_there_is_an_error_of_the_system),
        IN_DIR(every_failed_allocation_is_survived),
        IN_DIR(a_disk_that_fails_is_told_of),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
