/*
 * indexer/commit/known_ids.h - which ids are taken: by committed articles and by those since.
 */
#ifndef NH_INDEXER_KNOWN_IDS_H
#define NH_INDEXER_KNOWN_IDS_H

#include "common/segment/file/segment.h"
#include "indexer/write/intern.h"

/* Call nh_known_ids_init(). For one thread. */
typedef struct nh_known_ids {
    const nh_env *env;
    int dir;
    nh_segment **segments; /* of the last commit, open */
    size_t n_segments;
    nh_intern added; /* since the last commit    */
} nh_known_ids;

/* Knows nothing yet. dir: the index. Allocates nothing. */
void nh_known_ids_init(nh_known_ids *ids, const nh_env *env, int dir);

/*
 * Opens the segments of a commit and forgets what was added since; also at each later one.
 * NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM; then it knows nothing
 */
NH_MUST_USE nh_status nh_known_ids_open(nh_known_ids *ids, const nh_manifest *manifest,
                                        nh_error *err);

/*
 * NH_E_REFUSED  "duplicate-id": the id is taken by an article that is not deleted
 * NH_E_CORRUPT, NH_E_IO
 * Cost: a binary search in each segment.
 */
NH_MUST_USE nh_status nh_known_ids_check(nh_known_ids *ids, nh_str id, nh_error *err);

/* The id is taken now. NH_E_NOMEM, NH_E_LIMIT (4 GiB of ids in a commit). */
NH_MUST_USE nh_status nh_known_ids_add(nh_known_ids *ids, nh_str id, nh_error *err);

/* Closes the segments and forgets the ids. Accepts a zeroed one. */
void nh_known_ids_close(nh_known_ids *ids);

#endif
