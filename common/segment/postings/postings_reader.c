/* common/segment/postings/postings_reader.c - the postings of a term, a block at a time. */
#include "common/segment/postings/postings_reader.h"

#include <string.h>

#include "common/base/error.h"
#include "common/codec/kernels/kernels.h"
#include "common/codec/postings/postings_codec.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/postings/small_list.h"

#define SLACK 64u /* decoders may write so many positions too many */

struct nh_postings {
    nh_block_reader blocks;
    uint32_t next; /* the block after the current one          */
    bool started;  /* there is a current block                 */
    nh_block block;
    uint8_t *positions;
    uint16_t *codes;
    size_t positions_room, codes_room;
    bool has_positions, has_codes; /* of the current block                */
};

static bool is_small(const nh_postings *p)
{
    return (p->blocks.term->flags & NH_TERM_SMALL) != 0;
}

nh_status nh_postings_open(nh_segment *seg, const nh_term *term, nh_postings **out,
                           nh_error *err)
{
    const nh_env *env = nh_segment_env(seg);
    nh_postings *p = nh_new(env, nh_postings);
    nh_status st = NH_OK;

    *out = NULL;
    if (p == NULL)
        return nh_fail_memory(err, "postings");
    p->blocks.seg = seg; /* closing needs it */
    st = nh_block_reader_open(seg, term, &p->blocks, err);
    if (st == NH_OK)
        *out = p;
    else
        nh_postings_close(p);
    return st;
}

void nh_postings_close(nh_postings *p)
{
    if (p == NULL)
        return;
    nh_release(nh_segment_env(p->blocks.seg), p->positions);
    nh_release(nh_segment_env(p->blocks.seg), p->codes);
    nh_release(nh_segment_env(p->blocks.seg), p);
}

nh_list_work nh_postings_work(const nh_postings *p)
{
    return nh_block_reader_work(&p->blocks);
}

static nh_status room_for_positions(nh_postings *p, size_t n, nh_error *err)
{
    uint8_t *more;

    if (n + SLACK <= p->positions_room)
        return NH_OK;
    more = (uint8_t *)nh_resized(nh_segment_env(p->blocks.seg), p->positions, n + SLACK, 1);
    if (more == NULL)
        return nh_fail_memory(err, "positions");
    p->positions = more;
    p->positions_room = n + SLACK;
    return NH_OK;
}

static nh_status room_for_codes(nh_postings *p, size_t n, nh_error *err)
{
    uint16_t *more;

    if (n + 1 <= p->codes_room)
        return NH_OK;
    more = (uint16_t *)nh_resized(nh_segment_env(p->blocks.seg), p->codes, n + 1,
                                  sizeof *more);
    if (more == NULL)
        return nh_fail_memory(err, "form codes");
    p->codes = more;
    p->codes_room = n + 1;
    return NH_OK;
}

/* The passages and frequencies of block `i` from their bytes. */
static nh_status decode_block(nh_postings *p, uint32_t i, nh_error *err)
{
    nh_block_rest rest;
    nh_status st = nh_block_docs(&p->blocks, i, &p->block, &rest, err);

    if (st == NH_OK)
        st = nh_block_tf(&p->blocks, &p->block, &rest, err);
    if (st == NH_OK)
        p->block.occurrences = nh_kernels_get()->bytes_sum(p->block.tf, p->block.count);
    return st;
}

static nh_status decode_small(nh_postings *p, nh_error *err)
{
    const size_t n = nh_small_list_room(p->blocks.term);
    nh_status st = room_for_positions(p, n, err);

    p->blocks.work.blocks++;
    p->blocks.work.postings += p->blocks.term->df;
    p->blocks.work.bytes += p->blocks.term->small_size;
    if (st == NH_OK)
        st = room_for_codes(p, n, err);
    if (st == NH_OK)
        st = nh_small_list_decode(p->blocks.seg, p->blocks.term, &p->block, p->positions,
                                  p->codes, err);
    return st;
}

/* Makes block `i` the current one, or none if there is no such block. */
static nh_status move_to(nh_postings *p, uint32_t i, const nh_block **out, nh_error *err)
{
    nh_status st;

    *out = NULL;
    p->started = false;
    if (i >= p->blocks.directory.n) {
        p->next = p->blocks.directory.n;
        return NH_OK;
    }
    st = is_small(p) ? decode_small(p, err) : decode_block(p, i, err);
    if (st != NH_OK)
        return st;
    p->next = i + 1;
    p->started = true;
    p->has_positions = is_small(p);
    p->has_codes = is_small(p);
    *out = &p->block;
    return NH_OK;
}

nh_status nh_postings_next(nh_postings *p, const nh_block **out, nh_error *err)
{
    return move_to(p, p->next, out, err);
}

nh_status nh_postings_seek(nh_postings *p, uint32_t passage, const nh_block **out,
                           nh_error *err)
{
    nh_status st;

    if (p->started && p->block.passages[p->block.count - 1] >= passage) {
        *out = &p->block;
        return NH_OK;
    }
    if (!is_small(p))
        return move_to(p, nh_directory_find(&p->blocks.directory, p->next, passage), out,
                       err);
    st = move_to(p, p->next, out, err);
    if (st == NH_OK && *out != NULL && p->block.passages[p->block.count - 1] < passage)
        st = move_to(p, p->next, out, err);
    return st;
}

