/* corpus/input/walk.c - the files behind a list of paths, one after the other. */
#include "corpus/input/walk.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/error.h"
#include "common/base/str.h"

const char *nh_walk_path(const nh_walk *walk)
{
    return walk->path.bytes != NULL ? (const char *)walk->path.bytes : "";
}

/* Makes the path that of `name` in the directory whose path has `size` bytes. */
static nh_status set_path(nh_walk *walk, size_t size, const char *name, nh_error *err)
{
    nh_buffer *path = &walk->path;

    path->size = size;
    if (size > 0 && path->bytes[size - 1] != '/')
        nh_buf_u8(path, '/');
    nh_buf_bytes(path, name, strlen(name) + 1);
    return nh_buf_status(path, err, "a path");
}

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;

    return strcmp(*left, *right);
}

static void close_level(nh_walk *walk)
{
    nh_walk_level *level = &walk->levels[--walk->depth];

    (void)nh_file_close(walk->env, level->fd);
    nh_release(walk->env, level->names);
    nh_release(walk->env, level->sorted);
    *level = (nh_walk_level){.fd = -1};
}

/* Sorts the names gathered in `all`, which become the level's. */
static nh_status sort_names(nh_walk *walk, nh_walk_level *level, nh_buffer *all,
                            nh_error *err)
{
    size_t at = 0;

    level->names = (char *)all->bytes;
    *all = (nh_buffer){.env = walk->env};
    level->sorted = nh_zeroed(walk->env, level->count, sizeof *level->sorted);
    if (level->sorted == NULL)
        return nh_fail_memory(err, "the names of a directory");
    for (size_t i = 0; i < level->count; i++) {
        level->sorted[i] = level->names + at;
        at += strlen(level->names + at) + 1;
    }
    qsort(level->sorted, level->count, sizeof *level->sorted, compare_names);
    return NH_OK;
}

/* Reads all names of the directory. A failure to list it is not fatal: *refused. */
static nh_status read_names(nh_walk *walk, nh_walk_level *level, bool *refused,
                            nh_error *err)
{
    const nh_io *io = nh_env_or_system(walk->env)->io;
    nh_buffer all = {.env = walk->env};
    char name[NAME_MAX + 1];
    nh_status st = NH_OK;
    int got = io->next_name(io->self, level->fd, name, sizeof name);

    while (got > 0 && nh_buf_ok(&all)) {
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            nh_buf_bytes(&all, name, strlen(name) + 1);
            level->count++;
        }
        got = io->next_name(io->self, level->fd, name, sizeof name);
    }
    *refused = got < 0;
    if (got < 0)
        (void)nh_fail_errno(&walk->why, -got, nh_walk_path(walk), "list");
    st = nh_buf_status(&all, err, "the names of a directory");
    if (st == NH_OK)
        st = sort_names(walk, level, &all, err);
    nh_buf_free(&all);
    return st;
}

/* Goes into the open directory `fd`, whose path is walk->path. */
static nh_status enter(nh_walk *walk, int fd, nh_walk_step *step, nh_error *err)
{
    nh_walk_level *level = &walk->levels[walk->depth];
    bool refused = false;
    nh_status st = NH_OK;

    if (walk->depth == NH_WALK_DEPTH) {
        (void)nh_file_close(walk->env, fd);
        *step = NH_WALK_TOO_DEEP;
        return NH_OK;
    }
    *level = (nh_walk_level){.fd = fd, .path_size = walk->path.size - 1};
    walk->depth++;
    st = read_names(walk, level, &refused, err);
    if (st != NH_OK)
        return st;
    if (refused) {
        level->count = 0;
        *step = NH_WALK_REFUSED;
    }
    return NH_OK;
}

