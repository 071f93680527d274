/* indexer/order/new_order.c - where the articles and passages of a segment go. */
#include "indexer/order/new_order.h"

#include "common/base/error.h"
#include "indexer/write/bounds/article_begins.h"

nh_status nh_new_order_make(nh_segment *seg, uint32_t *article_at, nh_new_order *out,
                            nh_error *err)
{
    const nh_segment_info *info = nh_segment_info_get(seg);
    nh_new_order o = {.env = nh_segment_env(seg),
                      .articles = info->articles,
                      .passages = info->passages,
                      .article_at = article_at};
    nh_article_view view;
    uint32_t next = 0;
    nh_status st = nh_article_view_get(seg, &view, err);

    *out = (nh_new_order){.env = o.env};
    o.passage_to = (uint32_t *)nh_zeroed(o.env, o.passages, sizeof *o.passage_to);
    if (o.articles < o.passages)
        o.begins = nh_begins_new(o.env, o.passages);
    if (st == NH_OK &&
        (o.passage_to == NULL || (o.begins == NULL && o.articles < o.passages)))
        st = nh_fail_memory(err, "ordering passages");
    if (st != NH_OK) {
        nh_new_order_free(&o);
        return st;
    }
    for (uint32_t i = 0; i < o.articles; i++) {
        const uint32_t first = nh_first_passage(&view, article_at[i]);
        const uint32_t end = nh_article_end(&view, first);

        if (o.begins != NULL)
            nh_begins_set(o.begins, next);
        for (uint32_t p = first; p < end; p++)
            o.passage_to[p] = next++;
    }
    *out = o;
    return NH_OK;
}

void nh_new_order_free(nh_new_order *o)
{
    nh_release(o->env, o->article_at);
    nh_release(o->env, o->passage_to);
    nh_release(o->env, o->begins);
    *o = (nh_new_order){.env = o->env};
}
