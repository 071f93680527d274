/* common/segment/postings/postings_reader.c - the postings of a term, a block at a time. */
#include "common/segment/postings/postings_reader.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/pack.h"
#include "common/codec/postings_codec.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/postings/directory.h"
#include "common/segment/postings/small_list.h"

#define SLACK 64u /* decoders may write so many positions too many */

struct nh_postings {
    nh_segment *seg;
    const nh_term *term;
    nh_directory directory; /* n is 1 for a small list                  */
    uint32_t next;          /* the block after the current one          */
    bool started;           /* there is a current block                 */
    nh_block block;
    uint8_t *positions;
    uint16_t *codes;
    size_t positions_room, codes_room;
    bool has_positions, has_codes; /* of the current block                */
    uint64_t work;
};

static bool is_small(const nh_postings *p)
{
    return (p->term->flags & NH_TERM_SMALL) != 0;
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
    p->seg = seg;
    p->term = term;
    p->directory.n = 1;
    if (!is_small(p))
        st = nh_directory_open(seg, term, &p->directory, err);
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
    nh_release(nh_segment_env(p->seg), p->positions);
    nh_release(nh_segment_env(p->seg), p->codes);
    nh_release(nh_segment_env(p->seg), p);
}

uint64_t nh_postings_work(const nh_postings *p)
{
    return p->work;
}

static nh_status room_for_positions(nh_postings *p, size_t n, nh_error *err)
{
    uint8_t *more;

    if (n + SLACK <= p->positions_room)
        return NH_OK;
    more = (uint8_t *)nh_resized(nh_segment_env(p->seg), p->positions, n + SLACK, 1);
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
    more = (uint16_t *)nh_resized(nh_segment_env(p->seg), p->codes, n + 1, sizeof *more);
    if (more == NULL)
        return nh_fail_memory(err, "form codes");
    p->codes = more;
    p->codes_room = n + 1;
    return NH_OK;
}

/* A contradiction in block `i`, whose payload begins at `at` of its section. */
static nh_status corrupt(const nh_postings *p, nh_section_kind kind, uint64_t at,
                         uint32_t i, const char *what, nh_error *err)
{
    return nh_container_corrupt(nh_segment_container(p->seg), kind, at, err,
                                "term %.*s, block %" PRIu32 ": %s",
                                NH_STR_ARG(p->term->text), i, what);
}

/* The payloads of a term in one of three sections. */
typedef struct payloads {
    nh_section_kind kind;
    uint64_t base;        /* where the first begins                    */
    const uint8_t *array; /* by block: where its own begins after that */
} payloads;

/* The payload of block `i`: `size` bytes, after which the next block's begins. */
static nh_status payload(const nh_postings *p, payloads all, uint32_t i, uint64_t size,
                         nh_cursor *out, nh_error *err)
{
    const uint64_t at = nh_directory_u32(all.array, i);
    const uint8_t *bytes = (const uint8_t *)"";
    nh_status st = NH_OK;

    if (i == 0 && at != 0)
        return corrupt(p, all.kind, all.base, i, "its payload does not begin at 0", err);
    if (i + 1 < p->directory.n && nh_directory_u32(all.array, i + 1) != at + size)
        return corrupt(p, all.kind, all.base + at, i,
                       "its payload does not end where the next begins", err);
    if (size > 0)
        st = nh_container_bytes(nh_segment_container(p->seg), all.kind, all.base + at, size,
                                &bytes, err);
    if (st == NH_OK)
        *out = nh_cur(bytes, (size_t)size);
    return st;
}

/* Bytes of the passages of block `i`. Of a bit set, its first two bytes say it. */
static nh_status docs_size(const nh_postings *p, uint32_t i, uint32_t count, uint64_t *out,
                           nh_error *err)
{
    const nh_directory *d = &p->directory;
    const uint8_t codec = d->codec[i] & 15;
    const uint8_t *range;
    nh_status st;

    *out = 0;
    if (codec == NH_DOCS_PACKED)
        *out = nh_packed_size(count - 1, d->doc_width[i]);
    else if (codec == NH_DOCS_LANES)
        *out = (uint64_t)32 * d->doc_width[i];
    if (codec != NH_DOCS_BITSET)
        return NH_OK;
    st = nh_container_bytes(nh_segment_container(p->seg), NH_SECTION_POSTINGS,
                            p->term->postings_at + nh_directory_u32(d->postings_at, i), 2,
                            &range, err);
    if (st == NH_OK)
        *out = 2 + ((uint64_t)range[0] + (uint64_t)range[1] * 256 + 8) / 8;
    return st;
}

static uint64_t tf_size(uint32_t count, uint8_t width)
{
    return count == NH_CODEC_BLOCK ? (uint64_t)32 * width : nh_packed_size(count, width);
}

/* The passages and frequencies of block `i` from their bytes. */
static const char *decode_postings(nh_postings *p, uint32_t i, nh_cursor c)
{
    const nh_directory *d = &p->directory;
    const uint32_t last = nh_directory_u32(d->last, i);
    nh_block *b = &p->block;

    b->count = (uint32_t)d->count[i] + 1;
    if (last >= nh_segment_info_get(p->seg)->passages)
        return "a passage that the segment does not have";
    if (!nh_docs_decode(&c, d->codec[i] & 15, d->doc_width[i], b->count, last, b->passages))
        return "passages that make no sense";
    if (i > 0 && b->passages[0] <= nh_directory_u32(d->last, i - 1))
        return "passages that begin before the block before it ends";
    if (!nh_tf_decode(&c, d->tf_width[i], b->count, b->tf))
        return "frequencies that make no sense";
    b->occurrences = 0;
    for (uint32_t k = 0; k < b->count; k++)
        b->occurrences += b->tf[k];
    b->impact = d->impact[i];
    b->max_tf = d->max_tf[i];
    b->min_length = d->min_length[i];
    return NULL;
}

