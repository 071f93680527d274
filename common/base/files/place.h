/*
 * common/base/files/place.h - where a path leads: through links, to which file, in which directory.
 */
#ifndef NH_BASE_PLACE_H
#define NH_BASE_PLACE_H

#include "common/base/bytes/buffer.h"
#include "common/base/env.h"

/* What is at `path`, links followed; nothing is read, no pipe is waited for. NH_E_IO, NH_E_NOMEM */
NH_MUST_USE nh_status nh_file_look(const nh_env *env, const char *path, nh_file_facts *out,
                                   nh_error *err);

/*
 * Replaces `out` by the path, with a zero behind it, that `path` leads to where its last part is a
 * link, or a link to a link; the file itself need not exist. NH_E_IO: links lead in a circle.
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_file_follow(const nh_env *env, const char *path, nh_buffer *out,
                                     nh_error *err);

/* Appends the directory that `path` names a file in, with a zero behind it: "./" for "run.txt".
 * The buffer remembers what goes wrong. */
void nh_file_folder(const char *path, nh_buffer *out);

/* Do both paths lead to the same file? False too if one cannot be opened. */
bool nh_file_is_same(const nh_env *env, const char *a, const char *b);

/* Would a file written as `path` be in the directory `folder`? False too if one cannot be
 * opened. */
bool nh_file_is_in(const nh_env *env, const char *path, const char *folder);

#endif
