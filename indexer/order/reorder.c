/* indexer/order/reorder.c - a segment is written anew, similar articles next to each other. */
#include "indexer/order/reorder.h"

#include "common/base/error.h"
#include "indexer/order/bisect.h"
#include "indexer/order/rewrite/reorder_parts.h"
#include "indexer/order/word_graph.h"

#define WINDOW_SHARE 4u  /* pages of the segment may take a quarter of the memory */
#define GRAPH_SHARE 2u   /* words by article, and what orders them, half of it    */
#define MAP_SHARE 4u     /* new numbers of passages, a quarter                    */
#define PART_LEAST 4096u /* articles that are worth an order of their own          */

/* Articles of one part, some that follow each other. */
typedef struct part {
    uint32_t first, articles;
    uint32_t parts;  /* how many there are                               */
    uint64_t memory; /* bytes for words by article, and what orders them */
    bool large;      /* the memory is too little for so many             */
} part;

/* order[i]: which article of the part comes as number i of it; as they are, where no word is fit to
 * tell. */
static nh_status order_part(const nh_reorder_job *job, nh_merge_inputs *in, part *p,
                            uint32_t *order, nh_error *err)
{
    nh_word_graph g = {
        .env = job->env, .first = p->first, .articles = p->articles, .parts = p->parts};
    nh_bisection b;
    nh_status st = nh_word_graph_make(in, p->memory, job->threads, &g, err);

    p->large = g.large;
    b = (nh_bisection){.env = job->env,
                       .things = g.articles,
                       .numbers = g.words,
                       .at = g.at,
                       .lists = g.lists,
                       .threads = job->threads,
                       .stop = job->stop,
                       .ticker = job->ticker};
    for (uint32_t i = 0; i < p->articles; i++)
        order[i] = i;
    if (st == NH_OK && g.words > 0) {
        nh_ticker_begin(job->ticker, "ordering", nh_bisect_work(&b));
        st = nh_bisect(&b, order, err);
    }
    for (uint32_t i = 0; i < p->articles; i++)
        order[i] += p->first;
    nh_word_graph_free(&g);
    return st;
}

/* Parts of `size` articles, one after the other. *large: there is not memory enough for one. */
static nh_status order_parts(const nh_reorder_job *job, nh_merge_inputs *in, uint32_t size,
                             uint32_t *order, bool *large, nh_error *err)
{
    const uint64_t beside = size < in->articles ? in->articles * sizeof *order : 0;
    part p = {.memory = job->memory / GRAPH_SHARE, .parts = (in->articles - 1) / size + 1};
    nh_status st = NH_OK;

    *large = p.memory <= beside;
    p.memory -= beside;
    while (p.first < in->articles && st == NH_OK && !*large) {
        p.articles = in->articles - p.first < size ? in->articles - p.first : size;
        st = order_part(job, in, &p, order + p.first, err);
        *large = p.large;
        p.first += p.articles;
    }
    return st;
}

/* *order: which article comes first, second, ...; NULL where the memory is too little. */
static nh_status find_order(const nh_reorder_job *job, nh_merge_inputs *in,
                            uint32_t **order, uint32_t *parts, nh_error *err)
{
    const uint32_t articles = in->articles;
    bool large = true;
    nh_status st = NH_OK;

    *parts = 0;
    *order = (uint32_t *)nh_zeroed(job->env, articles, sizeof **order);
    if (*order == NULL)
        return nh_fail_memory(err, "ordering articles");
    for (uint32_t n = 1; st == NH_OK && large; n *= 2) {
        const uint32_t size = (articles - 1) / n + 1;

        if (n > 1 && size < PART_LEAST)
            break;
        st = order_parts(job, in, size, *order, &large, err);
        *parts = (articles - 1) / size + 1;
    }
    if (st == NH_OK && !large)
        return NH_OK;
    nh_release(job->env, *order);
    *order = NULL;
    *parts = 0;
    return st;
}

/* Only an order of the whole is marked: what was ordered in parts is ordered anew where somebody
 * asks for it again, perhaps with more memory. */
static nh_status write_file(const nh_reordering *r, const char *name, nh_segment_ref *ref,
                            nh_error *err)
{
    const nh_reorder_job *job = r->job;
    nh_segment_info info = *nh_segment_info_get(r->in->list[0].seg);

    info.similar = r->parts == 1;
    info.pressed = info.stored;
    *ref = (nh_segment_ref){.articles = job->source.articles,
                            .passages = job->source.passages,
                            .tokens = job->source.tokens};
    return nh_section_spools_finish(r->to, &info, name, true, &ref->file, err);
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

static nh_status write_anew(nh_reordering *r, const char *name, nh_segment_ref *ref,
                            nh_error *err)
{
    const nh_reorder_job *job = r->job;
    nh_section_spools spools;
    nh_status st;

    nh_section_spools_init(&spools, job->env, job->dir);
    r->to = &spools;
    r->in->ticker = spools.ticker = job->ticker;
    nh_ticker_begin(job->ticker, "reordering", job->source.file.file_size);
    st = put_sections(r, err);
    if (st == NH_OK)
        st = write_file(r, name, ref, err);
    nh_section_spools_clear(&spools);
    return st;
}

static nh_status reorder(const nh_reorder_job *job, nh_merge_inputs *in, const char *name,
                         uint32_t *parts, nh_segment_ref *ref, nh_error *err)
{
    const uint64_t numbers = in->passages * (uint64_t)sizeof(uint32_t);
    uint32_t *articles = NULL;
    nh_new_order order;
    nh_reordering r = {.job = job, .in = in, .order = &order};
    bool fits;
    nh_status st = nh_reorder_stored_fits(in, job->memory, &fits, err);

    if (st != NH_OK || !fits || numbers > job->memory / MAP_SHARE)
        return st;
    st = find_order(job, in, &articles, &r.parts, err);
    if (st != NH_OK || articles == NULL)
        return st;
    st = nh_merge_inputs_refresh(in, err);
    if (st != NH_OK) {
        nh_release(job->env, articles);
        return st;
    }
    st = nh_new_order_make(in->list[0].seg, articles, &order, err);
    if (st == NH_OK)
        st = write_anew(&r, name, ref, err);
    nh_new_order_free(&order);
    if (st == NH_OK)
        *parts = r.parts;
    return st;
}

nh_status nh_reorder(const nh_reorder_job *job, const char *name, uint32_t *parts,
                     nh_segment_ref *ref, nh_error *err)
{
    const nh_merge_source source = {job->source, NULL};
    nh_merge_inputs in;
    nh_status st = nh_merge_inputs_open(job->env, job->dir, &source, 1,
                                        job->memory / WINDOW_SHARE, &in, err);

    *parts = 0;
    if (st != NH_OK)
        return st;
    in.stop = job->stop;
    nh_ticker_begin(job->ticker, "ordering", 0);
    st = nh_merge_inputs_fit(&in, job->settings, err);
    if (st == NH_OK)
        st = reorder(job, &in, name, parts, ref, err);
    nh_merge_inputs_close(&in);
    return st;
}
