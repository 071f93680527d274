/*
 * common/base/error.h - saying no, with a place.
 */
#ifndef NH_BASE_ERROR_H
#define NH_BASE_ERROR_H

#include "newshound/base.h"

/*
 * Records a failure and returns `code`, so that a caller writes one line:
 *
 *     return nh_fail(err, NH_E_CORRUPT, path, at, "a block of %u passages", n);
 *
 * err     may be NULL; then only the code is returned
 * where   file path, query or option name; NULL if there is none
 * offset  bytes into `where`, or NH_NO_OFFSET
 */
nh_status nh_fail(nh_error *err, nh_status code, const char *where, uint64_t offset,
                  const char *fmt, ...) NH_PRINTF(5, 6);

/*
 * The same for a file call that failed: `code` is the positive errno of the call; ENOSPC,
 * EDQUOT and EFBIG become NH_E_SPACE, ENOMEM NH_E_NOMEM, all others NH_E_IO. The sentence
 * is "cannot <verb>: <the system's words>".
 */
nh_status nh_fail_errno(nh_error *err, int code, const char *where, const char *verb);

/* "no memory for <what>", NH_E_NOMEM. */
nh_status nh_fail_memory(nh_error *err, const char *what);

/* "stopped as asked", NH_E_CANCELLED. */
nh_status nh_fail_stopped(nh_error *err);

/* Is the place of a failure one in a file? Else it is an option, or one in a query, or there is
 * none. */
static inline bool nh_error_is_of_file(const nh_error *err)
{
    return err->code != NH_E_ARG && err->code != NH_E_QUERY && err->code != NH_E_LIMIT &&
           err->where[0] != '\0';
}

#endif
