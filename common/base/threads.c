/* common/base/threads.c - several threads that do one piece of work, the caller's among them. */
#include "common/base/threads.h"

#include <pthread.h>

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