static nh_status decode_block(nh_postings *p, uint32_t i, nh_error *err)
{
    const nh_directory *d = &p->directory;
    const uint32_t count = (uint32_t)d->count[i] + 1;
    uint64_t size;
    nh_cursor c;
    const char *wrong;
    nh_status st = docs_size(p, i, count, &size, err);

    if (st == NH_OK)
        st = payload(p,
                     (payloads){NH_SECTION_POSTINGS, p->term->postings_at, d->postings_at},
                     i, size + tf_size(count, d->tf_width[i]), &c, err);
    if (st != NH_OK)
        return st;
    wrong = decode_postings(p, i, c);
    if (wrong == NULL)
        return NH_OK;
    return corrupt(p, NH_SECTION_POSTINGS,
                   p->term->postings_at + nh_directory_u32(d->postings_at, i), i, wrong,
                   err);
}

static nh_status decode_small(nh_postings *p, nh_error *err)
{
    nh_status st = room_for_positions(p, p->term->small_size, err);

    if (st == NH_OK)
        st = room_for_codes(p, p->term->small_size, err);
    if (st == NH_OK)
        st = nh_small_list_decode(p->seg, p->term, &p->block, p->positions, p->codes, err);
    return st;
}

/* Makes block `i` the current one, or none if there is no such block. */
static nh_status move_to(nh_postings *p, uint32_t i, const nh_block **out, nh_error *err)
{
    nh_status st;

    *out = NULL;
    p->started = false;
    if (i >= p->directory.n) {
        p->next = p->directory.n;
        return NH_OK;
    }
    p->work++;
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
        return move_to(p, nh_directory_find(&p->directory, p->next, passage), out, err);
    st = move_to(p, p->next, out, err);
    if (st == NH_OK && *out != NULL && p->block.passages[p->block.count - 1] < passage)
        st = move_to(p, p->next, out, err);
    return st;
}

static nh_status decode_positions(nh_postings *p, nh_error *err)
{
    const nh_directory *d = &p->directory;
    const uint32_t i = p->next - 1;
    const uint8_t codec = d->codec[i] >> 4;
    const nh_block *b = &p->block;
    uint8_t spans[NH_BLOCK];
    nh_passage_view view;
    nh_cursor c;
    nh_status st = nh_passage_view_get(p->seg, &view, err);

    if (st != NH_OK)
        return st;
    for (uint32_t k = 0; k < b->count; k++)
        spans[k] = view.spans[b->passages[k]];
    st =
        payload(p, (payloads){NH_SECTION_POSITIONS, p->term->positions_at, d->positions_at},
                i, nh_positions_size(codec, b->tf, spans, b->count), &c, err);
    if (st == NH_OK)
        st = room_for_positions(p, b->occurrences, err);
    if (st == NH_OK &&
        !nh_positions_decode(&c, codec, b->tf, spans, b->count, p->positions))
        st = corrupt(p, NH_SECTION_POSITIONS,
                     p->term->positions_at + nh_directory_u32(d->positions_at, i), i,
                     "positions that make no sense", err);
    return st;
}

nh_status nh_postings_positions(nh_postings *p, const uint8_t **out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = NULL;
    if (!p->started)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no current block");
    if (!p->has_positions)
        st = decode_positions(p, err);
    if (st != NH_OK)
        return st;
    p->has_positions = true;
    *out = p->positions;
    return NH_OK;
}

static nh_status decode_codes(nh_postings *p, nh_error *err)
{
    const nh_directory *d = &p->directory;
    const uint32_t i = p->next - 1;
    const uint32_t n = p->block.occurrences;
    nh_cursor c;
    nh_status st = room_for_codes(p, n, err);

    if (st == NH_OK && d->codes_at == NULL)
        memset(p->codes, 0, n * sizeof *p->codes);
    if (st != NH_OK || d->codes_at == NULL)
        return st;
    st = payload(p, (payloads){NH_SECTION_CODES, p->term->codes_at, d->codes_at}, i,
                 nh_packed_size(n, d->code_width[i]), &c, err);
    if (st == NH_OK &&
        !nh_codes_decode(&c, d->code_width[i], n, p->term->n_forms, p->codes))
        st = corrupt(p, NH_SECTION_CODES,
                     p->term->codes_at + nh_directory_u32(d->codes_at, i), i,
                     "form codes that make no sense", err);
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
    const nh_directory *d = &p->directory;
    const uint32_t i = d->n - 1, count = (uint32_t)d->count[i] + 1;
    uint8_t spans[NH_BLOCK];
    nh_passage_view view;
    const nh_block *b;
    uint64_t docs = 0;
    nh_status st = move_to(p, i, &b, err);

    if (st == NH_OK)
        st = docs_size(p, i, count, &docs, err);
    if (st == NH_OK)
        st = nh_passage_view_get(p->seg, &view, err);
    if (st != NH_OK)
        return st;
    for (uint32_t k = 0; k < count; k++)
        spans[k] = view.spans[b->passages[k]];
    out->postings =
        nh_directory_u32(d->postings_at, i) + docs + tf_size(count, d->tf_width[i]);
    out->positions = nh_directory_u32(d->positions_at, i) +
                     nh_positions_size(d->codec[i] >> 4, b->tf, spans, count);
    if (d->codes_at != NULL)
        out->codes = nh_directory_u32(d->codes_at, i) +
                     nh_packed_size(b->occurrences, d->code_width[i]);
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
