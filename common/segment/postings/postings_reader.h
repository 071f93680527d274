/*
 * common/segment/postings/postings_reader.h - passages, frequencies, positions and form codes, a block at a time.
 *
 * A small list is served as one block. What is not asked for is not decoded, and its bytes
 * are not touched.
 */
#ifndef NH_SEGMENT_POSTINGS_READER_H
#define NH_SEGMENT_POSTINGS_READER_H

#include "common/segment/postings/block_reader.h"

typedef struct nh_postings nh_postings;

/*
 * The postings of `term`, before their first block. `term` is borrowed until close. For one
 * thread. out: owned by the caller until nh_postings_close(). NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_postings_open(nh_segment *seg, const nh_term *term,
                                       nh_postings **out, nh_error *err);

/* Accepts NULL. */
void nh_postings_close(nh_postings *p);

/* The next block, or NULL behind the last. Borrowed until the next call. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_postings_next(nh_postings *p, const nh_block **out, nh_error *err);

/* The first block whose last passage is >= `passage`, at or after the current one; NULL if
 * there is none. Blocks between are not decoded. */
NH_MUST_USE nh_status nh_postings_seek(nh_postings *p, uint32_t passage,
                                       const nh_block **out, nh_error *err);

/* The positions of the current block, block->occurrences of them, posting by posting; each
 * is below the span of its passage, ascending in a posting (equal only for joined words). Pairs
 * have none: they come as zeros. */
NH_MUST_USE nh_status nh_postings_positions(nh_postings *p, const uint8_t **out,
                                            nh_error *err);

/* The form codes of the current block, parallel to the positions; each is below n_forms. */
NH_MUST_USE nh_status nh_postings_codes(nh_postings *p, const uint16_t **out,
                                        nh_error *err);

/* What this walker did so far. */
nh_list_work nh_postings_work(const nh_postings *p);

/* Bytes of a term's payloads in their sections; all 0 for a small list. */
typedef struct nh_payload_sizes {
    uint64_t postings, positions, codes;
} nh_payload_sizes;

/* How many bytes the blocks of `term` take. NH_E_CORRUPT, NH_E_NOMEM. Cost: decodes the last
 * block. */
NH_MUST_USE nh_status nh_postings_sizes(nh_segment *seg, const nh_term *term,
                                        nh_payload_sizes *out, nh_error *err);

#endif
