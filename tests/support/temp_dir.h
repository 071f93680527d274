/*
 * tests/support/temp_dir.h - a fresh directory for a test, gone after it.
 *
 *     cmocka_unit_test_setup_teardown(a_test, temp_dir_setup, temp_dir_teardown)
 *
 * and in the test: `temp_dir *t = *state;`. Helpers fail the test if the system says no.
 */
#ifndef NH_TESTS_TEMP_DIR_H
#define NH_TESTS_TEMP_DIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct temp_dir {
    char path[256]; /* absolute, without a slash at the end */
    int fd;         /* the directory, open                  */
} temp_dir;

/* A new directory below $TMPDIR or /tmp; owned by the caller until temp_dir_remove(). NULL
 * if the system says no. */
temp_dir *temp_dir_new(void);

/* Removes the directory with everything in it, closes and frees. Accepts NULL. */
void temp_dir_remove(temp_dir *t);

/* The same two as a cmocka fixture: *state is the temp_dir. */
int temp_dir_setup(void **state);

/* See temp_dir_setup(). */
int temp_dir_teardown(void **state);

/* Writes (or replaces) file `name` of the directory. */
void temp_dir_write(const temp_dir *t, const char *name, const void *bytes, size_t size);

/* The file's bytes, followed by a NUL that is not counted; owned by the caller until
 * free(). NULL if there is no such file. `size` may be NULL. */
uint8_t *temp_dir_read(const temp_dir *t, const char *name, size_t *size);

/* True if there is something of that name. */
bool temp_dir_has(const temp_dir *t, const char *name);

/* "<path>/<name>"; owned by the caller until free(). */
char *temp_dir_path(const temp_dir *t, const char *name);

#endif
