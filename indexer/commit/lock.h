/*
 * indexer/commit/lock.h - one writer at a time, by a lock of the kernel.
 */
#ifndef NH_INDEXER_LOCK_H
#define NH_INDEXER_LOCK_H

#include "common/base/env.h"

#define NH_LOCK_NAME "writer.lock"

/*
 * Locks the index in directory `dir` for this process; the file that carries the lock is made
 * where it is missing and never removed, so that two writers cannot lock two files of the
 * same name. The kernel gives the lock back when the process ends, however it ends.
 *
 * out  holds the lock until nh_file_close(); -1 on failure
 * NH_E_LOCKED  another writer has it.  NH_E_IO, NH_E_SPACE
 */
NH_MUST_USE nh_status nh_lock_take(const nh_env *env, int dir, int *out, nh_error *err);

#endif
