/*
 * indexer/commit/commit.h - segment files and a manifest become the index, at once or not at all.
 */
#ifndef NH_INDEXER_COMMIT_H
#define NH_INDEXER_COMMIT_H

#include "common/segment/file/manifest.h"

/*
 * Gives the synced file ref->name, a segment or deletions as `kind` says, its final name, which
 * is stored in `ref`.
 * NH_E_IO, NH_E_SPACE
 */
NH_MUST_USE nh_status nh_commit_name(const nh_env *env, int dir, nh_envelope_kind kind,
                                     uint64_t generation, nh_file_ref *ref, nh_error *err);

/*
 * Commits `manifest`, whose segment files are synced and have their final names: syncs the
 * directory, replaces the manifest, syncs the directory. The manifest before it stays as
 * manifest.prev.
 *
 * NH_E_COMMIT_UNKNOWN  visible, perhaps not durable
 * NH_E_IO, NH_E_SPACE, NH_E_NOMEM, NH_E_LIMIT (a manifest over 16 MiB)   nothing changed
 */
NH_MUST_USE nh_status nh_commit_manifest(const nh_env *env, int dir,
                                         const nh_manifest *manifest, nh_error *err);

#endif
