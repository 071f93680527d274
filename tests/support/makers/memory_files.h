/*
 * tests/support/makers/memory_files.h - a directory that exists in memory alone.
 *
 * For tests that write and read index files thousands of times a second. What is mapped is a copy
 * of exactly its size, so that a sanitizer sees a byte read behind it.
 */
#ifndef NH_TESTS_MEMORY_FILES_H
#define NH_TESTS_MEMORY_FILES_H

#include "common/base/env.h"

typedef struct memory_files memory_files;

/* An empty one; aborts where there is no memory. Owned by the caller until memory_files_free(). */
memory_files *memory_files_new(void);

/* Aborts if a descriptor or a mapping is still open. */
void memory_files_free(memory_files *m);

/* Its files, and the system's memory; as `dir` any number will do. Borrowed from `m`. One thread
 * at a time. */
const nh_env *memory_files_env(const memory_files *m);

/* A file with these bytes, in place of one that had its name. */
void memory_files_put(memory_files *m, const char *name, const void *bytes, size_t size);

/* The bytes of a file; aborts if there is none. Borrowed until it changes. */
nh_str memory_files_bytes(memory_files *m, const char *name);

/* How many files there are. */
size_t memory_files_count(const memory_files *m);

#endif
