/* searcher/prune/plan/allowed.c - the passages of articles of which a query is true. */
#include "searcher/prune/plan/allowed.h"

#include "searcher/match/bits.h"

static void set_run(uint64_t *bits, uint32_t first, uint32_t end)
{
    for (uint32_t p = first; p < end;) {
        const uint32_t at = p % 64;
        const uint32_t n = end - p < 64 - at ? end - p : 64 - at;

        bits[p / 64] |= (n < 64 ? ((uint64_t)1 << n) - 1 : UINT64_MAX) << at;
        p += n;
    }
}

nh_status nh_allowed_make(nh_arena *arena, const nh_segment_view *view,
                          const uint64_t *articles, const uint64_t **out, nh_error *err)
{
    const nh_article_view *v = &view->articles;
    uint64_t *bits;

    *out = articles;
    if (nh_segment_view_flat(view))
        return NH_OK;
    bits = (uint64_t *)nh_arena_array(arena, nh_bits_words(view->passages.count) + 1,
                                      sizeof *bits);
    if (bits == NULL)
        return nh_arena_fail(arena, err, "a query");
    for (uint32_t a = nh_bits_next(articles, v->count, 0); a < v->count;
         a = nh_bits_next(articles, v->count, a + 1)) {
        const uint32_t first = nh_first_passage(v, a);

        set_run(bits, first, nh_article_end(v, first));
    }
    *out = bits;
    return NH_OK;
}
