/*
 * indexer/commit/new_manifest.h - the manifest that the next commit writes.
 */
#ifndef NH_INDEXER_NEW_MANIFEST_H
#define NH_INDEXER_NEW_MANIFEST_H

#include "common/segment/file/manifest.h"
#include "indexer/write/intern.h"

/* What a commit changes. All borrowed. */
typedef struct nh_manifest_change {
    uint32_t keep;               /* so many of the segments before stay, from the first */
    const nh_segment_ref *added; /* these follow                                        */
    uint32_t n_added;
    const nh_intern *languages; /* codes of articles that came in                       */
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
