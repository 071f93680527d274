/* tests/unit/test_program.c - exit codes, signals, complaints. */
#include "common/base/program/program.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/api/exit_code.h"
#include "common/base/error.h"
#include "tests/support/cm.h"

static void without_a_signal_the_table_holds(void **state)
{
    (void)state;
    for (int status = NH_OK; status <= NH_E_INTERNAL; status++)
        assert_int_equal(nh_exit_code((nh_status)status),
                         nh_status_exit_code((nh_status)status));
}

/* What nh_program_complain() prints; `code` is what it returns. */
static void complaint(const nh_error *err, char *text, size_t room, int *code)
{
    FILE *file = tmpfile();
    const int before = dup(STDERR_FILENO);
    size_t n;

    assert_non_null(file);
    fflush(stderr);
    dup2(fileno(file), STDERR_FILENO);
    *code = nh_program_complain("nh-search", err);
    fflush(stderr);
    dup2(before, STDERR_FILENO);
    close(before);
    rewind(file);
    n = fread(text, 1, room - 1, file);
    text[n] = '\0';
    fclose(file);
}

static void a_complaint_names_place_sentence_and_next_step(void **state)
{
    nh_error err = {0};
    char text[1024];
    int code;

    (void)state;
    nh_fail(&err, NH_E_CORRUPT, "a.seg", 40960, "a block of 300 passages");
    complaint(&err, text, sizeof text, &code);
    assert_string_equal(text,
                        "nh-search: a.seg@40960: a block of 300 passages (corrupt; try "
                        "nh-index verify)\n");
    assert_int_equal(code, NH_EXIT_CORRUPT);

    nh_fail(&err, NH_E_ARG, "--limt", NH_NO_OFFSET, "no such option");
    complaint(&err, text, sizeof text, &code);
    assert_string_equal(text, "nh-search: --limt: no such option\n");
    assert_int_equal(code, NH_EXIT_USAGE);

    nh_fail_memory(&err, "a plan");
    complaint(&err, text, sizeof text, &code);
    assert_string_equal(text, "nh-search: no memory for a plan\n");
}

static void a_hostile_file_name_reaches_no_terminal(void **state)
{
    nh_error err = {0};
    char text[1024];
    int code;

    (void)state;
    nh_fail(&err, NH_E_IO, "\x1b[2J\nx", NH_NO_OFFSET, "\x07");
    complaint(&err, text, sizeof text, &code);
    assert_string_equal(text, "nh-search: \xef\xbf\xbd[2J\xef\xbf\xbdx: \xef\xbf\xbd\n");
}

/* Runs in a child, since what signals do is a matter of the whole process. */
static int child_with(int first, int second)
{
    int status = 0;
    const pid_t pid = fork();

    if (pid == 0) {
        nh_program_signals();
        raise(SIGPIPE);
        raise(SIGXFSZ);
        raise(first);
        if (atomic_load(nh_program_stop()) != first)
            _exit(1);
        if (second != 0)
            raise(second);
        _exit(nh_exit_code(NH_E_CANCELLED));
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void the_first_signal_asks_and_the_second_kills(void **state)
{
    int status;

    (void)state;
    status = child_with(SIGINT, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 130);
    status = child_with(SIGTERM, 0);
    assert_int_equal(WEXITSTATUS(status), 143);
    status = child_with(SIGINT, SIGINT);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGINT);
}

static void a_pipe_is_no_terminal_and_has_a_width(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_false(nh_program_is_terminal(ends[1]));
    assert_int_equal(nh_program_width(ends[1]), 80);
    close(ends[0]);
    close(ends[1]);
}

/* What is mapped must be readable after it is given back. */
static void what_is_mapped_stays_until_the_end(void **state)
{
    static const char text[] = "stays";
    FILE *file = tmpfile();
    nh_program_io room;
    const nh_env *env = nh_program_env(&room);
    const uint8_t *bytes;

    (void)state;
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, sizeof text, file), sizeof text);
    fflush(file);
    assert_int_equal(env->io->map(env->io->self, fileno(file), sizeof text, &bytes), 0);
    assert_int_equal(env->io->unmap(env->io->self, bytes, sizeof text), 0);
    fclose(file);
    assert_memory_equal(bytes, text, sizeof text);
    assert_int_equal(
        nh_env_system()->io->unmap(nh_env_system()->io->self, bytes, sizeof text), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_a_signal_the_table_holds),
        cmocka_unit_test(a_complaint_names_place_sentence_and_next_step),
        cmocka_unit_test(a_hostile_file_name_reaches_no_terminal),
        cmocka_unit_test(the_first_signal_asks_and_the_second_kills),
        cmocka_unit_test(a_pipe_is_no_terminal_and_has_a_width),
        cmocka_unit_test(what_is_mapped_stays_until_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
