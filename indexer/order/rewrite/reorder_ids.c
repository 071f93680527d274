/* indexer/order/rewrite/reorder_ids.c - ids stay in their order; which article has which changes. */
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/order/rewrite/reorder_parts.h"
#include "indexer/write/ids/ids_writer.h"

static nh_status put_ranks(nh_reordering *r, nh_error *err)
{
    nh_segment *seg = r->in->list[0].seg;
    nh_ranks_writer to;
    nh_status st = NH_OK;

    nh_ranks_writer_init(&to, &r->to->spool[NH_SECTION_RANKS], r->order->articles);
    for (uint32_t i = 0; st == NH_OK && i < r->order->articles; i++) {
        uint32_t rank;

        st = nh_id_rank(seg, r->order->article_at[i], &rank, err);
        if (st == NH_OK)
            st = nh_ranks_writer_put(&to, rank, err);
    }
    return st == NH_OK ? nh_ranks_writer_finish(&to, err) : st;
}

nh_status nh_reorder_ids(nh_reordering *r, nh_error *err)
{
    const nh_container *file = nh_segment_container(r->in->list[0].seg);
    const nh_merge_part all = {0, NH_SECTION_IDS, 0,
                               nh_container_size(file, NH_SECTION_IDS)};
    nh_status st = nh_merge_copy(r->in, all, r->to, err);

    if (st == NH_OK)
        st = put_ranks(r, err);
    return st == NH_OK ? nh_merge_inputs_refresh(r->in, err) : st;
}
