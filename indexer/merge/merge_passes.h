/*
 * indexer/merge/merge_passes.h - segments that are too many to be open at once become one all the same.
 */
#ifndef NH_INDEXER_MERGE_PASSES_H
#define NH_INDEXER_MERGE_PASSES_H

#include "indexer/invert/run_files.h"
#include "indexer/merge/merge.h"

/*
 * As nh_merge(). Every segment that is open keeps pages of each of its sections in memory, a
 * mebibyte in all, whatever is read of them. So where there are more than the memory is enough for,
 * neighbours become one each first, and then these, pass by pass (Knuth, The Art of Computer
 * Programming, volume 3, 5.4).
 *
 * names  of the files on the way, which are gone afterwards, in the directory of `job`
 * Cost: the bytes of all segments, pass by pass; beside the segments and the result there is
 * one pass on disk, two while the second is made
 */
NH_MUST_USE nh_status nh_merge_passes(const nh_merge_job *job, nh_run_files *names,
                                      const char *name, nh_segment_ref *ref, nh_error *err);

/* Segments that one pass opens with so much memory, at most. */
uint32_t nh_merge_at_once(uint64_t memory);

#endif