/* Looks at what was opened: a directory is entered, and then there is no step yet. */
static nh_status look_at(nh_walk *walk, int fd, bool *stepped, nh_walk_step *step,
                         nh_error *err)
{
    const nh_io *io = nh_env_or_system(walk->env)->io;
    nh_file_facts facts = {0};
    const int code = io->facts(io->self, fd, &facts);

    if (code < 0) {
        (void)nh_fail_errno(&walk->why, -code, nh_walk_path(walk), "look at");
        (void)nh_file_close(walk->env, fd);
        *step = NH_WALK_REFUSED;
        *stepped = true;
        return NH_OK;
    }
    if (facts.kind == NH_FILE_DIRECTORY) {
        *step = NH_WALK_END;
        const nh_status st = enter(walk, fd, step, err);

        *stepped = *step != NH_WALK_END;
        return st;
    }
    walk->fd = fd;
    *step = NH_WALK_FILE;
    *stepped = true;
    return NH_OK;
}

/* Opens walk->path (or `name` in `dir`). Memory apart, a refusal is a step and no failure. */
static nh_status open_it(nh_walk *walk, int dir, const char *name, int flags, int *fd,
                         nh_walk_step *step, nh_error *err)
{
    const nh_status st = nh_file_open(walk->env, dir, name, flags, fd, &walk->why);

    *step = NH_WALK_REFUSED;
    if (st == NH_E_NOMEM)
        return nh_fail_memory(err, "opening a file");
    if (st == NH_E_CANCELLED)
        return nh_fail_stopped(err);
    return NH_OK;
}

/* A name of the directory on top. What is neither file nor directory is never opened, since
 * even opening a pipe has an effect on whoever writes to it. */
static nh_status step_name(nh_walk *walk, bool *stepped, nh_walk_step *step, nh_error *err)
{
    nh_walk_level *level = &walk->levels[walk->depth - 1];
    const nh_io *io = nh_env_or_system(walk->env)->io;
    const char *name = level->sorted[level->next++];
    nh_file_facts facts = {0};
    int fd = -1;
    nh_status st = set_path(walk, level->path_size, name, err);

    *stepped = true;
    if (st == NH_OK)
        st = open_it(walk, level->fd, name, O_PATH | O_NOFOLLOW, &fd, step, err);
    if (st != NH_OK || fd < 0)
        return st;
    const int code = io->facts(io->self, fd, &facts);

    (void)nh_file_close(walk->env, fd);
    if (code == 0 && facts.kind == NH_FILE_OTHER) {
        *step = NH_WALK_PASSED_BY;
        return NH_OK;
    }
    st = open_it(walk, level->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, &fd, step, err);
    if (st != NH_OK || fd < 0)
        return st;
    return look_at(walk, fd, stepped, step, err);
}

/* A path that was given. */
static nh_status step_path(nh_walk *walk, bool *stepped, nh_walk_step *step, nh_error *err)
{
    const char *path = walk->paths[walk->next++];
    int fd = -1;
    nh_status st = set_path(walk, 0, path, err);

    *stepped = true;
    if (st != NH_OK)
        return st;
    if (strcmp(path, "-") == 0) {
        walk->fd = STDIN_FILENO;
        walk->borrowed = true;
        *step = NH_WALK_FILE;
        return NH_OK;
    }
    st = open_it(walk, AT_FDCWD, path, O_RDONLY | O_NOCTTY, &fd, step, err);
    if (st != NH_OK || fd < 0)
        return st;
    return look_at(walk, fd, stepped, step, err);
}

nh_status nh_walk_next(nh_walk *walk, nh_walk_step *out, nh_error *err)
{
    nh_status st = NH_OK;
    bool stepped = false;

    *out = NH_WALK_END;
    walk->fd = -1;
    walk->borrowed = false;
    while (st == NH_OK && !stepped) {
        if (walk->depth == 0 && walk->next == walk->n_paths) {
            *out = NH_WALK_END;
            return NH_OK;
        }
        if (walk->depth == 0)
            st = step_path(walk, &stepped, out, err);
        else if (walk->levels[walk->depth - 1].next == walk->levels[walk->depth - 1].count)
            close_level(walk);
        else
            st = step_name(walk, &stepped, out, err);
    }
    return st;
}

void nh_walk_free(nh_walk *walk)
{
    while (walk->depth > 0)
        close_level(walk);
    nh_buf_free(&walk->path);
}
