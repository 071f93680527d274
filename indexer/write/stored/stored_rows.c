/* indexer/write/stored/stored_rows.c - the table of blocks of stored articles. */
#include "indexer/write/stored/stored_rows.h"

#include "common/base/error.h"

nh_status nh_stored_row_put(nh_spool *table, nh_stored_row row, nh_error *err)
{
    if (row.dictionary > NH_DICTIONARY_LIMIT)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "too many dictionaries of stored articles for one segment");
    if (row.words > NH_WORDS_LIMIT)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "too many lists of words of stored articles for one segment");
    nh_buf_u64(&table->memory, row.at);
    nh_buf_u32(&table->memory, row.size);
    nh_buf_u32(&table->memory, row.raw_size);
    nh_buf_u32(&table->memory, row.first);
    nh_buf_u32(&table->memory, row.dictionary | row.words << 24);
    return nh_spool_settle(table, err);
}

nh_status nh_stored_rows_put(nh_spool *table, const uint8_t *rows, uint64_t size,
                             const nh_stored_base *base, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint64_t i = 0; st == NH_OK && i + NH_STORED_ROW <= size; i += NH_STORED_ROW)
        st = nh_stored_row_put(
            table, nh_stored_row_shift(nh_stored_row_read(rows + i), base), err);
    return st;
}

static nh_status put_in_buffer(void *self, const void *bytes, size_t size, nh_error *err)
{
    nh_buffer *b = (nh_buffer *)self;

    nh_buf_bytes(b, bytes, size);
    return nh_buf_status(b, err, "the table of stored articles");
}

nh_status nh_stored_rows_append(nh_spool *to, nh_spool *from, const nh_stored_base *base,
                                nh_error *err)
{
    nh_buffer rows = {.env = to->env};
    nh_status st = nh_spool_replay(from, put_in_buffer, &rows, err);

    if (st == NH_OK)
        st = nh_stored_rows_put(to, rows.bytes, rows.size, base, err);
    nh_buf_free(&rows);
    return st;
}
