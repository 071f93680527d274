/* indexer/commit/sweep.c - removing what no commit needs. */
#include "indexer/commit/sweep.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/base/api/log.h"
#include "common/base/error.h"
#include "indexer/commit/file_names.h"

#define NAME_ROOM 256

/* What `m` says of the file with this name; NULL: nothing, or there is no `m`. */
static const nh_file_ref *find_file(const nh_manifest *m, const char *name)
{
    for (uint32_t i = 0; m != NULL && i < m->n_segments; i++) {
        const nh_segment_ref *s = &m->segments[i];

        if (strcmp(s->file.name, name) == 0)
            return &s->file;
        if (s->deleted > 0 && strcmp(s->deletions.name, name) == 0)
            return &s->deletions;
    }
    return NULL;
}

/*
 * All names first, each with its NUL, and the removals later: a directory that shrinks while
 * it is listed may skip names.
 */
static nh_status list_names(const nh_env *env, int dir, bool leftovers, nh_buffer *names,
                            nh_error *err)
{
    const nh_io *io = env->io;
    char name[NAME_ROOM];
    int fd;
    int more;
    nh_status st = nh_file_open(env, dir, ".", O_RDONLY | O_DIRECTORY, &fd, err);

    if (st != NH_OK)
        return st;
    while ((more = io->next_name(io->self, fd, name, sizeof name)) > 0)
        if ((leftovers && nh_is_leftover_name(name)) || nh_is_segment_name(name))
            nh_buf_bytes(names, name, strlen(name) + 1);
    (void)nh_file_close(env, fd);
    if (more < 0)
        return nh_fail_errno(err, -more, ".", "list");
    return nh_buf_status(names, err, "the names of files");
}

/* Whose files stay. */
typedef struct keeping {
    const nh_manifest *current;  /* NULL: there is none                   */
    const nh_manifest *previous; /* NULL: it is given up                  */
    bool all_segments;           /* nobody knows which of them are needed */
} keeping;

static bool is_needed(const keeping *k, const char *name)
{
    return nh_is_segment_name(name) &&
           (k->all_segments || find_file(k->current, name) != NULL ||
            find_file(k->previous, name) != NULL);
}

/* Returns the bytes of those files that went and that `sizes` names. */
static uint64_t remove_unneeded(const nh_env *env, int dir, const nh_buffer *names,
                                const keeping *k, const nh_manifest *sizes)
{
    const char *name = (const char *)names->bytes;
    const char *end = name + names->size;
    uint64_t freed = 0;

    for (; name < end; name += strlen(name) + 1) {
        const nh_file_ref *file = find_file(sizes, name);

        if (is_needed(k, name) || env->io->unlink_at(env->io->self, dir, name) < 0)
            continue;
        freed += file != NULL ? file->file_size : 0;
        nh_log_say(env, nh_is_leftover_name(name) ? NH_LOG_NOTE : NH_LOG_DEBUG,
                   "removed %s, which no commit needs", name);
    }
    return freed;
}

nh_status nh_sweep(const nh_env *env, int dir, const nh_manifest *manifest, nh_error *err)
{
    nh_manifest previous = {0};
    nh_buffer names = {.env = env};
    bool has_previous;
    nh_status st;
    nh_status read = NH_OK;

    env = nh_env_or_system(env);
    st = nh_file_exists(env, dir, NH_MANIFEST_PREVIOUS, &has_previous, err);
    if (st != NH_OK)
        return st;
    if (has_previous)
        read = nh_manifest_read(env, dir, NH_MANIFEST_PREVIOUS, &previous, NULL);
    st = list_names(env, dir, true, &names, err);
    if (st == NH_OK)
        (void)remove_unneeded(env, dir, &names,
                              &(keeping){manifest, &previous, read != NH_OK}, NULL);
    nh_manifest_close(&previous);
    nh_buf_free(&names);
    return st;
}

static nh_status sync_names(const nh_env *env, int dir, nh_error *err)
{
    const int failed = env->io->sync_dir(env->io->self, dir);

    return failed < 0 ? nh_fail_errno(err, -failed, ".", "sync") : NH_OK;
}

/*
 * The rename that made `current` the commit is durable before the one before goes, and that is
 * gone for good before its files go: whatever a power cut leaves, each manifest has its files.
 */
static nh_status remove_previous(const nh_env *env, int dir, nh_error *err)
{
    int failed;
    nh_status st = sync_names(env, dir, err);

    if (st != NH_OK)
        return st;
    failed = env->io->unlink_at(env->io->self, dir, NH_MANIFEST_PREVIOUS);
    if (failed < 0 && failed != -ENOENT)
        return nh_fail_errno(err, -failed, NH_MANIFEST_PREVIOUS, "remove");
    return sync_names(env, dir, err);
}

nh_status nh_sweep_previous(const nh_env *env, int dir, const nh_manifest *manifest,
                            uint64_t *freed, nh_error *err)
{
    nh_manifest previous = {0};
    nh_buffer names = {.env = env};
    nh_status st;

    *freed = 0;
    env = nh_env_or_system(env);
    if (nh_manifest_read(env, dir, NH_MANIFEST_PREVIOUS, &previous, NULL) != NH_OK)
        previous = (nh_manifest){0}; /* it goes all the same, and nobody knows how much */
    st = remove_previous(env, dir, err);
    if (st == NH_OK)
        st = list_names(env, dir, false, &names, err);
    if (st == NH_OK)
        *freed =
            remove_unneeded(env, dir, &names, &(keeping){.current = manifest}, &previous);
    nh_manifest_close(&previous);
    nh_buf_free(&names);
    return st;
}
