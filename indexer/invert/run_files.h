/*
 * indexer/invert/run_files.h - the files of runs that are not committed yet.
 */
#ifndef NH_INDEXER_RUN_FILES_H
#define NH_INDEXER_RUN_FILES_H

#include <pthread.h>

#include "indexer/invert/run.h"

/* Call nh_run_files_init(). Several threads may flush to it; the rest is for one at a time. */
typedef struct nh_run_files {
    const nh_env *env;
    int dir;
    nh_run_file *list; /* complete files                        */
    uint32_t count;
    size_t capacity;
    unsigned next;        /* number of the next file               */
    pthread_mutex_t lock; /* of all but env, dir and words, in a flush */
    nh_word_lists words;  /* of stored text, chosen anew for each commit */
} nh_run_files;

/* No files yet, in directory `dir`, which it borrows. Allocates nothing. */
void nh_run_files_init(nh_run_files *f, const nh_env *env, int dir);

/* The name of a new file; any thread. `out` has room for 48 bytes. */
void nh_run_files_name(nh_run_files *f, char out[48]);

/* Flushes `n` runs to a new file; any thread. `sync`: it may be committed as it is. As
 * nh_runs_flush(). */
NH_MUST_USE nh_status nh_run_files_flush(nh_run_files *f, nh_run *const *runs, unsigned n,
                                         bool sync, nh_error *err);

/* Removes the files, whether or not that works, and forgets them. No run takes articles. */
void nh_run_files_drop(nh_run_files *f);

/* Forgets the files, which stay: they are part of the index, or may be. No run takes articles. */
void nh_run_files_forget(nh_run_files *f);

/* Drops the files and frees the memory. */
void nh_run_files_close(nh_run_files *f);

#endif
