/* common/segment/numbers/numbers_reader.c - columns of numbers in blocks of 64, each packed as far as its block allows. */
#include "common/segment/numbers/numbers_reader.h"

#include <inttypes.h>

#include "common/base/bytes/little_endian.h"
#include "common/codec/numbers/pack.h"

#define WIDEST 32u
#define ABOUT 256u /* bytes around the place where numbers are looked for ahead of time */

/* What a row says of a block. */
typedef struct block {
    uint64_t number;
    uint64_t at, end; /* bytes of the section  */
    uint32_t count;   /* numbers of a column   */
    const uint8_t *row;
} block;

/* Where the rows begin. */
static uint64_t rows_at(nh_container *file, const nh_numbers *n)
{
    return nh_container_size(file, n->kind) -
           nh_number_blocks(n->count) * nh_number_row(n->columns);
}

uint64_t nh_numbers_row_at(nh_container *file, const nh_numbers *n, uint64_t i)
{
    return rows_at(file, n) + i / NH_NUMBER_BLOCK * nh_number_row(n->columns);
}

bool nh_numbers_fit(const nh_numbers *n, uint64_t size)
{
    return size / nh_number_row(n->columns) >= nh_number_blocks(n->count);
}

static uint32_t least_of(const block *b, unsigned column)
{
    return nh_le32(b->row + 8 + (size_t)column * 5);
}

static unsigned width_of(const block *b, unsigned column)
{
    return b->row[8 + (size_t)column * 5 + 4];
}

static nh_status fail_block(nh_container *file, const nh_numbers *n, const block *b,
                            nh_error *err)
{
    return nh_container_corrupt(
        file, n->kind, rows_at(file, n) + b->number * nh_number_row(n->columns), err,
        "block %" PRIu64 " of numbers contradicts its widths", b->number);
}

/* The first block begins at 0. Each ends where the next one begins, the last one where the rows
 * do. */
static nh_status find_block(nh_container *file, const nh_numbers *n, uint64_t number,
                            block *b, nh_error *err)
{
    const uint64_t blocks = nh_number_blocks(n->count), size = nh_number_row(n->columns);
    const uint64_t rows = rows_at(file, n);
    const bool last = number + 1 == blocks;
    uint64_t bytes = 0;
    nh_status st = nh_container_bytes(file, n->kind, rows + number * size,
                                      last ? size : size + 8, &b->row, err);

    if (st != NH_OK)
        return st;
    b->number = number;
    b->count = last ? (uint32_t)(n->count - number * NH_NUMBER_BLOCK) : NH_NUMBER_BLOCK;
    b->at = nh_le64(b->row);
    b->end = last ? rows : nh_le64(b->row + size);
    for (unsigned k = 0; k < n->columns; k++) {
        if (width_of(b, k) > WIDEST)
            return fail_block(file, n, b, err);
        bytes += nh_packed_size(b->count, width_of(b, k));
    }
    if ((number == 0 && b->at != 0) || b->at > b->end || b->end - b->at != bytes)
        return fail_block(file, n, b, err);
    return NH_OK;
}

/* 64 readable bytes follow a section. */
nh_status nh_numbers_get(nh_container *file, const nh_numbers *n, uint64_t i, uint32_t *out,
                         nh_error *err)
{
    const uint8_t *bytes = (const uint8_t *)"";
    block b;
    nh_status st = find_block(file, n, i / NH_NUMBER_BLOCK, &b, err);

    if (st == NH_OK && b.end > b.at)
        st = nh_container_bytes(file, n->kind, b.at, b.end - b.at, &bytes, err);
    for (unsigned k = 0; st == NH_OK && k < n->columns; k++) {
        const unsigned width = width_of(&b, k);
        const uint32_t more =
            width > 0 ? nh_packed_at(bytes, i % NH_NUMBER_BLOCK * width, width) : 0;

        if (more > UINT32_MAX - least_of(&b, k))
            return fail_block(file, n, &b, err);
        out[k] = least_of(&b, k) + more;
        bytes += nh_packed_size(b.count, width);
    }
    return st;
}

/* Numbers of all blocks take about as much. */
void nh_numbers_expect(nh_container *file, const nh_numbers *n, uint64_t i)
{
    const uint64_t size = nh_number_row(n->columns), rows = rows_at(file, n);
    const uint64_t number = i / NH_NUMBER_BLOCK;
    const uint64_t about = rows / nh_number_blocks(n->count) * number;

    nh_container_expect(file, n->kind, rows + number * size, size);
    nh_container_expect(file, n->kind, about, rows - about < ABOUT ? rows - about : ABOUT);
}
