/*
 * common/base/files/output_file.h - a file that is written bit by bit and appears whole, or not at all.
 */
#ifndef NH_BASE_OUTPUT_FILE_H
#define NH_BASE_OUTPUT_FILE_H

#include "common/base/env.h"

typedef struct nh_output_file nh_output_file;

/*
 * Begins to write the file `path`, or the one that it leads to if it is a link. What is written
 * goes to a hidden file beside that, which takes its name only in nh_output_file_keep(), with the
 * permissions of the file that it replaces; one that a crash left behind is removed. Where `path`
 * is a device or a pipe, everything goes straight to it; a pipe's reader is waited for.
 *
 * path  borrowed until close
 * out   owned by the caller until nh_output_file_close(); NULL on failure
 * NH_E_ARG     `path` is a directory
 * NH_E_LOCKED  somebody else is writing this file
 * NH_E_IO      also: links lead in a circle
 * NH_E_SPACE, NH_E_NOMEM; NH_E_CANCELLED: env->stop is set while it waits for a pipe
 */
NH_MUST_USE nh_status nh_output_file_open(const nh_env *env, const char *path,
                                          nh_output_file **out, nh_error *err);

/* Writes `size` bytes, sooner or later. NH_E_IO, NH_E_SPACE, NH_E_NOMEM; NH_E_CANCELLED as above */
NH_MUST_USE nh_status nh_output_file_write(nh_output_file *file, const void *bytes,
                                           size_t size, nh_error *err);

/*
 * All is written: the file replaces the one of that name, if there is one, and is on the disk.
 * NH_E_IO, NH_E_SPACE   nothing was replaced
 * NH_E_COMMIT_UNKNOWN   replaced, but the directory could not be synced
 */
NH_MUST_USE nh_status nh_output_file_keep(nh_output_file *file, nh_error *err);

/* Closes; what was not kept is gone, and the old file stays. NULL is accepted. */
void nh_output_file_close(nh_output_file *file);

#endif
