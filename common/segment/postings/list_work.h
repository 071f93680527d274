/*
 * common/segment/postings/list_work.h - what it took to read lists of postings, counted.
 *
 * Counts stand for time in tests: the same question to the same index counts the same on every
 * machine, with every set of kernels.
 */
#ifndef NH_SEGMENT_LIST_WORK_H
#define NH_SEGMENT_LIST_WORK_H

#include <stdint.h>

typedef struct nh_list_work {
    uint64_t blocks;   /* whose passages were decoded or looked up in a bit set           */
    uint64_t skipped;  /* other blocks of lists that were opened                          */
    uint64_t postings; /* whose frequencies were decoded, so that they could be scored    */
    uint64_t bytes;    /* of payloads of blocks that were read, positions and codes too   */
} nh_list_work;

/* Adds `more` to `sum`. */
static inline void nh_list_work_add(nh_list_work *sum, nh_list_work more)
{
    sum->blocks += more.blocks;
    sum->skipped += more.skipped;
    sum->postings += more.postings;
    sum->bytes += more.bytes;
}

#endif
