/* indexer/write/terms/small_list_writer.c - the few postings of a rare term, as they stand in the dictionary. */
#include "indexer/write/terms/small_list_writer.h"

void nh_small_list_write(const nh_open_block *block, uint32_t n_forms, nh_buffer *to)
{
    uint32_t next = 0; /* the smallest passage that may come */
    size_t at = 0;

    for (uint32_t i = 0; i < block->count; i++) {
        const uint8_t tf = block->tf[i];

        nh_buf_var64(to, (uint64_t)(block->passages[i] - next) * 2 + (tf > 1));
        if (tf > 1)
            nh_buf_var32(to, tf - 2u);
        if (n_forms > 0)
            nh_buf_bytes(to, block->positions + at, tf);
        for (uint32_t k = 0; n_forms > 1 && k < tf; k++)
            nh_buf_var32(to, block->codes[at + k]);
        at += tf;
        next = block->passages[i] + 1;
    }
}
