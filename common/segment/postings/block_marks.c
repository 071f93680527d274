/* common/segment/postings/block_marks.c - the passages of a term among bits, one for each passage of the segment. */
#include "common/segment/postings/block_marks.h"

#include "common/base/memory/prefetch.h"
#include "common/codec/kernels/kernels.h"
#include "common/codec/postings/postings_codec.h"

/* The payloads of blocks from..to-1, which lie one behind the other. */
typedef struct payload_run {
    const uint8_t *bytes;
    uint64_t at, end; /* of the first, and behind the last; as the directory counts */
    uint32_t to;
} payload_run;

static nh_status misplaced(const nh_block_reader *r, uint32_t i, nh_error *err)
{
    const nh_payloads all = {NH_SECTION_POSTINGS, r->term->postings_at,
                             r->directory.postings_at};

    return nh_block_misplaced(r, all, i, err);
}

/* Where the payload of block `to`, or nothing more, begins. */
static nh_status end_of(const nh_block_reader *r, uint32_t to, uint64_t *end, nh_error *err)
{
    const nh_directory *d = &r->directory;
    nh_status st;

    if (to < d->n) {
        *end = nh_directory_u32(d->postings_at, to);
        return NH_OK;
    }
    st = nh_block_size(r, to - 1, end, err);
    *end += nh_directory_u32(d->postings_at, to - 1);
    return st;
}

static nh_status open_run(const nh_block_reader *r, uint32_t from, uint32_t to,
                          payload_run *out, nh_error *err)
{
    const uint8_t *places = r->directory.postings_at;
    nh_status st = end_of(r, to, &out->end, err);

    out->bytes = (const uint8_t *)"";
    out->at = nh_directory_u32(places, from);
    out->to = to;
    if (st != NH_OK)
        return st;
    if (out->end < out->at || (from == 0 && out->at != 0))
        return misplaced(r, from, err);
    return out->end == out->at
               ? NH_OK
               : nh_container_bytes(nh_segment_container(r->seg), NH_SECTION_POSTINGS,
                                    r->term->postings_at + out->at, out->end - out->at,
                                    &out->bytes, err);
}

/* The payload of block `i` of the run: its passages, and frequencies that nobody asks for. */
static nh_status take_payload(const nh_block_reader *r, const payload_run *run, uint32_t i,
                              nh_cursor *out, nh_error *err)
{
    const uint8_t *places = r->directory.postings_at;
    const uint64_t at = nh_directory_u32(places, i);
    const uint64_t end = i + 1 < run->to ? nh_directory_u32(places, i + 1) : run->end;

    if (at < run->at || end < at || end > run->end)
        return misplaced(r, i, err);
    *out = nh_cur(run->bytes + (at - run->at), (size_t)(end - at));
    return NH_OK;
}

/* Bits of a run of passages that are all there. */
static const uint8_t all_bits[NH_BLOCK / 8 + NH_BIT_ROW_SLACK] = {
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};

#define ROWS 64u /* that are taken at once */

/* What is done with passages: they are set, or counted where they are set. Rows of bits wait until
 * there are some of them: so what is behind one of them is read while others are worked on. */
typedef struct marking {
    uint64_t *set;        /* NULL: they are counted */
    const uint64_t *told; /* where they are counted */
    uint64_t n;
    uint32_t n_rows;
    nh_counted_row rows[ROWS];
    uint32_t blocks[ROWS]; /* whose they are */
} marking;

static void take_passages(marking *m, const nh_block *b)
{
    if (m->set != NULL)
        nh_kernels_get()->ids_join(b->passages, b->count, m->set);
    else
        m->n += nh_kernels_get()->ids_share(b->passages, b->count, m->told);
}

static nh_status take_rows(nh_block_reader *r, marking *m, nh_error *err)
{
    size_t both = 0, done;

    if (m->set != NULL)
        done = nh_kernels_get()->rows_join(m->rows, m->n_rows, m->set);
    else
        done = nh_kernels_get()->rows_share(m->rows, m->n_rows, m->told, &both);
    if (done < m->n_rows)
        return nh_block_bits_refuse(r, m->blocks[done], err);
    m->n += both;
    m->n_rows = 0;
    return NH_OK;
}

