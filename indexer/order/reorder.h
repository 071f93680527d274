/*
 * indexer/order/reorder.h - a segment is written anew, similar articles next to each other.
 */
#ifndef NH_INDEXER_REORDER_H
#define NH_INDEXER_REORDER_H

#include "indexer/merge/merge_inputs.h"

/* What to write anew, and how. All borrowed. */
typedef struct nh_reorder_job {
    const nh_env *env;
    int dir;                     /* of the segment and of the result               */
    nh_segment_ref source;       /* of which nothing is deleted                    */
    const nh_settings *settings; /* of the index                                   */
    uint64_t memory;             /* bytes to use                                   */
    unsigned threads;            /* 1..NH_THREADS_MOST: the caller's is one     */
    const atomic_int *stop;      /* non-zero: give up; may be NULL                 */
    nh_ticker *ticker;           /* hears how far it is; may be NULL               */
} nh_reorder_job;

/*
 * Writes the segment of `job` in an order of similarity to file `name`, synced: the same bytes
 * for any number of threads, where the memory suffices for all articles and words. Where it does
 * not, parts and samples of words follow from what each thread needs.
 *
 * parts  in how many parts that follow each other articles are ordered, each by itself: as few as
 *        the memory suffices for; 0: it is too little, and there is no file. Only an order of
 *        one part is marked in the segment as one (nh_segment_info.similar)
 * ref    filled where it is done
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_VERSION, NH_E_IO, NH_E_SPACE, NH_E_NOMEM
 * Cost: bisection (bisect.h), then every list and article is decoded and packed anew
 */
NH_MUST_USE nh_status nh_reorder(const nh_reorder_job *job, const char *name,
                                 uint32_t *parts, nh_segment_ref *ref, nh_error *err);

#endif
