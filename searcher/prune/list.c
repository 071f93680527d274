/* searcher/prune/list.c - the postings of a word in a segment, a block at hand, with its bounds. */
#include "searcher/prune/list.h"

nh_status nh_list_open(const nh_segment_view *view, const nh_term *term,
                       nh_part_scores *scores, nh_list *out, nh_error *err)
{
    out->scores = scores;
    out->info = nh_segment_info_get(view->segment);
    out->lengths = view->passages.lengths;
    out->df = term->df;
    out->block = NH_NO_BLOCK;
    out->at = 0;
    out->rest = (nh_block_rest){.done = true};
    out->most = nh_part_bound(scores, out->info, term->impact, 255, 1);
    return nh_block_reader_open(view->segment, term, &out->blocks, err);
}

int32_t nh_list_bound(nh_list *l, uint32_t i)
{
    const nh_directory *d = &l->blocks.directory;

    if (d->last == NULL)
        return l->most;
    return nh_part_bound(l->scores, l->info, d->impact[i], d->max_tf[i], d->min_length[i]);
}

nh_status nh_list_load(nh_list *l, uint32_t i, nh_error *err)
{
    nh_status st = NH_OK;

    l->at = 0;
    if (l->block == i)
        return NH_OK;
    l->block = NH_NO_BLOCK;
    st = nh_block_docs(&l->blocks, i, &l->data, &l->rest, err);
    if (st == NH_OK)
        l->block = i;
    return st;
}

uint32_t nh_list_find(const nh_list *l, uint32_t from, uint32_t passage)
{
    const uint32_t *const p = l->data.passages;
    uint32_t low = from, step = 1, high;

    while (low + step < l->data.count && p[low + step] < passage) {
        low += step;
        step *= 2;
    }
    if (low >= l->data.count || p[low] >= passage)
        return low;
    high = low + step < l->data.count ? low + step : l->data.count;
    while (high - low > 1) { /* p[low] < passage */
        const uint32_t middle = low + (high - low) / 2;

        if (p[middle] < passage)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* Is the first posting at or behind `passage` in the block at hand? */
static bool is_at_hand(const nh_list *l, uint32_t passage)
{
    const nh_directory *d = &l->blocks.directory;

    if (l->block == NH_NO_BLOCK)
        return false;
    if (d->last == NULL)
        return true;
    return l->data.passages[l->data.count - 1] >= passage &&
           (l->data.passages[0] <= passage || l->block == 0 ||
            nh_directory_u32(d->last, l->block - 1) < passage);
}

nh_status nh_list_seek(nh_list *l, uint32_t passage, bool *found, nh_error *err)
{
    const nh_directory *d = &l->blocks.directory;
    uint32_t from = 0, block = 0;
    nh_status st;

    *found = true;
    if (is_at_hand(l, passage)) {
        if (l->at >= l->data.count || l->data.passages[l->at] > passage)
            l->at = 0;
        l->at = nh_list_find(l, l->at, passage);
        *found = l->at < l->data.count;
        return NH_OK;
    }
    if (d->last != NULL) {
        if (l->block != NH_NO_BLOCK && l->data.passages[l->data.count - 1] < passage)
            from = l->block + 1;
        block = nh_directory_find(d, from, passage);
    }
    *found = block < d->n;
    if (!*found)
        return NH_OK;
    st = nh_list_load(l, block, err);
    if (st != NH_OK)
        return st;
    l->at = nh_list_find(l, 0, passage);
    *found = l->at < l->data.count;
    return NH_OK;
}
