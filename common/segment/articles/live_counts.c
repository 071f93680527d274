/* common/segment/articles/live_counts.c - how much of a segment is not deleted. */
#include "common/segment/articles/live_counts.h"

#include "common/segment/articles/articles_reader.h"

/* Takes the passages [first, end) of a deleted article off. */
static void take_off(const nh_passage_view *passages, uint32_t first, uint32_t end,
                     nh_live_counts *counts)
{
    counts->articles--;
    counts->passages -= end - first;
    for (uint32_t p = first; p < end; p++)
        counts->tokens -= passages->lengths[p];
}

nh_status nh_live_counts_add(nh_segment *seg, const uint8_t *deleted, nh_live_counts *sum,
                             nh_error *err)
{
    const nh_segment_info *info = nh_segment_info_get(seg);
    nh_live_counts counts = {info->articles, info->passages, info->tokens};
    const bool whole = deleted == NULL;
    nh_passage_view passages;
    nh_article_view articles;
    nh_status st = whole ? NH_OK : nh_passage_lengths_get(seg, &passages, err);

    if (st == NH_OK && !whole)
        st = nh_article_view_get(seg, &articles, err);
    for (uint32_t a = 0; st == NH_OK && !whole && a < articles.count; a++)
        if ((deleted[a / 8] >> a % 8 & 1) != 0) {
            const uint32_t first = nh_first_passage(&articles, a);

            take_off(&passages, first, nh_article_end(&articles, first), &counts);
        }
    if (st != NH_OK)
        return st;
    sum->articles += counts.articles;
    sum->passages += counts.passages;
    sum->tokens += counts.tokens;
    return NH_OK;
}
