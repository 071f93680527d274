/*
 * common/base/threads.h - several threads that do one piece of work, the caller's among them.
 */
#ifndef NH_BASE_THREADS_H
#define NH_BASE_THREADS_H

#include <stddef.h>

#define NH_THREADS_MOST 64u /* for one piece of work */

/* What a thread does with its member; returns NULL. */
typedef void *nh_thread_work(void *member);

/*
 * Lets each of `n` members (1..NH_THREADS_MOST, of `size` bytes, one behind the other) work: the
 * first one in the caller's thread, each other one in a thread of its own. A thread that cannot be
 * started is done without: its member does not work. Returns when all are done.
 */
void nh_threads_run(nh_thread_work *work, void *members, unsigned n, size_t size);

#endif
