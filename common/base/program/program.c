/* common/base/program/program.c - what programs share: exit codes, signals, complaints. */
#include "common/base/program/program.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "common/base/bytes/escape.h"
#include "common/base/env.h"
#include "common/base/error.h"
#include "common/base/str.h"

/* A signal handler has nothing but statics: the one variable of the project. */
static nh_flag stop_signal;

int nh_exit_code(nh_status status)
{
    const int signal_number = atomic_load(&stop_signal);

    if (status == NH_E_CANCELLED && signal_number != 0)
        return 128 + signal_number;
    return nh_status_exit_code(status);
}

static int leave_mapped(void *self, const uint8_t *bytes, uint64_t size)
{
    (void)self;
    (void)bytes;
    (void)size;
    return 0;
}

const nh_env *nh_program_env(nh_program_io *room)
{
    room->env = *nh_env_system();
    room->io = *room->env.io;
    room->io.unmap = leave_mapped;
    room->env.io = &room->io;
    return &room->env;
}

/* What a person does next, or NULL where the sentence says it all. */
static const char *next_step(nh_status status)
{
    switch ((int)status) {
    case NH_E_CORRUPT:
        return "try nh-index verify";
    case NH_E_LOCKED:
        return "wait for it to end";
    case NH_E_BUSY:
        return "try again";
    case NH_E_COMMIT_UNKNOWN:
        return "check the disk, then run nh-index verify";
    default:
        return NULL;
    }
}

/* Composed first and cleaned whole, so that nothing in it can reach a terminal raw. */
static void compose(nh_buffer *line, const char *program, const nh_error *err)
{
    const char *next = next_step(err->code);

    nh_buf_print(line, "%s: ", program);
    if (err->where[0] != '\0' && err->offset != NH_NO_OFFSET)
        nh_buf_print(line, "%s@%" PRIu64 ": ", err->where, err->offset);
    else if (err->where[0] != '\0')
        nh_buf_print(line, "%s: ", err->where);
    nh_buf_print(line, "%s", err->what);
    if (next != NULL)
        nh_buf_print(line, " (%s; %s)", nh_status_text(err->code), next);
}

int nh_program_complain(const char *program, const nh_error *err)
{
    nh_buffer line = {0};
    nh_buffer clean = {0};

    compose(&line, program, err);
    nh_escape_terminal(&clean, nh_buf_str(&line), false);
    if (nh_buf_ok(&line) && nh_buf_ok(&clean))
        fprintf(stderr, "%.*s\n", NH_STR_ARG(nh_buf_str(&clean)));
    else
        fprintf(stderr, "%s: out of memory\n", program);
    nh_buf_free(&clean);
    nh_buf_free(&line);
    return nh_exit_code(err->code);
}

void nh_program_keep_streams(void)
{
    struct pollfd streams[] = {{.fd = 0}, {.fd = 1}, {.fd = 2}};
    int fd = -1;

    if (poll(streams, 3, 0) <= 0)
        return;
    /* The lowest free number is given out, so in this order each fills its own place. */
    for (int i = 0; i < 3; i++)
        if ((streams[i].revents & POLLNVAL) != 0)
            (void)!nh_file_open(nh_env_system(), AT_FDCWD, "/dev/null",
                                i == STDIN_FILENO ? O_WRONLY : O_RDONLY, &fd, NULL);
}

static bool write_out(void *self, const char *bytes, size_t size)
{
    (void)self;
    (void)fwrite(bytes, 1, size, stdout);
    return true;
}

nh_sink nh_program_sink(void)
{
    return (nh_sink){.write = write_out};
}

/* True if nobody reads standard output any more. */
static bool reader_left(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO, .events = POLLOUT};

    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

/* 0, or why what still waits cannot be written. What failed before waits, and fails again. */
static int flush_out(void)
{
    errno = 0;
    if (fflush(stdout) == 0)
        return 0;
    return errno != 0 ? errno : EIO;
}

nh_status nh_program_stdin_once(const char *const *paths, size_t n, nh_error *err)
{
    size_t times = 0;

    for (size_t i = 0; i < n; i++)
        times += strcmp(paths[i], "-") == 0;
    if (times > 1)
        return nh_fail(err, NH_E_ARG, "-", NH_NO_OFFSET,
                       "standard input can be read only once");
    return NH_OK;
}

int nh_program_finish(const char *program, int exit_code)
{
    nh_error err = {0};
    const int failed = flush_out();

    if ((failed == 0 && !ferror(stdout)) || reader_left())
        return exit_code;
    if (failed != 0)
        nh_fail_errno(&err, failed, "standard output", "write");
    else
        nh_fail(&err, NH_E_SPACE, "standard output", NH_NO_OFFSET,
                "not all could be written");
    return nh_program_complain(program, &err);
}

/* The first signal asks; SA_RESETHAND gives the second one back to the system, which kills. */
static void remember(int number)
{
    atomic_store(&stop_signal, number);
}

void nh_program_signals(void)
{
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction stop = {.sa_handler = remember, .sa_flags = (int)SA_RESETHAND};

    sigemptyset(&ignore.sa_mask);
    sigemptyset(&stop.sa_mask);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL);
    sigaction(SIGINT, &stop, NULL);
    sigaction(SIGTERM, &stop, NULL);
}

const nh_flag *nh_program_stop(void)
{
    return &stop_signal;
}

bool nh_program_is_terminal(int fd)
{
    const char *term = getenv("TERM"); /* NOLINT(concurrency-mt-unsafe): nobody sets it */

    return isatty(fd) != 0 && (term == NULL || strcmp(term, "dumb") != 0);
}

unsigned nh_program_width(int fd)
{
    struct winsize size = {0};

    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}
