/*
 * corpus/input/walk.h - the files behind a list of paths, one after the other.
 *
 * Directories are read in byte order of their names, each to its end before the next name.
 * In a directory, symbolic links are not followed and only files and directories are opened;
 * a path that was given by hand is opened whatever it is.
 */
#ifndef NH_CORPUS_WALK_H
#define NH_CORPUS_WALK_H

#include "common/base/bytes/buffer.h"

/* Directories inside each other. */
#define NH_WALK_DEPTH 64

typedef enum nh_walk_step {
    NH_WALK_END,
    NH_WALK_FILE,      /* `fd` is open                                          */
    NH_WALK_REFUSED,   /* the system would not open or list it: `why` says so   */
    NH_WALK_PASSED_BY, /* a symbolic link, a pipe or the like in a directory    */
    NH_WALK_TOO_DEEP,  /* a directory in too many others                        */
} nh_walk_step;

/* A directory that is being read. */
typedef struct nh_walk_level {
    int fd;
    char *names;         /* owned: all its names, each with a NUL */
    const char **sorted; /* owned: where they begin, in order     */
    size_t count;
    size_t next;
    size_t path_size; /* of its path, without the slash        */
} nh_walk_level;

typedef struct nh_walk {
    const nh_env *env;
    const char *const *paths; /* borrowed                                */
    size_t n_paths;
    size_t next;
    nh_walk_level levels[NH_WALK_DEPTH];
    size_t depth;
    nh_buffer path; /* of what the last step was about, with a NUL */
    int fd;         /* of a FILE: the caller's from then on        */
    bool borrowed;  /* it is standard input                        */
    nh_error why;   /* of REFUSED                                  */
} nh_walk;

/* The next thing. walk->path names it until the next call. NH_E_NOMEM */
NH_MUST_USE nh_status nh_walk_next(nh_walk *walk, nh_walk_step *out, nh_error *err);

/* Path of the last step; "-" for standard input. */
const char *nh_walk_path(const nh_walk *walk);

/* Closes and frees what is left. */
void nh_walk_free(nh_walk *walk);

#endif
