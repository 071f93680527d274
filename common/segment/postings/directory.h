/*
 * common/segment/postings/directory.h - what is known of each block of a term before it is decoded.
 */
#ifndef NH_SEGMENT_DIRECTORY_H
#define NH_SEGMENT_DIRECTORY_H

#include "common/base/bytes/little_endian.h"
#include "common/segment/terms/terms_reader.h"

/* The arrays of FORMAT.md section 6; borrowed from the segment. Numbers of four bytes are
 * little-endian and unaligned: nh_directory_u32() reads them. */
typedef struct nh_directory {
    uint32_t n;     /* blocks                       */
    uint32_t n_top; /* entries of `top`             */
    const uint8_t *top, *last, *postings_at;
    const uint8_t *positions_at; /* NULL for a pair           */
    const uint8_t *codes_at;     /* NULL if the term has one form */
    const uint8_t *count;        /* less 1                       */
    const uint8_t *codec, *doc_width, *tf_width;
    const uint8_t *code_width; /* NULL if the term has one form */
    const uint8_t *max_tf, *min_length, *impact;
    uint64_t at; /* of the directory in its section */
} nh_directory;

/* Bytes of the directory of a term with blocks. */
uint64_t nh_directory_size(const nh_term *term);

/* The directory of a term whose flags say that it is not small. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_directory_open(nh_segment *seg, const nh_term *term,
                                        nh_directory *out, nh_error *err);

/* Number `i` of one of the arrays of u32. */
static inline uint32_t nh_directory_u32(const uint8_t *array, uint32_t i)
{
    return nh_le32(array + (size_t)i * 4);
}

/* The first block from `from` on whose last passage is >= `passage`; n if there is none.
 * Cost: the logarithm of the distance. */
uint32_t nh_directory_find(const nh_directory *d, uint32_t from, uint32_t passage);

#endif
