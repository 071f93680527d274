/*
 * indexer/commit/manifest/new_manifest.h - the manifest that the next commit writes.
 */
#ifndef NH_INDEXER_NEW_MANIFEST_H
#define NH_INDEXER_NEW_MANIFEST_H

#include "common/segment/file/manifest.h"
#include "indexer/write/intern.h"

/* What a commit changes. All borrowed. */
typedef struct nh_manifest_change {
    const nh_segment_ref *segments; /* all that the index has then       */
    uint32_t n_segments;
    const nh_str *languages; /* codes of its articles, in any order, repeated or not */
    uint32_t n_languages;
} nh_manifest_change;

/*
 * The commit after `last`, with its settings.
 *
 * last  zeroed but for its settings where there was no commit
 * out   owns all its texts; nh_manifest_close() frees it; zeroed on failure
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_manifest_next(const nh_env *env, const nh_manifest *last,
                                       const nh_manifest_change *change, nh_manifest *out,
                                       nh_error *err);

#endif
