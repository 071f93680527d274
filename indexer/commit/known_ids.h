/*
 * indexer/commit/known_ids.h - who has which id: committed articles and those added since.
 */
#ifndef NH_INDEXER_KNOWN_IDS_H
#define NH_INDEXER_KNOWN_IDS_H

#include "indexer/commit/removals.h"
#include "indexer/write/intern.h"

/* Call nh_known_ids_init(). For one thread. */
typedef struct nh_known_ids {
    const nh_env *env;
    int dir;
    nh_segment **segments; /* of the last commit, open */
    size_t n_segments;
    nh_removals removals; /* of articles that go with the next commit  */
    nh_intern added;      /* ids of articles since the last commit     */
    nh_buffer serials;    /* u32 by number in `added`: who has it last */
    uint32_t next;        /* serial of the next article                */
} nh_known_ids;

/* Knows nothing yet. dir: the index. Allocates nothing. */
void nh_known_ids_init(nh_known_ids *ids, const nh_env *env, int dir);

/*
 * Opens the segments of a commit and forgets what was added and removed since; also at each
 * later one.
 * NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM; then it knows nothing
 */
NH_MUST_USE nh_status nh_known_ids_open(nh_known_ids *ids, const nh_manifest *manifest,
                                        nh_error *err);

/*
 * The article that has this id and is not removed: *found and *place.
 * NH_E_CORRUPT, NH_E_IO
 * Cost: a binary search in each segment.
 */
NH_MUST_USE nh_status nh_known_ids_find(nh_known_ids *ids, nh_str id, bool *found,
                                        nh_place *place, nh_error *err);

/* The id is taken now, by the article with serial ids->next, which goes up. NH_E_NOMEM,
 * NH_E_LIMIT (4 GiB of ids in a commit, or 2^32 articles). */
NH_MUST_USE nh_status nh_known_ids_add(nh_known_ids *ids, nh_str id, nh_error *err);

/* Nobody will ask for ids since the commit any more, nor add one, until the next is opened. */
void nh_known_ids_rest(nh_known_ids *ids);

/* Bytes held for ids since the commit. */
size_t nh_known_ids_memory(const nh_known_ids *ids);

/* Closes the segments and forgets the ids. Accepts a zeroed one. */
void nh_known_ids_close(nh_known_ids *ids);

#endif
