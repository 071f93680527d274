/* indexer/inspect/entropy/list_costs.c - bytes and entropy of passages, frequencies, positions and form codes of lists. */
#include "indexer/inspect/entropy/list_costs.h"

#include "common/base/bytes/buffer.h"
#include "common/base/error.h"
#include "common/codec/numbers/pack.h"
#include "common/segment/postings/postings_reader.h"
#include "indexer/inspect/entropy/entropy.h"

/* A list, block by block. */
typedef struct walk {
    nh_list_costs *costs;
    nh_segment *seg;
    const nh_term *term;
    nh_passage_view view;
    nh_postings *postings;
    nh_block_reader blocks; /* the same list, for the sizes of its blocks    */
    int64_t before;         /* the last passage of the block before, or -1   */
    uint64_t *forms;        /* how often each occurs; NULL if there is one   */
} walk;

static bool is_small(const walk *w)
{
    return (w->term->flags & NH_TERM_SMALL) != 0;
}

static void count_gap(nh_list_costs *c, unsigned row, uint32_t less)
{
    const unsigned width = nh_bits(less);

    c->gaps[row][width]++;
    c->gap_low_bits += width > 1 ? width - 1 : 0;
}

/* The first gap of a block follows from its last passage; a small list has no such. */
static void count_gaps(walk *w, const nh_block *b)
{
    const uint32_t last = b->passages[b->count - 1];
    const uint32_t reach = is_small(w) ? w->view.count : (uint32_t)(last - w->before);
    const unsigned row = nh_bits(reach / b->count);

    if (is_small(w))
        count_gap(w->costs, row, b->passages[0]);
    for (uint32_t i = 1; i < b->count; i++)
        count_gap(w->costs, row, b->passages[i] - b->passages[i - 1] - 1);
    w->before = last;
}

static void count_tf(walk *w, const nh_block *b)
{
    const uint32_t mean = (b->occurrences - b->count) * 16 / b->count;
    uint64_t *row = w->costs->tf[nh_bits(mean)];

    for (uint32_t i = 0; i < b->count; i++)
        row[b->tf[i]]++;
}

static void count_positions(walk *w, const nh_block *b)
{
    if (nh_term_is_pair(w->term))
        return;
    for (uint32_t i = 0; i < b->count; i++)
        w->costs->position_bits += nh_choice_bits(b->tf[i], w->view.spans[b->passages[i]]);
}

/* What a small list takes for each of its streams: its numbers lie between each other. */
static void measure_small(walk *w, const nh_block *b, const uint16_t *codes)
{
    nh_list_costs *c = w->costs;
    int64_t before = -1;

    for (uint32_t i = 0; i < b->count; i++) {
        const uint64_t gap = (uint64_t)(b->passages[i] - before - 1);

        c->gap_bytes += nh_var_size(gap * 2 + (b->tf[i] > 1));
        c->tf_bytes += b->tf[i] > 1 ? nh_var_size(b->tf[i] - 2u) : 0;
        before = b->passages[i];
    }
    if (!nh_term_is_pair(w->term))
        c->position_bytes += b->occurrences;
    for (uint32_t i = 0; w->forms != NULL && i < b->occurrences; i++)
        c->code_bytes += nh_var_size(codes[i]);
}

static nh_status measure_blocks(walk *w, nh_error *err)
{
    nh_list_costs *c = w->costs;
    nh_payload_sizes sizes;
    uint64_t docs = 0;
    nh_status st = nh_postings_sizes(w->seg, w->term, &sizes, err);

    for (uint32_t i = 0; i < w->blocks.directory.n && st == NH_OK; i++) {
        uint64_t size = 0;

        st = nh_block_docs_size(&w->blocks, i, &size, err);
        docs += size;
    }
    if (st != NH_OK)
        return st;
    c->gap_bytes += docs;
    c->tf_bytes += sizes.postings - docs;
    c->position_bytes += sizes.positions;
    c->code_bytes += sizes.codes;
    return NH_OK;
}

static nh_status count_block(walk *w, const nh_block *b, nh_error *err)
{
    const uint16_t *codes = NULL;
    nh_status st = NH_OK;

    if (nh_env_is_stopped(nh_segment_env(w->seg)))
        return nh_fail_stopped(err);
    count_gaps(w, b);
    count_tf(w, b);
    count_positions(w, b);
    if (w->forms != NULL)
        st = nh_postings_codes(w->postings, &codes, err);
    for (uint32_t i = 0; codes != NULL && i < b->occurrences; i++)
        w->forms[codes[i]]++;
    if (st == NH_OK && is_small(w))
        measure_small(w, b, codes);
    return st;
}

static nh_status open_walk(walk *w, nh_error *err)
{
    nh_status st = nh_passage_view_get(w->seg, &w->view, err);

    if (st == NH_OK)
        st = nh_postings_open(w->seg, w->term, &w->postings, err);
    if (st == NH_OK)
        st = nh_block_reader_open(w->seg, w->term, &w->blocks, err);
    if (st == NH_OK && w->term->n_forms > 1) {
        w->forms = (uint64_t *)nh_zeroed(nh_segment_env(w->seg), w->term->n_forms,
                                         sizeof *w->forms);
        if (w->forms == NULL)
            st = nh_fail_memory(err, "form codes");
    }
    return st;
}

static void close_walk(walk *w)
{
    nh_postings_close(w->postings);
    nh_release(nh_segment_env(w->seg), w->forms);
}

nh_status nh_list_costs_add(nh_list_costs *c, nh_segment *seg, const nh_term *term,
                            nh_error *err)
{
    walk w = {.costs = c, .seg = seg, .term = term, .before = -1};
    const nh_block *block = NULL;
    nh_status st = open_walk(&w, err);

    if (st == NH_OK)
        st = nh_postings_next(w.postings, &block, err);
    while (st == NH_OK && block != NULL) {
        st = count_block(&w, block, err);
        if (st == NH_OK)
            st = nh_postings_next(w.postings, &block, err);
    }
    if (st == NH_OK && !is_small(&w))
        st = measure_blocks(&w, err);
    if (st == NH_OK && w.forms != NULL)
        c->code_bits += nh_entropy_bits(w.forms, term->n_forms);
    close_walk(&w);
    return st;
}

double nh_list_costs_gaps(const nh_list_costs *c)
{
    double bits = (double)c->gap_low_bits;

    for (unsigned row = 0; row < NH_COST_WIDTHS; row++)
        bits += nh_entropy_bits(c->gaps[row], NH_COST_WIDTHS);
    return bits;
}

double nh_list_costs_tf(const nh_list_costs *c)
{
    double bits = 0;

    for (unsigned row = 0; row < NH_COST_TF_CLASSES; row++)
        bits += nh_entropy_bits(c->tf[row], 256);
    return bits;
}
