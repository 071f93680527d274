/* indexer/write/numbers/numbers_writer.c - columns of numbers in blocks of 64. */
#include "indexer/write/numbers/numbers_writer.h"

#include "common/codec/numbers/pack.h"

void nh_numbers_writer_init(nh_numbers_writer *w, nh_spool *to, unsigned columns)
{
    *w = (nh_numbers_writer){.to = to, .columns = columns, .rows = {.env = to->env}};
}

/* The open numbers of a column, each less the least of them. */
static void close_column(nh_numbers_writer *w, uint32_t *numbers)
{
    uint32_t least = UINT32_MAX, most = 0;

    for (uint32_t i = 0; i < w->held; i++) {
        least = numbers[i] < least ? numbers[i] : least;
        most = numbers[i] > most ? numbers[i] : most;
    }
    for (uint32_t i = 0; i < w->held; i++)
        numbers[i] -= least;
    nh_buf_u32(&w->rows, least);
    nh_buf_u8(&w->rows, (uint8_t)nh_bits(most - least));
    nh_pack(numbers, w->held, nh_bits(most - least), &w->to->memory);
}

static nh_status close_block(nh_numbers_writer *w, nh_error *err)
{
    nh_buf_u64(&w->rows, nh_spool_size(w->to));
    for (unsigned k = 0; k < w->columns; k++)
        close_column(w, w->open[k]);
    w->held = 0;
    return nh_buf_ok(&w->rows) ? nh_spool_settle(w->to, err)
                               : nh_buf_status(&w->rows, err, "blocks of numbers");
}

nh_status nh_numbers_writer_put(nh_numbers_writer *w, const uint32_t *numbers,
                                nh_error *err)
{
    for (unsigned k = 0; k < w->columns; k++)
        w->open[k][w->held] = numbers[k];
    return ++w->held == NH_NUMBER_BLOCK ? close_block(w, err) : NH_OK;
}

nh_status nh_numbers_writer_finish(nh_numbers_writer *w, nh_error *err)
{
    nh_status st = w->held > 0 ? close_block(w, err) : NH_OK;

    return st == NH_OK ? nh_spool_put(w->to, w->rows.bytes, w->rows.size, err) : st;
}

void nh_numbers_writer_free(nh_numbers_writer *w)
{
    nh_buf_free(&w->rows);
}
