/* indexer/write/ids/ids_writer.c - ids in their order, and the rank of each article's. */
#include "indexer/write/ids/ids_writer.h"

#include "common/base/error.h"
#include "common/codec/front.h"
#include "common/codec/numbers/pack.h"

void nh_ids_writer_init(nh_ids_writer *w, nh_spool *to)
{
    *w = (nh_ids_writer){.to = to, .places = {.env = to->env}, .before = {.env = to->env}};
}

nh_status nh_ids_writer_put(nh_ids_writer *w, nh_str id, nh_error *err)
{
    const uint64_t at = nh_spool_size(w->to);

    if (at > UINT32_MAX)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "over 4 GiB of ids");
    if (w->count++ % NH_ID_BLOCK == 0) {
        nh_buf_u32(&w->places, (uint32_t)at);
        nh_buf_clear(&w->before);
    }
    nh_front_put(nh_buf_str(&w->before), id, &w->to->memory);
    nh_buf_clear(&w->before);
    nh_buf_text(&w->before, id);
    if (!nh_buf_ok(&w->before))
        return nh_buf_status(&w->before, err, "an id");
    return nh_spool_settle(w->to, err);
}

nh_status nh_ids_writer_finish(nh_ids_writer *w, nh_error *err)
{
    nh_status st = nh_buf_status(&w->places, err, "the blocks of ids");

    return st == NH_OK ? nh_spool_put(w->to, w->places.bytes, w->places.size, err) : st;
}

void nh_ids_writer_free(nh_ids_writer *w)
{
    nh_buf_free(&w->places);
    nh_buf_free(&w->before);
}

void nh_ranks_writer_init(nh_ranks_writer *w, nh_spool *to, uint32_t articles)
{
    *w = (nh_ranks_writer){.to = to, .width = nh_bits(articles - 1)};
}

nh_status nh_ranks_writer_put(nh_ranks_writer *w, uint32_t rank, nh_error *err)
{
    w->moved |= rank != w->count++;
    w->word |= (uint64_t)rank << w->held;
    w->held += w->width;
    if (w->held < 32)
        return NH_OK;
    nh_buf_u32(&w->to->memory, (uint32_t)w->word);
    w->word >>= 32;
    w->held -= 32;
    return nh_spool_settle(w->to, err);
}

nh_status nh_ranks_writer_finish(nh_ranks_writer *w, nh_error *err)
{
    if (!w->moved) {
        nh_spool_clear(w->to);
        return NH_OK;
    }
    for (unsigned at = 0; at < w->held; at += 8)
        nh_buf_u8(&w->to->memory, (uint8_t)(w->word >> at));
    return nh_spool_settle(w->to, err);
}
