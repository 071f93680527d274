/* common/base/threads.c - several threads that do one piece of work, the caller's among them. */
#include "common/base/threads.h"

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>

#include "common/base/error.h"

unsigned nh_threads_cores(unsigned most)
{
    cpu_set_t set;
    unsigned n;

    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0 || CPU_COUNT(&set) < 1)
        return 1;
    n = (unsigned)CPU_COUNT(&set);
    return n < most ? n : most;
}

nh_status nh_threads_choose(uint64_t *n, unsigned most, nh_error *err)
{
    if (*n > most)
        return nh_fail(err, NH_E_ARG, "--threads", NH_NO_OFFSET,
                       "%" PRIu64 " is not in 0..%u", *n, most);
    if (*n == 0)
        *n = nh_threads_cores(most);
    return NH_OK;
}

void nh_threads_run(nh_thread_work *work, void *members, unsigned n, size_t size)
{
    pthread_t threads[NH_THREADS_MOST];
    char *const first = (char *)members;
    unsigned started = 0;

    for (unsigned i = 1; i < n; i++)
        started += pthread_create(&threads[started], NULL, work, first + i * size) == 0;
    (void)work(first);
    for (unsigned i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
}
