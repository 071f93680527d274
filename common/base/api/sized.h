/*
 * common/base/api/sized.h - options of the public API, which begin with their own size and can grow.
 */
#ifndef NH_BASE_SIZED_H
#define NH_BASE_SIZED_H

#include "newshound/base.h"

/*
 * Copies options of whatever version into `to`, which has the `known` bytes of this one. An older
 * caller's are shorter: what they lack is zero. A newer caller's are longer: what this version
 * does not know has to be zero, since an option that is silently ignored is a wrong answer.
 *
 * given  begins with a size_t, its own size; NULL is all zero
 * what   names them in errors: "options of a search"
 * NH_E_ARG  the size was not set, or an option is set that this version does not know
 */
NH_MUST_USE nh_status nh_sized_read(void *to, size_t known, const void *given,
                                    const char *what, nh_error *err);

/* Whether facts can be given, before any work. NH_E_ARG: `out` is there, and has no size. */
NH_MUST_USE nh_status nh_sized_check(const void *out, const char *what, nh_error *err);

/* Copies facts of `known` bytes into the caller's struct, as many as its size allows; the size
 * stays as it was. Without a size nothing is copied. */
void nh_sized_give(void *out, const void *facts, size_t known);

#endif
