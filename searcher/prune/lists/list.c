/* searcher/prune/lists/list.c - the postings of a word in a segment, a block at hand, with its bounds. */
#include "searcher/prune/lists/list.h"

#include "common/codec/kernels/kernels.h"

/* Nothing is at hand until what comes is. */
static void drop(nh_list *l)
{
    l->block = l->bits_block = NH_NO_BLOCK;
    l->rated = false;
    l->from = 1;
    l->last = 0;
}

static void cover(nh_list *l, uint32_t i)
{
    l->from = i > 0 ? nh_list_last(l, i - 1) + 1 : 0;
    l->last = nh_list_last(l, i);
}

static int32_t least_of(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

nh_status nh_list_open(const nh_segment_view *view, const nh_term *term,
                       nh_part_scores *scores, nh_list *out, nh_error *err)
{
    out->scores = scores;
    out->rows = NULL;
    out->impacts = NULL;
    out->most = 0;
    out->lengths = view->passages.lengths;
    out->df = term->df;
    drop(out);
    out->at = 0;
    out->rest = (nh_block_rest){.done = true};
    if (scores != NULL) {
        out->impacts = nh_part_impacts(scores, nh_segment_info_get(view->segment));
        out->most =
            least_of(nh_list_impact_bound(out, term->impact), nh_part_bound(scores, 1));
    }
    return nh_block_reader_open(view->segment, term, &out->blocks, err);
}

int32_t nh_list_bound(nh_list *l, uint32_t i)
{
    const nh_directory *d = &l->blocks.directory;

    if (d->last == NULL)
        return l->most;
    return least_of(nh_list_impact_bound(l, d->impact[i]),
                    nh_part_score(l->scores, d->max_tf[i], d->min_length[i]));
}

int32_t nh_list_impact_bound_of(nh_list *l, uint32_t i)
{
    const nh_directory *d = &l->blocks.directory;

    return d->last != NULL && l->impacts != NULL ? nh_list_impact_bound(l, d->impact[i])
                                                 : nh_list_bound(l, i);
}

nh_status nh_list_peek(nh_list *l, uint32_t i, nh_error *err)
{
    l->at = 0;
    drop(l);
    return nh_block_tf_first(&l->blocks, i, &l->data, &l->rest, err);
}

nh_status nh_list_complete(nh_list *l, uint32_t i, nh_error *err)
{
    const nh_status st = nh_block_docs_last(&l->blocks, &l->data, &l->rest, err);

    if (st != NH_OK)
        return st;
    l->block = i;
    cover(l, i);
    return NH_OK;
}

nh_status nh_list_load(nh_list *l, uint32_t i, nh_error *err)
{
    nh_status st;

    l->at = 0;
    if (l->block == i)
        return NH_OK;
    drop(l);
    st = nh_block_docs(&l->blocks, i, &l->data, &l->rest, err);
    if (st != NH_OK)
        return st;
    l->block = i;
    cover(l, i);
    return NH_OK;
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

/* Is the first posting at or behind `passage` in what is at hand, if it has one there? */
static bool is_at_hand(const nh_list *l, uint32_t passage)
{
    return l->from <= passage && passage <= l->last;
}

uint32_t nh_list_block_of(const nh_list *l, uint32_t passage)
{
    const uint32_t here = nh_list_at_hand(l);

    if (is_at_hand(l, passage))
        return here;
    if (l->blocks.directory.last == NULL)
        return 0;
    return nh_directory_find(&l->blocks.directory, l->last < passage ? here + 1 : 0,
                             passage);
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
    const uint32_t block = nh_list_block_of(l, passage);
    nh_status st = NH_OK;

    *found = block < l->blocks.directory.n;
    if (*found && l->block != block)
        st = nh_list_load(l, block, err);
    if (*found && st == NH_OK)
        stand(l, passage, found);
    return st;
}

/* Makes bit set `i` the one at hand. */
static nh_status load_bits(nh_list *l, uint32_t i, nh_error *err)
{
    nh_status st;

    if (l->bits_block == i)
        return NH_OK;
    drop(l);
    st = nh_block_bits_get(&l->blocks, i, &l->bits, &l->rest, err);
    if (st != NH_OK)
        return st;
    l->bits_block = i;
    l->data.count = l->bits.count;
    cover(l, i);
    return NH_OK;
}

nh_status nh_list_hold(nh_list *l, uint32_t i, nh_error *err)
{
    return nh_block_is_bits(&l->blocks, i) && l->block != i ? load_bits(l, i, err)
                                                            : nh_list_load(l, i, err);
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

nh_status nh_list_has(nh_list *l, uint32_t passage, bool *found, nh_error *err)
{
    nh_status st = NH_OK;

    *found = false;
    if (!is_at_hand(l, passage)) {
        const uint32_t block = nh_list_block_of(l, passage);

        if (block >= l->blocks.directory.n)
            return NH_OK;
        st = nh_list_hold(l, block, err);
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

/* Rows that hold the scores of all postings of the block at hand; NULL if one of them is too
 * frequent for rows, or there are none. */
static const int32_t *rate(nh_list *l)
{
    uint32_t most;

    if (l->rows == NULL)
        return NULL;
    if (!l->rated) {
        most = nh_kernels_get()->bytes_most(l->data.tf, l->data.count);
        if (most >= NH_PART_ROWS)
            return NULL;
        nh_score_rows_fill(l->rows, l->scores, most);
        l->rated = true;
    }
    return l->rows->scores[0];
}

/* Without rows of its own: products of those that all words share. */
static void score_slowly(nh_list *l, uint32_t from, uint32_t to, int32_t *out)
{
    const uint32_t most = nh_kernels_get()->bytes_most(l->data.tf, l->data.count);
    const nh_part_scores s = *l->scores;
    const double *const rows = s.parts->rows[0];
    const uint8_t *const lengths = l->lengths;

    if (most >= s.parts->filled)
        (void)nh_part_score_compute(l->scores, most, 1);
    if (most >= s.parts->filled) {
        for (uint32_t i = from; i < to; i++)
            out[i - from] = nh_list_score(l, i);
        return;
    }
    for (uint32_t i = from; i < to; i++) {
        const uint32_t at = l->data.tf[i] * NH_PART_SIDE + lengths[l->data.passages[i]];

        out[i - from] = nh_part_scaled(s.factor, s.times, rows[at]);
    }
}

void nh_list_scores(nh_list *l, uint32_t from, uint32_t to, int32_t *out)
{
    const int32_t *const rows = rate(l);
    const uint8_t *const lengths = l->lengths;

    if (rows == NULL) {
        score_slowly(l, from, to, out);
        return;
    }
    for (uint32_t i = from; i < to; i++)
        out[i - from] = rows[l->data.tf[i] * NH_PART_SIDE + lengths[l->data.passages[i]]];
}

/* The least frequency with which a posting of the block at hand may score `least`: with a lower one
 * not even the shortest passage does. */
static uint32_t least_tf(const nh_list *l, int32_t least)
{
    const int32_t *const row = l->rows->scores[0] + l->data.min_length;
    uint32_t tf = 1;

    while (tf < l->rows->filled && row[tf * NH_PART_SIDE] < least)
        tf++;
    return tf;
}

/* Where the row of no posting can tell. */
static uint32_t above_slowly(nh_list *l, uint32_t from, uint32_t to, int32_t least,
                             uint32_t *passages, int32_t *scores)
{
    uint32_t n = 0;

    for (uint32_t i = from; i < to; i++) {
        passages[n] = l->data.passages[i];
        scores[n] = nh_list_score(l, i);
        n += scores[n] >= least;
    }
    return n;
}

uint32_t nh_list_above(nh_list *l, uint32_t from, uint32_t to, int32_t least,
                       uint32_t *passages, int32_t *scores)
{
    const int32_t *const rows = rate(l);
    const uint8_t *const lengths = l->lengths;
    uint8_t which[NH_BLOCK + 8];
    size_t n_which;
    uint32_t n = 0;

    if (rows == NULL)
        return above_slowly(l, from, to, least, passages, scores);
    n_which = nh_kernels_get()->bytes_reach(l->data.tf + from, to - from,
                                            (uint8_t)least_tf(l, least), which);
    for (size_t k = 0; k < n_which; k++) {
        const uint32_t i = from + which[k], passage = l->data.passages[i];
        const int32_t score = rows[l->data.tf[i] * NH_PART_SIDE + lengths[passage]];

        passages[n] = passage;
        scores[n] = score;
        n += score >= least;
    }
    return n;
}

/* Without rows: postings [from, to). */
static void sum_slowly(nh_list *l, uint32_t from, uint32_t to, uint32_t first,
                       int32_t *sums)
{
    for (uint32_t i = from; i < to; i++)
        sums[l->data.passages[i] - first] += nh_list_score(l, i);
}

/* Where the last posting is not before the end, it is met without another look at the count. */
uint32_t nh_list_sum(nh_list *l, uint32_t from, uint32_t first, uint32_t end, int32_t *sums)
{
    const int32_t *const rows = rate(l);
    const uint8_t *const lengths = l->lengths, *const tf = l->data.tf;
    const uint32_t *const passages = l->data.passages;
    const uint32_t count = l->data.count;
    uint32_t i = from;

    if (rows == NULL) {
        i = passages[count - 1] < end ? count : nh_list_find(l, from, end);
        sum_slowly(l, from, i, first, sums);
    } else if (passages[count - 1] < end) {
        for (; i < count; i++)
            sums[passages[i] - first] += rows[tf[i] * NH_PART_SIDE + lengths[passages[i]]];
    } else {
        for (; passages[i] < end; i++)
            sums[passages[i] - first] += rows[tf[i] * NH_PART_SIDE + lengths[passages[i]]];
    }
    return i;
}