static nh_status no_positions(nh_postings *p, nh_error *err)
{
    const nh_status st = room_for_positions(p, p->block.occurrences, err);

    if (st == NH_OK)
        memset(p->positions, 0, p->block.occurrences);
    return st;
}

static nh_status decode_positions(nh_postings *p, nh_error *err)
{
    const nh_directory *d = &p->blocks.directory;
    const uint32_t i = p->next - 1;
    const uint8_t codec = d->codec[i] >> 4;
    const nh_block *b = &p->block;
    uint8_t spans[NH_BLOCK];
    nh_passage_view view;
    nh_cursor c;
    nh_status st = nh_passage_view_get(p->blocks.seg, &view, err);

    if (st != NH_OK)
        return st;
    for (uint32_t k = 0; k < b->count; k++)
        spans[k] = view.spans[b->passages[k]];
    st = nh_block_payload(
        &p->blocks,
        (nh_payloads){NH_SECTION_POSITIONS, p->blocks.term->positions_at, d->positions_at},
        i, nh_positions_size(codec, b->tf, spans, b->count), &c, err);
    if (st == NH_OK)
        st = room_for_positions(p, b->occurrences, err);
    if (st == NH_OK &&
        !nh_positions_decode(&c, codec, b->tf, spans, b->count, p->positions))
        st = nh_block_corrupt(&p->blocks, NH_SECTION_POSITIONS,
                              p->blocks.term->positions_at +
                                  nh_directory_u32(d->positions_at, i),
                              i, "positions that make no sense", err);
    return st;
}

nh_status nh_postings_positions(nh_postings *p, const uint8_t **out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = NULL;
    if (!p->started)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no current block");
    if (!p->has_positions)
        st = nh_term_is_pair(p->blocks.term) ? no_positions(p, err)
                                             : decode_positions(p, err);
    if (st != NH_OK)
        return st;
    p->has_positions = true;
    *out = p->positions;
    return NH_OK;
}

static nh_status decode_codes(nh_postings *p, nh_error *err)
{
    const nh_directory *d = &p->blocks.directory;
    const uint32_t i = p->next - 1;
    const uint32_t n = p->block.occurrences;
    uint64_t size;
    nh_cursor c;
    nh_status st = room_for_codes(p, n, err);

    if (st == NH_OK && d->codes_at == NULL)
        memset(p->codes, 0, n * sizeof *p->codes);
    if (st != NH_OK || d->codes_at == NULL)
        return st;
    st = nh_block_codes_size(&p->blocks, i, n, &size, err);
    if (st == NH_OK)
        st = nh_block_payload(
            &p->blocks,
            (nh_payloads){NH_SECTION_CODES, p->blocks.term->codes_at, d->codes_at}, i, size,
            &c, err);
    if (st == NH_OK &&
        !nh_codes_decode(&c, d->code_width[i], n, p->blocks.term->n_forms, p->codes))
        st = nh_block_corrupt(&p->blocks, NH_SECTION_CODES,
                              p->blocks.term->codes_at + nh_directory_u32(d->codes_at, i),
                              i, "form codes that make no sense", err);
    return st;
}

nh_status nh_postings_codes(nh_postings *p, const uint16_t **out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = NULL;
    if (!p->started)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no current block");
    if (!p->has_codes)
        st = decode_codes(p, err);
    if (st != NH_OK)
        return st;
    p->has_codes = true;
    *out = p->codes;
    return NH_OK;
}

/* The last block of an open list begins where the directory says, and ends by the rules. */
static nh_status measure(nh_postings *p, nh_payload_sizes *out, nh_error *err)
{
    const nh_directory *d = &p->blocks.directory;
    const uint32_t i = d->n - 1, count = (uint32_t)d->count[i] + 1;
    uint8_t spans[NH_BLOCK];
    nh_passage_view view;
    const nh_block *b;
    uint64_t size = 0, codes = 0;
    nh_status st = move_to(p, i, &b, err);

    if (st == NH_OK)
        st = nh_block_size(&p->blocks, i, &size, err);
    if (st == NH_OK && d->codes_at != NULL)
        st = nh_block_codes_size(&p->blocks, i, b->occurrences, &codes, err);
    if (st == NH_OK)
        st = nh_passage_view_get(p->blocks.seg, &view, err);
    if (st != NH_OK)
        return st;
    for (uint32_t k = 0; k < count; k++)
        spans[k] = view.spans[b->passages[k]];
    out->postings = nh_directory_u32(d->postings_at, i) + size;
    if (d->positions_at != NULL)
        out->positions = nh_directory_u32(d->positions_at, i) +
                         nh_positions_size(d->codec[i] >> 4, b->tf, spans, count);
    if (d->codes_at != NULL)
        out->codes = nh_directory_u32(d->codes_at, i) + codes;
    return NH_OK;
}

nh_status nh_postings_sizes(nh_segment *seg, const nh_term *term, nh_payload_sizes *out,
                            nh_error *err)
{
    nh_postings *p;
    nh_status st;

    *out = (nh_payload_sizes){0};
    if ((term->flags & NH_TERM_SMALL) != 0)
        return NH_OK;
    st = nh_postings_open(seg, term, &p, err);
    if (st == NH_OK)
        st = measure(p, out, err);
    nh_postings_close(p);
    return st;
}
