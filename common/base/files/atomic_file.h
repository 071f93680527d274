/*
 * common/base/files/atomic_file.h - a file is replaced whole or not at all.
 */
#ifndef NH_BASE_ATOMIC_FILE_H
#define NH_BASE_ATOMIC_FILE_H

#include "common/base/env.h"

/*
 * Replaces file `name` in directory `dir` by `bytes`, through a temporary name in the same
 * directory: data synced, renamed, directory synced. The old file is untouched unless the
 * rename succeeded. One caller at a time for a name: the temporary name is always the same.
 *
 * keep  name under which the old file stays reachable ("manifest.prev"), or NULL; a second
 *       name of the same bytes, or a copy where the file system has no second names
 *
 * NH_E_IO, NH_E_SPACE   nothing was replaced; the temporary file is gone where possible
 * NH_E_COMMIT_UNKNOWN   replaced, but the last directory sync failed: visible, perhaps not
 *                       durable. Never retried.
 */
NH_MUST_USE nh_status nh_atomic_replace(const nh_env *env, int dir, const char *name,
                                        const char *keep, const void *bytes, size_t size,
                                        nh_error *err);

#endif
