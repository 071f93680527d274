/* indexer/commit/commit.c - segment files and a manifest become the index, at once or not at all. */
#include "indexer/commit/commit.h"

#include <stdio.h>

#include "common/base/error.h"
#include "common/base/files/atomic_file.h"
#include "indexer/commit/file_names.h"
#include "indexer/write/file/container_writer.h"

#define MANIFEST_LIMIT (16u << 20)

nh_status nh_commit_name(const nh_env *env, int dir, nh_envelope_kind kind,
                         uint64_t generation, nh_file_ref *ref, nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    char name[48];
    int failed;

    if (kind == NH_KIND_DELETIONS)
        nh_deletions_name(name, generation, ref->blocks_crc);
    else
        nh_segment_name(name, generation, ref->blocks_crc);
    failed = io->rename_at(io->self, dir, ref->name, name);
    if (failed < 0)
        return nh_fail_errno(err, -failed, ref->name, "rename");
    (void)snprintf(ref->name, sizeof ref->name, "%s", name);
    return NH_OK;
}

/* The whole manifest file in memory. */
static nh_status build_file(const nh_env *env, const nh_manifest *manifest,
                            nh_container_writer **out, nh_error *err)
{
    nh_buffer section = {.env = env, .limit = MANIFEST_LIMIT};
    nh_file_ref ref;
    nh_status st = nh_container_writer_new(env, -1, NULL, NH_KIND_MANIFEST, out, err);

    if (st != NH_OK)
        return st;
    nh_manifest_encode(manifest, &section);
    st = nh_buf_status(&section, err, "the manifest");
    if (st == NH_OK)
        st = nh_container_writer_section(*out, NH_SECTION_COMMIT, err);
    if (st == NH_OK)
        st = nh_container_writer_put(*out, section.bytes, section.size, err);
    if (st == NH_OK)
        st = nh_container_writer_finish(*out, &ref, err);
    nh_buf_free(&section);
    return st;
}

nh_status nh_commit_manifest(const nh_env *env, int dir, const nh_manifest *manifest,
                             nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    nh_container_writer *file = NULL;
    nh_status st = build_file(env, manifest, &file, err);

    if (st == NH_OK) {
        const int failed = io->sync_dir(io->self, dir); /* the names of the segments */

        if (failed < 0)
            st = nh_fail_errno(err, -failed, ".", "sync");
    }
    if (st == NH_OK) {
        const nh_str bytes = nh_container_writer_bytes(file);

        st = nh_atomic_replace(env, dir, NH_MANIFEST, NH_MANIFEST_PREVIOUS, bytes.ptr,
                               bytes.len, err);
    }
    nh_container_writer_free(file);
    return st;
}
