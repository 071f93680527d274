/*
 * common/segment/verify/verify.h - everything that can be wrong with an index, found and named.
 */
#ifndef NH_SEGMENT_VERIFY_H
#define NH_SEGMENT_VERIFY_H

#include "common/segment/file/index.h"

/* One thing that was found. Borrowed for the callback. */
typedef struct nh_found {
    const char *name; /* stable, documented in HOW-TO-CORRUPT.md */
    const char *file;
    uint64_t offset;  /* in the file, or NH_NO_OFFSET */
    const char *text; /* one sentence */
} nh_found;

/* Where findings go. */
typedef struct nh_found_sink {
    void *self;
    void (*on_found)(void *self, const nh_found *found); /* may be NULL */
} nh_found_sink;

/*
 * Checks the index in directory `path` as of its last commit: every checksum, and with
 * `deep` every invariant of FORMAT.md that needs no analyzer. Goes on after a finding where
 * that makes sense; of each segment at most 100 findings are told, and then how many more.
 *
 * NH_OK         nothing found
 * NH_E_CORRUPT  something was; `err` has the first
 * NH_E_CANCELLED  env->stop was set before all was checked
 * NH_E_IO, NH_E_VERSION, NH_E_NOMEM   it could not be checked
 * Cost: reads everything; with `deep` 12 bytes of memory a passage
 */
NH_MUST_USE nh_status nh_verify(const nh_env *env, const char *path, bool deep,
                                const nh_found_sink *sink, nh_error *err);

#endif
