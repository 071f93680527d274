/*
 * common/base/files/atomic_file.h - write, sync, rename, sync the directory: whole or not at all.
 */
#ifndef NH_BASE_ATOMIC_FILE_H
#define NH_BASE_ATOMIC_FILE_H

#include "common/base/env.h"

/*
 * Replaces file `name` in directory `dir` by `bytes`, through a temporary name in the same
 * directory: data synced, renamed, directory synced. The old file is untouched unless the
 * rename succeeded.
 *
 * keep  name under which the old file stays reachable ("manifest.prev"), or NULL
 *
 * NH_E_IO, NH_E_SPACE   nothing was replaced; the temporary file is gone where possible
 * NH_E_COMMIT_UNKNOWN   replaced, but the last directory sync failed: visible, perhaps not
 *                       durable. Never retried.
 */
NH_MUST_USE nh_status nh_atomic_replace(const nh_env *env, int dir, const char *name,
                                        const char *keep, const void *bytes, size_t size,
                                        nh_error *err);

#endif
