/* searcher/prune/list.c - the postings of a word in a segment, a block at hand, with its bounds. */
#include "searcher/prune/list.h"

#include "common/codec/kernels.h"

nh_status nh_list_open(const nh_segment_view *view, const nh_term *term,
                       nh_part_scores *scores, nh_list *out, nh_error *err)
{
    out->scores = scores;
    out->info = nh_segment_info_get(view->segment);
    out->lengths = view->passages.lengths;
    out->df = term->df;
    out->block = out->bits_block = NH_NO_BLOCK;
    out->at = 0;
    out->rest = (nh_block_rest){.done = true};
    out->most = scores != NULL ? nh_part_bound(scores, out->info, term->impact, 255, 1) : 0;
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
    l->block = l->bits_block = NH_NO_BLOCK;
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

/* The first block from which a passage may come; those behind the last have none. */
static uint32_t find_block(const nh_list *l, uint32_t passage)
{
    const nh_directory *d = &l->blocks.directory;
    uint32_t from = 0;

    if (d->last == NULL)
        return 0;
    if (l->block != NH_NO_BLOCK && l->data.passages[l->data.count - 1] < passage)
        from = l->block + 1;
    else if (l->bits_block != NH_NO_BLOCK && l->bits.first + l->bits.range <= passage)
        from = l->bits_block + 1;
    return nh_directory_find(d, from, passage);
}

/* Stands in the block at hand. */
static void stand(nh_list *l, uint32_t passage, bool *found)
{
    if (l->at >= l->data.count || l->data.passages[l->at] > passage)
        l->at = 0;
    l->at = nh_list_find(l, l->at, passage);
    *found = l->at < l->data.count;
}

nh_status nh_list_seek(nh_list *l, uint32_t passage, bool *found, nh_error *err)
{
    nh_status st = NH_OK;

    if (!is_at_hand(l, passage)) {
        const uint32_t block = find_block(l, passage);

        *found = block < l->blocks.directory.n;
        if (!*found)
            return NH_OK;
        st = nh_list_load(l, block, err);
    }
    if (st == NH_OK)
        stand(l, passage, found);
    return st;
}

/* Makes bit set `i` the one at hand. */
static nh_status load_bits(nh_list *l, uint32_t i, nh_error *err)
{
    nh_status st;

    l->block = l->bits_block = NH_NO_BLOCK;
    st = nh_block_bits_get(&l->blocks, i, &l->bits, &l->rest, err);
    if (st != NH_OK)
        return st;
    l->bits_block = i;
    l->bits_from = i > 0 ? nh_directory_u32(l->blocks.directory.last, i - 1) + 1 : 0;
    l->data.count = l->bits.count;
    return NH_OK;
}

/* Is the passage in the bit set at hand, and which of its postings is it? */
static bool is_in_bits(nh_list *l, uint32_t passage)
{
    const uint8_t *bytes = l->bits.bytes;
    const uint32_t bit = passage - l->bits.first;

    if (passage < l->bits.first || bit >= l->bits.range ||
        (bytes[bit / 8] >> (bit % 8) & 1) == 0)
        return false;
    l->at = (uint32_t)nh_kernels_get()->bits_count(bytes, bit);
    return true;
}

nh_status nh_list_has(nh_list *l, uint32_t passage, int32_t least, bool *found,
                      nh_error *err)
{
    const bool bits = l->bits_block != NH_NO_BLOCK && l->bits_from <= passage &&
                      passage < l->bits.first + l->bits.range;
    uint32_t block;
    nh_status st = NH_OK;

    *found = false;
    if (!bits && !is_at_hand(l, passage)) {
        block = find_block(l, passage);
        if (block >= l->blocks.directory.n ||
            (least > 0 && nh_list_bound(l, block) < least))
            return NH_OK;
        st = nh_block_is_bits(&l->blocks, block) ? load_bits(l, block, err)
                                                 : nh_list_load(l, block, err);
    }
    if (st != NH_OK)
        return st;
    if (l->bits_block != NH_NO_BLOCK) {
        *found = is_in_bits(l, passage);
        return NH_OK;
    }
    stand(l, passage, found);
    *found = *found && l->data.passages[l->at] == passage;
    return NH_OK;
}
