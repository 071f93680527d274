/* searcher/prune/count.c - how many articles and passages have any of the words. */
#include "common/base/error.h"
#include "searcher/match/bits.h"
#include "searcher/prune/pruning.h"

static nh_status mark_list(nh_pruning *p, nh_list *l, uint64_t *bits, nh_error *err)
{
    const uint32_t n = l->blocks.directory.n;
    nh_status st = NH_OK;

    for (uint32_t b = 0; b < n && st == NH_OK; b++) {
        if (b % 64 == 0)
            st = nh_halt_look(p->e->finder.halt, err);
        if (st == NH_OK)
            st = nh_list_load(l, b, err);
        for (uint32_t i = 0; i < l->data.count && st == NH_OK; i++)
            nh_bits_set(bits, l->data.passages[i]);
    }
    return st;
}

/* Articles with a passage in `bits`. */
static uint64_t count_articles(const nh_segment_view *v, const uint64_t *bits)
{
    const uint32_t count = v->passages.count;
    uint32_t article = 0, n = 0;

    for (uint32_t p = nh_bits_next(bits, count, 0); p < count; n++) {
        article = nh_segment_view_article(v, p, article);
        p = nh_bits_next(bits, count, nh_first_passage(&v->articles, article + 1));
    }
    return n;
}

nh_status nh_count_any(nh_pruning *p, nh_error *err)
{
    const uint32_t count = p->view->passages.count;
    uint64_t *bits =
        (uint64_t *)nh_arena_array(p->e->arena, nh_bits_words(count), sizeof *bits);
    nh_status st = NH_OK;
    uint64_t n;

    if (bits == NULL)
        return nh_arena_fail(p->e->arena, err, "a query");
    for (uint32_t i = 0; i < p->n_lists && st == NH_OK; i++)
        st = mark_list(p, p->lists[i], bits, err);
    n = nh_bits_count(bits, count);
    p->e->passages += n;
    p->e->articles += nh_segment_view_flat(p->view) ? n : count_articles(p->view, bits);
    return st;
}
