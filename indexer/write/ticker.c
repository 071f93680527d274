/* indexer/write/ticker.c - telling the caller how far long work is. */
#include "indexer/write/ticker.h"

#include <time.h>

#define EVERY 100               /* milliseconds                                        */
#define LOOK_EVERY (256u << 10) /* bytes of work between two looks at the clock        */

static int64_t read_clock(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void nh_ticker_begin(nh_ticker *t, const char *phase, uint64_t total)
{
    if (t == NULL || t->tell == NULL)
        return;
    t->now = (nh_writer_progress){.phase = phase, .total = total};
    t->told = read_clock();
    t->tell(t->self, &t->now);
}

void nh_ticker_go_on(nh_ticker *t, uint64_t bytes)
{
    const uint64_t left = t != NULL ? t->now.total - t->now.done : 0;
    int64_t now;

    if (t == NULL || t->tell == NULL)
        return;
    t->now.done += bytes < left ? bytes : left;
    t->unseen += bytes;
    if (bytes > 0 && t->unseen < LOOK_EVERY)
        return;
    t->unseen = 0;
    now = read_clock();
    if (now - t->told < EVERY)
        return;
    t->told = now;
    t->tell(t->self, &t->now);
}

void nh_ticker_wait(nh_ticker *t, pthread_cond_t *changed, pthread_mutex_t *lock)
{
    struct timespec until = {0};

    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += EVERY * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    (void)pthread_cond_timedwait(changed, lock, &until);
    (void)pthread_mutex_unlock(lock);
    nh_ticker_go_on(t, 0);
    (void)pthread_mutex_lock(lock);
}