static nh_status add_row(nh_block_reader *r, uint32_t i, marking *m, nh_counted_row row,
                         nh_error *err)
{
    m->blocks[m->n_rows] = i;
    m->rows[m->n_rows++] = row;
    return m->n_rows < ROWS ? NH_OK : take_rows(r, m, err);
}

static nh_status take_bits(nh_block_reader *r, uint32_t i, marking *m, nh_cursor *in,
                           nh_error *err)
{
    nh_block_bits b;
    const nh_status st = nh_block_bits_read(r, i, in, &b, err);

    if (st != NH_OK)
        return st;
    return add_row(r, i, m, (nh_counted_row){{b.bytes, b.first, b.range}, b.count}, err);
}

/* Passages without a gap are a row of bits without a payload. */
static bool is_run(const nh_block_reader *r, uint32_t i, nh_counted_row *row)
{
    const nh_directory *d = &r->directory;
    const uint32_t count = (uint32_t)d->count[i] + 1, last = nh_directory_u32(d->last, i);
    const uint32_t before = i > 0 ? nh_directory_u32(d->last, i - 1) + 1 : 0;

    *row = (nh_counted_row){{all_bits, last - (count - 1), count}, count};
    return (d->codec[i] & 15) == NH_DOCS_RUN && d->doc_width[i] == 0 &&
           last < nh_segment_info_get(r->seg)->passages && count - 1 <= last &&
           row->row.first >= before;
}

static nh_status take_ids(nh_block_reader *r, uint32_t i, marking *m, nh_cursor *in,
                          nh_error *err)
{
    nh_block b;
    const nh_status st = nh_block_docs_read(r, i, in, &b, err);

    if (st == NH_OK)
        take_passages(m, &b);
    return st;
}

#define AHEAD 12u /* blocks: what they begin with is on its way before it is read */

static void fetch_payload(const nh_block_reader *r, const payload_run *run, uint32_t i)
{
    const uint64_t at = nh_directory_u32(r->directory.postings_at, i);

    if (at >= run->at && at < run->end)
        nh_prefetch(run->bytes + (at - run->at));
}

static nh_status take_block(nh_block_reader *r, const payload_run *run, uint32_t i,
                            marking *m, nh_error *err)
{
    nh_cursor in = {0};
    nh_counted_row all;
    nh_status st = take_payload(r, run, i, &in, err);

    if (run->to - i > AHEAD)
        fetch_payload(r, run, i + AHEAD);
    r->work.blocks++;
    if (st == NH_OK && nh_block_is_bits(r, i))
        st = take_bits(r, i, m, &in, err);
    else if (st == NH_OK && is_run(r, i, &all))
        st = add_row(r, i, m, all, err);
    else if (st == NH_OK)
        st = take_ids(r, i, m, &in, err);
    r->work.bytes += in.at;
    return st;
}

/* A list that is small has no payloads, and its passages are few. */
static nh_status take_small(nh_block_reader *r, marking *m, nh_error *err)
{
    nh_block b;
    nh_block_rest rest;
    const nh_status st = nh_block_docs(r, 0, &b, &rest, err);

    if (st == NH_OK)
        take_passages(m, &b);
    return st;
}

static nh_status take_blocks(nh_block_reader *r, uint32_t from, uint32_t to, marking *m,
                             nh_error *err)
{
    payload_run run;
    nh_status st;

    m->n = 0;
    m->n_rows = 0;
    if (r->directory.last == NULL)
        return take_small(r, m, err);
    st = open_run(r, from, to, &run, err);
    for (uint32_t i = from; i < to && st == NH_OK; i++)
        st = take_block(r, &run, i, m, err);
    return st == NH_OK ? take_rows(r, m, err) : st;
}

nh_status nh_marks_set(nh_block_reader *r, uint32_t from, uint32_t to, uint64_t *bits,
                       nh_error *err)
{
    marking m;

    m.set = bits;
    m.told = NULL;
    return take_blocks(r, from, to, &m, err);
}

nh_status nh_marks_count(nh_block_reader *r, uint32_t from, uint32_t to,
                         const uint64_t *bits, uint64_t *n, nh_error *err)
{
    marking m;
    nh_status st;

    m.set = NULL;
    m.told = bits;
    st = take_blocks(r, from, to, &m, err);
    *n += m.n;
    return st;
}
