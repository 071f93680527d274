/*
 * common/segment/numbers/numbers_reader.h - columns of numbers in blocks of 64, each packed as far as its block allows.
 *
 * One number is read without those before it (FORMAT.md, "Numbers in blocks").
 */
#ifndef NH_SEGMENT_NUMBERS_READER_H
#define NH_SEGMENT_NUMBERS_READER_H

#include "common/segment/file/container.h"

#define NH_NUMBER_BLOCK 64u  /* numbers of a column in a full block */
#define NH_NUMBER_COLUMNS 2u /* side by side in a section, at most */

/* A section of numbers. */
typedef struct nh_numbers {
    nh_section_kind kind;
    unsigned columns; /* 1..NH_NUMBER_COLUMNS      */
    uint64_t count;   /* of each column, at least 1 */
} nh_numbers;

/* Blocks of `count` numbers, at least one. */
static inline uint64_t nh_number_blocks(uint64_t count)
{
    return (count - 1) / NH_NUMBER_BLOCK + 1;
}

/* Bytes that say what a block is like. */
static inline uint64_t nh_number_row(unsigned columns)
{
    return 8 + 5 * (uint64_t)columns;
}

/* True if a section of `size` bytes has room for the rows, as nh_numbers_get() takes for
 * granted. */
bool nh_numbers_fit(const nh_numbers *n, uint64_t size);

/* The byte of the section, which has room for the rows, where the row begins that tells of number
 * `i`. */
uint64_t nh_numbers_row_at(nh_container *file, const nh_numbers *n, uint64_t i);

/*
 * Number `i`, below the count, of each column: out[0..columns).
 * NH_E_CORRUPT  its block is not as long as its widths say, or a number has over 32 bits
 * Cost: two looks into the section.
 */
NH_MUST_USE nh_status nh_numbers_get(nh_container *file, const nh_numbers *n, uint64_t i,
                                     uint32_t *out, nh_error *err);

/* Has the system read what tells of number `i`, and about where it is, for whoever asks soon. */
void nh_numbers_expect(nh_container *file, const nh_numbers *n, uint64_t i);

#endif
