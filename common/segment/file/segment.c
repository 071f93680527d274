/* common/segment/file/segment.c - one immutable segment, opened for reading. */
#include "common/segment/file/segment.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/segment/file/segment_impl.h"

/* What the manifest says of a segment must be what the segment says of itself. */
static nh_status compare_counts(const nh_segment *seg, const nh_segment_ref *ref,
                                nh_error *err)
{
    const nh_segment_info *i = &seg->info;

    if (i->articles == ref->articles && i->passages == ref->passages &&
        i->tokens == ref->tokens)
        return NH_OK;
    return nh_container_corrupt(seg->file, NH_SECTION_INFO, 0, err,
                                "%" PRIu32 " articles, %" PRIu32 " passages, %" PRIu64
                                " tokens; the manifest says otherwise",
                                i->articles, i->passages, i->tokens);
}

static uint64_t count_bits(const uint8_t *bits, uint64_t size)
{
    uint64_t n = 0;

    for (uint64_t i = 0; i < size; i++)
        n += (uint64_t)__builtin_popcount(bits[i]);
    return n;
}

static nh_status check_deletions(nh_segment *seg, uint32_t deleted, nh_error *err)
{
    const uint32_t articles = seg->info.articles;
    uint64_t size, set;
    nh_status st = nh_container_section(seg->deletions, NH_SECTION_DELETED,
                                        &seg->deleted_bits, &size, err);

    if (st != NH_OK)
        return st;
    if (size != ((uint64_t)articles + 7) / 8)
        return nh_container_corrupt(seg->deletions, NH_SECTION_DELETED, 0, err,
                                    "%" PRIu64 " bytes for %" PRIu32 " articles", size,
                                    articles);
    if (articles % 8 != 0 && seg->deleted_bits[size - 1] >> articles % 8 != 0)
        return nh_container_corrupt(seg->deletions, NH_SECTION_DELETED, size - 1, err,
                                    "spare bits are set");
    set = count_bits(seg->deleted_bits, size);
    if (set != deleted)
        return nh_container_corrupt(seg->deletions, NH_SECTION_DELETED, 0, err,
                                    "%" PRIu64 " bits are set, the manifest says %" PRIu32,
                                    set, deleted);
    return NH_OK;
}

static nh_status open_deletions(nh_segment *seg, int dir, const nh_segment_ref *ref,
                                bool copy, nh_error *err)
{
    nh_status st = nh_container_open(seg->env, dir, &ref->deletions, NH_KIND_DELETIONS,
                                     NH_CONTAINER_COMPARE | (copy ? NH_CONTAINER_COPY : 0u),
                                     &seg->deletions, err);

    return st == NH_OK ? check_deletions(seg, ref->deleted, err) : st;
}

/* The segment alone, whatever a manifest says of it. */
static nh_status open_bare(const nh_env *env, int dir, const nh_file_ref *ref, bool compare,
                           bool copy, nh_segment **out, nh_error *err)
{
    nh_segment *seg;
    nh_status st;

    *out = NULL;
    env = nh_env_or_system(env);
    seg = nh_new(env, nh_segment);
    if (seg == NULL)
        return nh_fail_memory(err, "a segment");
    seg->env = env;
    (void)pthread_mutex_init(&seg->lock, NULL);
    st = nh_container_open(env, dir, ref, NH_KIND_SEGMENT,
                           (compare ? NH_CONTAINER_COMPARE : 0u) |
                               (copy ? NH_CONTAINER_COPY : 0u),
                           &seg->file, err);
    if (st == NH_OK)
        st = nh_segment_info_read(seg, err);
    if (st == NH_OK)
        st = nh_heads_read(seg, err);
    if (st == NH_OK)
        *out = seg;
    else
        nh_segment_close(seg);
    return st;
}

nh_status nh_segment_open(const nh_env *env, int dir, const nh_segment_ref *ref, bool copy,
                          nh_segment **out, nh_error *err)
{
    nh_segment *seg;
    nh_status st = open_bare(env, dir, &ref->file, true, copy, &seg, err);

    *out = NULL;
    if (st == NH_OK)
        st = compare_counts(seg, ref, err);
    if (st == NH_OK && ref->deleted > 0)
        st = open_deletions(seg, dir, ref, copy, err);
    if (st == NH_OK)
        *out = seg;
    else
        nh_segment_close(seg);
    return st;
}

nh_status nh_segment_open_file(const nh_env *env, int dir, const char *name, bool copy,
                               nh_segment **out, nh_error *err)
{
    nh_file_ref ref = {.name = ""};

    *out = NULL;
    if (strlen(name) >= sizeof ref.name)
        return nh_fail(err, NH_E_ARG, name, NH_NO_OFFSET, "a file name that is too long");
    memcpy(ref.name, name, strlen(name));
    return open_bare(env, dir, &ref, false, copy, out, err);
}

void nh_segment_close(nh_segment *seg)
{
    if (seg == NULL)
        return;
    nh_container_close(seg->deletions);
    nh_container_close(seg->file);
    nh_release(seg->env, seg->columns);
    nh_release(seg->env, seg->by_rank);
    (void)pthread_mutex_destroy(&seg->lock);
    nh_release(seg->env, seg);
}

const nh_segment_info *nh_segment_info_get(const nh_segment *seg)
{
    return &seg->info;
}

nh_container *nh_segment_container(nh_segment *seg)
{
    return seg->file;
}

nh_container *nh_segment_deletions(nh_segment *seg)
{
    return seg->deletions;
}

const nh_env *nh_segment_env(const nh_segment *seg)
{
    return seg->env;
}

bool nh_segment_is_deleted(const nh_segment *seg, uint32_t article)
{
    return seg->deletions != NULL &&
           (seg->deleted_bits[article / 8] >> article % 8 & 1) != 0;
}

const uint8_t *nh_segment_deleted_bits(const nh_segment *seg)
{
    return seg->deletions != NULL ? seg->deleted_bits : NULL;
}

nh_status nh_segment_once(nh_segment *seg, unsigned what,
                          nh_status (*check)(nh_segment *seg, nh_error *err), nh_error *err)
{
    nh_status st = NH_OK;

    if ((atomic_load_explicit(&seg->ready, memory_order_acquire) & what) != 0)
        return NH_OK;
    (void)pthread_mutex_lock(&seg->lock);
    if ((atomic_load_explicit(&seg->ready, memory_order_relaxed) & what) == 0)
        st = check(seg, err);
    if (st == NH_OK)
        atomic_fetch_or_explicit(&seg->ready, what, memory_order_release);
    (void)pthread_mutex_unlock(&seg->lock);
    return st;
}
