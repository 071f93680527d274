/*
 * tests/support/faults/memory_file.h - an environment where every file is the same bytes in memory.
 */
#ifndef NH_TESTS_MEMORY_FILE_H
#define NH_TESTS_MEMORY_FILE_H

#include "common/base/env.h"

/* The one file there is; it must not move once it has been begun. */
typedef struct memory_file {
    const uint8_t *bytes; /* borrowed                          */
    size_t size;
    size_t at; /* next byte to be read              */
    int open;  /* opened and not closed: 0 in the end */
    nh_io io;
    nh_env env;
} memory_file;

/* Fills `file`; returns the environment to hand on, which is borrowed from it. */
const nh_env *memory_file_begin(memory_file *file, const uint8_t *bytes, size_t size);

#endif
