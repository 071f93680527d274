/* indexer/order/reorder.c - a segment is written anew, similar articles next to each other. */
#include "indexer/order/reorder.h"

#include "common/base/error.h"
#include "indexer/order/bisect.h"
#include "indexer/order/reorder_parts.h"
#include "indexer/order/word_graph.h"

#define WINDOW_SHARE 4u /* pages of the segment may take a quarter of the memory */
#define GRAPH_SHARE 2u  /* words by article, and what orders them, half of it    */
#define MAP_SHARE 4u    /* new numbers of passages, a quarter                    */

/* *order: which article comes first, second, ...; NULL where the memory is too little. */
static nh_status find_order(const nh_reorder_job *job, nh_merge_inputs *in,
                            uint32_t **order, nh_error *err)
{
    nh_word_graph g = {.env = job->env};
    nh_bisection b;
    nh_status st = nh_word_graph_make(in, job->memory / GRAPH_SHARE, job->threads, &g, err);

    b = (nh_bisection){.env = job->env,
                       .things = g.articles,
                       .numbers = g.words,
                       .at = g.at,
                       .lists = g.lists,
                       .threads = job->threads,
                       .stop = job->stop,
                       .ticker = job->ticker};
    if (st == NH_OK && g.words > 0) {
        *order = (uint32_t *)nh_zeroed(job->env, g.articles, sizeof **order);
        st = *order != NULL ? NH_OK : nh_fail_memory(err, "ordering articles");
    }
    if (*order != NULL) {
        nh_ticker_begin(job->ticker, "ordering", nh_bisect_work(&b));
        st = nh_bisect(&b, *order, err);
    }
    nh_word_graph_free(&g);
    return st;
}

static nh_status write_file(const nh_reorder_job *job, nh_section_spools *from,
                            const nh_segment_info *was, const char *name,
                            nh_segment_ref *ref, nh_error *err)
{
    nh_segment_info info = *was;

    info.similar = true;
    info.pressed = info.stored;
    *ref = (nh_segment_ref){.articles = job->source.articles,
                            .passages = job->source.passages,
                            .tokens = job->source.tokens};
    return nh_section_spools_finish(from, &info, name, true, &ref->file, err);
}

static nh_status put_sections(nh_reordering *r, nh_error *err)
{
    nh_status st = nh_reorder_columns(r, err);

    if (st == NH_OK)
        st = nh_reorder_ids(r, err);
    if (st == NH_OK)
        st = nh_reorder_keywords(r, err);
    if (st == NH_OK)
        st = nh_reorder_stored(r, err);
    if (st == NH_OK)
        st = nh_merge_inputs_refresh(r->in, err);
    return st == NH_OK ? nh_reorder_terms(r, err) : st;
}

static nh_status write_anew(const nh_reorder_job *job, nh_merge_inputs *in,
                            const nh_new_order *order, const char *name,
                            nh_segment_ref *ref, nh_error *err)
{
    const nh_segment_info info = *nh_segment_info_get(in->list[0].seg);
    nh_section_spools spools;
    nh_reordering r = {job, in, order, &spools};
    nh_status st;

    nh_section_spools_init(&spools, job->env, job->dir);
    in->ticker = spools.ticker = job->ticker;
    nh_ticker_begin(job->ticker, "reordering", job->source.file.file_size);
    st = put_sections(&r, err);
    if (st == NH_OK)
        st = write_file(job, &spools, &info, name, ref, err);
    nh_section_spools_clear(&spools);
    return st;
}

static nh_status reorder(const nh_reorder_job *job, nh_merge_inputs *in, const char *name,
                         bool *done, nh_segment_ref *ref, nh_error *err)
{
    const uint64_t numbers = in->passages * (uint64_t)sizeof(uint32_t);
    uint32_t *articles = NULL;
    nh_new_order order;
    bool fits;
    nh_status st = nh_reorder_stored_fits(in, job->memory, &fits, err);

    if (st != NH_OK || !fits || numbers > job->memory / MAP_SHARE)
        return st;
    st = find_order(job, in, &articles, err);
    if (st == NH_OK && articles == NULL)
        return NH_OK;
    if (st == NH_OK)
        st = nh_merge_inputs_refresh(in, err);
    if (st != NH_OK) {
        nh_release(job->env, articles);
        return st;
    }
    st = nh_new_order_make(in->list[0].seg, articles, &order, err);
    if (st == NH_OK)
        st = write_anew(job, in, &order, name, ref, err);
    nh_new_order_free(&order);
    *done = st == NH_OK;
    return st;
}

nh_status nh_reorder(const nh_reorder_job *job, const char *name, bool *done,
                     nh_segment_ref *ref, nh_error *err)
{
    const nh_merge_source source = {job->source, NULL};
    nh_merge_inputs in;
    nh_status st = nh_merge_inputs_open(job->env, job->dir, &source, 1,
                                        job->memory / WINDOW_SHARE, &in, err);

    *done = false;
    if (st != NH_OK)
        return st;
    in.stop = job->stop;
    nh_ticker_begin(job->ticker, "ordering", 0);
    st = reorder(job, &in, name, done, ref, err);
    nh_merge_inputs_close(&in);
    return st;
}
