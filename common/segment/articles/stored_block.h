/*
 * common/segment/articles/stored_block.h - blocks of stored articles: found, inflated, spelt out.
 */
#ifndef NH_SEGMENT_STORED_BLOCK_H
#define NH_SEGMENT_STORED_BLOCK_H

#include "common/base/bytes/buffer.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/stored_words.h"
#include "common/segment/file/segment.h"

#define NH_STORED_ROW 24u             /* bytes of a row of the table of blocks         */
#define NH_CODED_HEAD 4u              /* before the stream of a block that has a list  */
#define NH_DICTIONARY_LIMIT 0xffffffu /* dictionaries of a segment, at most            */
#define NH_WORDS_LIMIT 0xffu          /* lists of words of a segment, at most          */

/* Such a row, FORMAT.md 15. */
typedef struct nh_stored_row {
    uint64_t at;             /* of the block in the section                      */
    uint32_t size, raw_size; /* of the block, and of what it holds, spelt out    */
    uint32_t first;          /* its first article                                */
    uint32_t dictionary;     /* it goes on from, from 1; 0: none                 */
    uint32_t words;          /* list of them that it is coded by, from 1; 0: none */
} nh_stored_row;

/* The row in the NH_STORED_ROW bytes from `p` on. */
static inline nh_stored_row nh_stored_row_read(const uint8_t *p)
{
    const uint32_t by = nh_le32(p + 20);

    return (nh_stored_row){nh_le64(p),      nh_le32(p + 8),           nh_le32(p + 12),
                           nh_le32(p + 16), by & NH_DICTIONARY_LIMIT, by >> 24};
}

/* Checks the table of a segment, for nh_segment_once(). NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_stored_table_check(nh_segment *seg, nh_error *err);

/* Row `i` of a table that was checked, as all below. */
nh_stored_row nh_stored_row_of(const nh_segment *seg, uint32_t i);

/* The first article behind block `i`. */
uint32_t nh_stored_row_end(const nh_segment *seg, uint32_t i);

/* The block with an article. */
uint32_t nh_stored_block_of(const nh_segment *seg, uint32_t article);

/* A block in memory. For one thread. */
typedef struct nh_stored_block {
    nh_segment *seg;
    nh_inflater *inflater;
    uint32_t whole;      /* block whose stream was inflated to its end; UINT32_MAX: none */
    const uint8_t *held; /* what it held                      */
    nh_buffer spelt;     /* what a list spelt                 */
    nh_code_words words; /* of number `list`                  */
    uint32_t list;       /* 0: none was read yet              */
    const uint8_t *raw;  /* its bytes, as far as they are there */
    size_t size;
} nh_stored_block;

/* Zeroes `b`; close it whatever comes of this. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_block_open(nh_stored_block *b, nh_segment *seg,
                                           nh_error *err);

/* The first `part` bytes of block `i`, more, or, of one that is coded, perhaps fewer, unless all
 * are asked for. A stream that was inflated to its end is not inflated again when more
 * of the same block is asked for. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_block_load(nh_stored_block *b, uint32_t i, size_t part,
                                           nh_error *err);

/* Accepts one that is zeroed. */
void nh_stored_block_close(nh_stored_block *b);

/* Fails for what is wrong with block `i`. */
nh_status nh_stored_block_corrupt(const nh_segment *seg, uint32_t i, const char *what,
                                  nh_error *err);

#endif
