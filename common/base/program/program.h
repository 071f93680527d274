/*
 * common/base/program/program.h - what programs share: exit codes, signals, complaints.
 *
 * Only *_main.c files and the command files beside them use this; no library room does.
 */
#ifndef NH_BASE_PROGRAM_H
#define NH_BASE_PROGRAM_H

#include "common/base/api/exit_code.h"
#include "common/base/env.h"

/* Room for what nh_program_env() gives. */
typedef struct nh_program_io {
    nh_io io;
    nh_env env;
} nh_program_io;

/* nh_status_exit_code(), but CANCELLED is 128 + the signal that came, if one did. */
int nh_exit_code(nh_status status);

/* The system's files and memory, for a command that opens an index once and then ends: mapped files
 * stay mapped when they are closed, also those of a try that failed, since the end of the program
 * takes them away for less. Lives in `room`. */
const nh_env *nh_program_env(nh_program_io *room);

/* "program: where@offset: what (kind; try ...)" on stderr, cleaned for terminals, with the
 * next step for corrupt, locked and busy. Returns the exit code. */
int nh_program_complain(const char *program, const nh_error *err);

/* NH_E_ARG if "-", standard input, is more than once among the `n` paths. */
NH_MUST_USE nh_status nh_program_stdin_once(const char *const *paths, size_t n,
                                            nh_error *err);

/* Flushes stdout. What could not be written is complained of and NH_EXIT_IO; a reader that
 * went away (EPIPE) is no trouble. Otherwise returns `exit_code`. */
int nh_program_finish(const char *program, int exit_code);

/* Standard output as a sink. It never refuses: nh_program_finish() tells what was not written. */
nh_sink nh_program_sink(void);

/* Takes the place of standard streams that are closed, so that no file of an index is opened in it
 * and written to as one. Reading and writing them fails as before. To be called first. */
void nh_program_keep_streams(void);

/* Ignores SIGPIPE and SIGXFSZ; SIGINT and SIGTERM set the flag below, a second one kills. */
void nh_program_signals(void);

/* Non-zero once SIGINT or SIGTERM came: the signal's number. */
const nh_flag *nh_program_stop(void);

/* True if file descriptor `fd` is a terminal and TERM is not "dumb". */
bool nh_program_is_terminal(int fd);

/* Columns of the terminal on `fd`; 80 if unknown. */
unsigned nh_program_width(int fd);

#endif
