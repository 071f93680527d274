/* common/segment/file/index.c - an index as of one commit, whatever a writer does meanwhile. */
#include "common/segment/file/index.h"

#include <fcntl.h>
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"

#define TRIES 10u

static void close_segments(nh_index *index)
{
    for (uint32_t i = 0; index->segments != NULL && i < index->manifest.n_segments; i++)
        nh_segment_close(index->segments[i]);
    nh_release(index->env, index->segments);
    index->segments = NULL;
}

static void forget_commit(nh_index *index)
{
    close_segments(index);
    nh_manifest_close(&index->manifest);
}

/* All segments of an index keep pairs of the same words. */
static nh_status check_pairs(const nh_manifest *m, nh_segment *seg, nh_error *err)
{
    const uint32_t list = nh_segment_info_get(seg)->pair_words;

    return list == m->settings.pairs
               ? NH_OK
               : nh_container_corrupt(nh_segment_container(seg), NH_SECTION_INFO, 48, err,
                                      "pairs of list %" PRIu32 ", the manifest says %u",
                                      list, m->settings.pairs);
}

static nh_status open_segments(nh_index *index, bool copy, nh_error *err)
{
    const nh_manifest *m = &index->manifest;
    nh_status st = NH_OK;

    index->segments =
        (nh_segment **)nh_zeroed(index->env, m->n_segments, sizeof *index->segments);
    if (index->segments == NULL)
        return nh_fail_memory(err, "an index");
    for (uint32_t i = 0; st == NH_OK && i < m->n_segments; i++)
        st = nh_segment_open(index->env, index->dir, &m->segments[i], copy,
                             &index->segments[i], err);
    for (uint32_t i = 0; st == NH_OK && i < m->n_segments; i++)
        st = check_pairs(m, index->segments[i], err);
    index->live = (nh_live_counts){0};
    for (uint32_t i = 0; st == NH_OK && i < m->n_segments; i++)
        st = nh_live_counts_add(index->segments[i],
                                nh_segment_deleted_bits(index->segments[i]), &index->live,
                                err);
    return st;
}

/* True if another commit has come since `generation` was read: then its files may be gone. */
static bool was_replaced(const nh_index *index, const char *name, uint64_t generation)
{
    nh_manifest now;
    bool replaced;

    if (nh_manifest_read(index->env, index->dir, name, &now, NULL) != NH_OK)
        return false;
    replaced = now.generation != generation;
    nh_manifest_close(&now);
    return replaced;
}

/* One try: *again says that a failure is no news if the commit has been replaced. */
static nh_status open_commit(nh_index *index, const char *name, bool copy, bool *again,
                             nh_error *err)
{
    nh_status st = nh_manifest_read(index->env, index->dir, name, &index->manifest, err);
    uint64_t generation;

    *again = false;
    if (st != NH_OK)
        return st;
    st = open_segments(index, copy, err);
    if (st == NH_OK)
        return NH_OK;
    generation = index->manifest.generation;
    forget_commit(index);
    *again = (st == NH_E_IO || st == NH_E_CORRUPT) && was_replaced(index, name, generation);
    return st;
}

/* Every further try has met a newer commit, so there is nothing to wait for between them. */
static nh_status open_latest(nh_index *index, const char *path, const char *name, bool copy,
                             nh_error *err)
{
    bool again = true;
    nh_status st = NH_OK;

    for (unsigned i = 0; i < TRIES && again; i++)
        st = open_commit(index, name, copy, &again, err);
    if (st != NH_OK && again)
        st = nh_fail(err, NH_E_BUSY, path, NH_NO_OFFSET,
                     "commits replaced files %u times while they were opened", TRIES);
    return st;
}

/* True where an error of this kind is about a file. */
static bool is_about_file(nh_status st)
{
    return st == NH_E_IO || st == NH_E_CORRUPT || st == NH_E_VERSION || st == NH_E_LOCKED ||
           st == NH_E_SPACE || st == NH_E_COMMIT_UNKNOWN;
}

/* Files of an index have no folder in their names; what has one was named before. */
nh_status nh_index_name_file(const char *folder, nh_status st, nh_error *err)
{
    size_t size, n;

    if (err == NULL || !is_about_file(st) || err->where[0] == '\0' ||
        strchr(err->where, '/') != NULL || strcmp(err->where, folder) == 0)
        return st;
    size = strlen(err->where) + 1;
    if (size + 1 >= sizeof err->where)
        return st;
    n = strlen(folder);
    while (n > 1 && folder[n - 1] == '/')
        n--;
    if (n + 1 + size > sizeof err->where)
        n = sizeof err->where - size - 1;
    memmove(err->where + n + 1, err->where, size);
    memcpy(err->where, folder, n);
    err->where[n] = '/';
    return st;
}

static nh_status keep_path(nh_index *index, const char *path, nh_error *err)
{
    const size_t size = strlen(path) + 1;

    index->path = (char *)nh_zeroed(index->env, size, 1);
    if (index->path == NULL)
        return nh_fail_memory(err, "an index");
    memcpy(index->path, path, size);
    return NH_OK;
}

nh_status nh_index_open(const nh_env *env, const char *path, bool previous, bool copy,
                        nh_index **out, nh_error *err)
{
    nh_index *index;
    nh_status st;

    *out = NULL;
    env = nh_env_or_system(env);
    index = nh_new(env, nh_index);
    if (index == NULL)
        return nh_fail_memory(err, "an index");
    index->env = env;
    index->dir = -1;
    st = keep_path(index, path, err);
    if (st == NH_OK)
        st = nh_file_open(env, AT_FDCWD, path, O_RDONLY | O_DIRECTORY, &index->dir, err);
    if (st == NH_OK)
        st = nh_index_name_file(
            path,
            open_latest(index, path, previous ? "manifest.prev" : "manifest", copy, err),
            err);
    if (st == NH_OK)
        *out = index;
    else
        nh_index_close(index);
    return st;
}

void nh_index_close(nh_index *index)
{
    if (index == NULL)
        return;
    forget_commit(index);
    (void)nh_file_close(index->env, index->dir);
    nh_release(index->env, index->path);
    nh_release(index->env, index);
}
