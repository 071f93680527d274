/*
 * indexer/merge/merge.h - several segments become one.
 */
#ifndef NH_INDEXER_MERGE_H
#define NH_INDEXER_MERGE_H

#include "indexer/merge/merge_inputs.h"

/* What to merge, and how. All borrowed. */
typedef struct nh_merge_job {
    const nh_env *env;
    int dir;                        /* of the segments and of the result              */
    const nh_merge_source *sources; /* in the order of the result                     */
    uint32_t count;
    const nh_settings *settings; /* of the index                                   */
    uint64_t memory;             /* bytes to use                                   */
    unsigned
        press;    /* threads that compress stored text as far as it goes; 0: it is copied */
    bool passing; /* the result is merged again and needs not be synced */
    const atomic_int *stop; /* non-zero: give up; may be NULL                 */
    nh_ticker *ticker;      /* hears how far it is; may be NULL               */
} nh_merge_job;

/*
 * Writes the segments of `job`, all of them open meanwhile, as one to file `name`, synced unless it
 * is passing; what is deleted in them is left out. At least one article must be left.
 *
 * ref  filled
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_VERSION, NH_E_IO, NH_E_SPACE, NH_E_NOMEM
 * NH_E_LIMIT  more articles, passages or bytes of ids than one segment can have
 * Cost: linear in their bytes; what has deletions is decoded and packed anew, the rest is copied
 */
NH_MUST_USE nh_status nh_merge(const nh_merge_job *job, const char *name,
                               nh_segment_ref *ref, nh_error *err);

#endif
