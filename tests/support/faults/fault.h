/*
 * tests/support/faults/fault.h - an environment that says no when a test wants it to.
 *
 *     fault *f = fault_new();
 *     fault_fail_allocation(f, 3, false);
 *     st = nh_segment_open(fault_env(f), ...);
 *     assert_int_equal(st, fault_reached(f) ? NH_E_NOMEM : NH_OK);
 *     ...
 *     fault_free(f); (fails the test if anything is still held)
 *
 * Everything not failed goes to the system. Safe for several threads; then the order of
 * calls, and so which one is the n-th, is theirs.
 */
#ifndef NH_TESTS_FAULT_H
#define NH_TESTS_FAULT_H

#include "common/base/env.h"

/* The calls of nh_io. */
typedef enum fault_op {
    FAULT_OPEN,
    FAULT_READ,
    FAULT_WRITE,
    FAULT_PREAD,
    FAULT_SYNC_FILE,
    FAULT_SYNC_DIR,
    FAULT_RENAME,
    FAULT_LINK,
    FAULT_UNLINK,
    FAULT_MAKE_DIR,
    FAULT_FACTS,
    FAULT_MAP,
    FAULT_UNMAP,
    FAULT_LOCK,
    FAULT_CLOSE,
    FAULT_NEXT_NAME,
    FAULT_READ_LINK,
    FAULT_SET_MODE,
    FAULT_OPS /* how many there are */
} fault_op;

/* One file call that was made. */
typedef struct fault_record {
    fault_op op;
    char name[64]; /* the file opened, made, removed, or behind the descriptor; cut      */
    char
        second[64]; /* the new name of rename and link, else ""                           */
    uint64_t size;  /* bytes asked for by read, write, pread, map and unmap; else 0       */
    int64_t result; /* what the caller was told                                           */
} fault_record;

typedef struct fault fault;

/* The status of something that was done with `env`. */
typedef nh_status fault_action(const nh_env *env, void *context);

/* A quiet environment: counts, fails nothing. Owned by the caller until fault_free(). */
fault *fault_new(void);

/* Fails the test if memory, descriptors or mappings are still held; then frees. */
void fault_free(fault *f);

/* What to hand to the code under test; borrowed from `f`. */
const nh_env *fault_env(fault *f);

/* The n-th allocation from now (0 is the next) gives NULL; `onward`: so do all after it. */
void fault_fail_allocation(fault *f, size_t n, bool onward);

/* The n-th file call from now fails with the positive errno `code`; `onward`: so do all
 * after it. A failed close or unmap lets go of its object all the same, as the system does. */
void fault_fail_call(fault *f, size_t n, int code, bool onward);

/* The same, where only calls of kind `op` count. */
void fault_fail_op(fault *f, fault_op op, size_t n, int code, bool onward);

/* read, pread and write move at most `most` bytes a call; 0 lifts it. */
void fault_shorten(fault *f, size_t most);

/* True once a planned failure has happened. */
bool fault_reached(const fault *f);

/* Allocations (and growths) made so far, the failed one included. */
size_t fault_allocations(const fault *f);

/* File calls made so far, the failed one included. */
size_t fault_calls(const fault *f);

/* File calls of kind `op` made so far. */
size_t fault_calls_of(const fault *f, fault_op op);

/* Pieces of memory, descriptors and mappings that are held now. */
size_t fault_held(const fault *f);

/* Bytes of memory that are held now, and the most that ever were. */
size_t fault_bytes_held(const fault *f);

/* See fault_bytes_held(). */
size_t fault_bytes_peak(const fault *f);

/* From now on every file call is recorded. */
void fault_record_calls(fault *f);

/* What was recorded; borrowed from `f` until its next call. */
const fault_record *fault_records(const fault *f, size_t *count);

/* "rename", "sync_dir", ...: the name of the call in nh_io. */
const char *fault_op_text(fault_op op);

/*
 * Runs `action` with its first allocation failing, its second, ... until it makes no more;
 * once with only that one failing, once with all after it failing too. The test fails unless
 * each run says NH_E_NOMEM where the failure was reached and NH_OK where it was not, nothing
 * is held afterwards, and there is an allocation at all. Returns the number of allocations.
 */
size_t fault_sweep_allocations(fault_action *action, void *context);

#endif
