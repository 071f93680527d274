/*
 * tests/support/faults/fault_state.h - private to fault*.c: what an environment that fails remembers.
 */
#ifndef NH_TESTS_FAULT_STATE_H
#define NH_TESTS_FAULT_STATE_H

#include <pthread.h>

#include "tests/support/faults/fault.h"

#define FAULT_NEVER SIZE_MAX
#define FAULT_FDS 1024

/* When to say no: the call number `at`, and perhaps all after it. */
typedef struct fault_plan {
    size_t at; /* FAULT_NEVER, or which call           */
    bool onward;
} fault_plan;

struct fault {
    nh_env env;
    nh_io io;
    nh_allocator memory;
    pthread_mutex_t lock;

    fault_plan allocation;
    fault_plan call;
    int op;   /* only this fault_op fails, or -1 */
    int code; /* the errno of a failed call      */
    size_t most;
    bool reached;

    size_t allocations;
    size_t calls;
    size_t calls_of[FAULT_OPS];
    size_t pieces;
    size_t descriptors;
    size_t mappings;
    size_t bytes;
    size_t peak;

    bool recording;
    fault_record *records;
    size_t record_count;
    char names[FAULT_FDS][64];
};

/* True if call number `now` is one that the plan fails. */
bool fault_is_due(fault_plan p, size_t now);

/* The table of file calls; `self` is `f`. */
nh_io fault_io(fault *f);

#endif
