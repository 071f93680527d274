/* searcher/match/leaf_stream.c - runs of passages, from postings or from a list. */
#include "searcher/match/leaf_stream.h"

nh_status nh_leaf_stream_open(nh_segment *segment, const nh_term *term, nh_leaf_stream *out,
                              nh_error *err)
{
    nh_status st;

    *out = (nh_leaf_stream){.passage = 0};
    st = nh_postings_open(segment, term, &out->postings, err);
    return st == NH_OK ? nh_leaf_stream_refill(out, 0, err) : st;
}

void nh_leaf_stream_over(const nh_leaf_list *list, nh_leaf_stream *out)
{
    *out = (nh_leaf_stream){
        .passages = list->passages,
        .tf = list->tf,
        .count = list->count,
        .passage = list->count > 0 ? list->passages[0] : NH_NO_PASSAGE,
    };
}

nh_status nh_leaf_stream_refill(nh_leaf_stream *s, uint32_t passage, nh_error *err)
{
    const nh_block *block = NULL;
    nh_status st = NH_OK;

    if (s->postings != NULL)
        st = nh_postings_seek(s->postings, passage, &block, err);
    if (st != NH_OK)
        return st;
    if (block == NULL) {
        s->passage = NH_NO_PASSAGE;
        return NH_OK;
    }
    s->passages = block->passages;
    s->tf = block->tf;
    s->count = block->count;
    s->i = 0;
    s->passage = s->passages[0];
    return NH_OK;
}

nh_list_work nh_leaf_stream_close(nh_leaf_stream *s)
{
    nh_list_work work = {0};

    if (s->postings != NULL) {
        work = nh_postings_work(s->postings);
        nh_postings_close(s->postings);
    }
    *s = (nh_leaf_stream){.passage = NH_NO_PASSAGE};
    return work;
}
