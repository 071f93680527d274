/* searcher/match/segment_view.c - passages, their articles, their chains. */
#include "searcher/match/segment_view.h"

#include "searcher/match/plan/plan.h"

nh_status nh_segment_view_get(nh_segment *segment, nh_segment_view *out, nh_error *err)
{
    const nh_status st = nh_segment_view_lengths(segment, out, err);

    return st == NH_OK ? nh_passage_view_get(segment, &out->passages, err) : st;
}

nh_status nh_segment_view_lengths(nh_segment *segment, nh_segment_view *out, nh_error *err)
{
    nh_status st;

    out->segment = segment;
    st = nh_passage_lengths_get(segment, &out->passages, err);
    if (st == NH_OK)
        st = nh_article_view_get(segment, &out->articles, err);
    return st;
}

nh_chain nh_segment_view_chain(const nh_segment_view *v, uint32_t passage)
{
    nh_chain chain = {passage, passage + 1};

    while (chain.first > 0 && nh_segment_view_runs_on(v, chain.first - 1))
        chain.first--;
    while (chain.end < v->passages.count && nh_segment_view_runs_on(v, chain.end - 1))
        chain.end++;
    if (chain.end - chain.first > 1) { /* an article ends whatever a flag says */
        const uint32_t first = nh_article_from(&v->articles, passage);
        const uint32_t end = nh_article_end(&v->articles, passage);

        chain.first = chain.first > first ? chain.first : first;
        chain.end = chain.end < end ? chain.end : end;
    }
    return chain;
}

nh_status nh_segment_view_passage(const nh_segment_view *v, uint32_t passage,
                                  nh_passage *out, bool *whole, nh_error *err)
{
    nh_passage_marks marks;
    nh_status st = nh_passage_marks_get(v->segment, passage, &marks, err);

    if (st != NH_OK)
        return st;
    *out = (nh_passage){
        .count = v->passages.lengths[passage], .span = marks.span, .flags = marks.flags};
    st = nh_passage_place(v->segment, passage, &out->at, &out->size, err);
    *whole = out->size < UINT16_MAX;
    return st;
}

unsigned nh_segment_view_scope(const nh_segment_view *v, uint32_t passage)
{
    const uint32_t first = nh_article_from(&v->articles, passage);

    if ((nh_passage_flags(&v->passages, passage) & NH_PASSAGE_HEADLINE) != 0)
        return NH_SCOPE_TITLE;
    if (passage == first ||
        (passage == first + 1 &&
         (nh_passage_flags(&v->passages, first) & NH_PASSAGE_HEADLINE) != 0))
        return NH_SCOPE_LEDE;
    return 0;
}
