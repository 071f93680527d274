/*
 * common/base/threads.h - several threads that do one piece of work, the caller's among them.
 */
#ifndef NH_BASE_THREADS_H
#define NH_BASE_THREADS_H

#include <stddef.h>
#include <stdint.h>

#include "common/base/env.h"

#define NH_THREADS_MOST 64u    /* for one piece of work                      */
#define NH_THREADS_BESIDE 256u /* where each answers questions of its own    */

/* Processors that this process may use, 1..most; 1 where the system does not tell. */
unsigned nh_threads_cores(unsigned most);

/*
 * What `--threads` says, in every program: 0 becomes as many as there are processors.
 *
 * NH_E_ARG  more than `most`, which is one of the two above
 */
NH_MUST_USE nh_status nh_threads_choose(uint64_t *n, unsigned most, nh_error *err);

/* What a thread does with its member; returns NULL. */
typedef void *nh_thread_work(void *member);

/*
 * Lets each of `n` members (1..NH_THREADS_MOST, of `size` bytes, one behind the other) work: the
 * first one in the caller's thread, each other one in a thread of its own. A thread that cannot be
 * started is done without: its member does not work. Returns when all are done.
 */
void nh_threads_run(nh_thread_work *work, void *members, unsigned n, size_t size);

#endif
