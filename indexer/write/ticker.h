/*
 * indexer/write/ticker.h - telling the caller how far long work is, about ten times a second.
 */
#ifndef NH_INDEXER_TICKER_H
#define NH_INDEXER_TICKER_H

#include <pthread.h>

#include "newshound/indexer.h"

/* Zero-initialise, and set `tell` and `self`. For one thread: the caller's. */
typedef struct nh_ticker {
    void (*tell)(void *self, const nh_writer_progress *progress); /* NULL: nobody hears */
    void *self;
    nh_writer_progress now;
    int64_t told;    /* milliseconds of a steady clock; 0: not yet in this phase */
    uint64_t unseen; /* bytes done since the clock was looked at                 */
} nh_ticker;

/* A phase of `total` bytes begins, which is told at once. t: NULL is accepted, here and below. */
void nh_ticker_begin(nh_ticker *t, const char *phase, uint64_t total);

/* So many bytes more are done; told if that is due, for which the clock is looked at every
 * 256 KiB, and where `bytes` is 0. Past the total, it stays there. */
void nh_ticker_go_on(nh_ticker *t, uint64_t bytes);

/* Waits for `changed`, but no longer than until somebody wants to hear, and tells. The caller holds
 * `lock` before and after, but not in between; what it waits for need not have come. */
void nh_ticker_wait(nh_ticker *t, pthread_cond_t *changed, pthread_mutex_t *lock);

#endif
