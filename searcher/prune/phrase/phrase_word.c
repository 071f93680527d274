/* searcher/prune/phrase/phrase_word.c - a word of a phrase in a segment, and its places in one passage. */
#include "searcher/prune/phrase/phrase_word.h"

#include <string.h>

#include "common/base/error.h"
#include "common/segment/postings/small_list.h"

nh_status nh_phrase_word_open(const nh_segment_view *view, const nh_found_term *found,
                              nh_arena *arena, nh_phrase_word *out, nh_error *err)
{
    out->allowed = found->allowed;
    out->repeats = found->repeats;
    out->spans = view->passages.spans;
    out->shift = 0;
    out->arena = arena;
    out->placed = out->coded = NH_NO_BLOCK;
    out->n_placed = 0;
    out->bytes = NULL;
    out->codes = NULL;
    out->code_room = 0;
    return nh_list_open(view, found->term, NULL, &out->list, err);
}

static nh_status fail_arena(const nh_phrase_word *w, nh_error *err)
{
    return nh_arena_fail(w->arena, err, "the words of a phrase");
}

/* The spans of the passages of the first `n` postings of the block at hand, which may be a bit
 * set: then `last` is the passage of the last of them, or any behind it. */
static void gather_spans(nh_phrase_word *w, uint32_t n, uint32_t last)
{
    const nh_list *l = &w->list;
    const uint8_t *const spans = w->spans;
    const uint32_t *const ids = l->data.passages;
    uint8_t *const to = w->span_of;
    uint32_t k = 0;

    if (l->bits_block != NH_NO_BLOCK) {
        const uint32_t bits = last - l->bits.first + 1;

        nh_kernels_get()->bytes_gather(l->bits.bytes,
                                       bits < l->bits.range ? bits : l->bits.range,
                                       spans + l->bits.first, to);
        return;
    }
    for (; k + 4 <= n; k += 4) {
        to[k] = spans[ids[k]];
        to[k + 1] = spans[ids[k + 1]];
        to[k + 2] = spans[ids[k + 2]];
        to[k + 3] = spans[ids[k + 3]];
    }
    for (; k < n; k++)
        to[k] = spans[ids[k]];
}

/* Where the places of each of the first `n` postings lie. The bits of them. */
static uint32_t measure(nh_phrase_word *w, uint32_t n)
{
    return nh_kernels_get()->places_measure(w->span_of, w->list.data.tf, n, w->places);
}

/* The places of a small list come as bytes, with its form codes. */
static nh_status place_small(nh_phrase_word *w, nh_error *err)
{
    const nh_term *term = w->list.blocks.term;
    const size_t room = (size_t)term->small_size + NH_PACKED_SLACK;
    uint8_t *bytes = (uint8_t *)nh_arena_array(w->arena, room, 1);
    nh_status st;

    w->codes = (uint16_t *)nh_arena_array(w->arena, term->small_size, sizeof *w->codes);
    if (bytes == NULL || w->codes == NULL)
        return fail_arena(w, err);
    st =
        nh_small_list_decode(w->list.blocks.seg, term, &w->list.data, bytes, w->codes, err);
    if (st != NH_OK)
        return st;
    w->bytes = bytes;
    w->coded = 0;
    memset(w->span_of, 255, sizeof w->span_of);
    (void)measure(w, w->list.data.count);
    return NH_OK;
}

/* Where all spans are 1, places take no bytes, but those behind them are read all the same. */
static const uint8_t nothing[NH_PACKED_SLACK];

/* The bytes of all places of block `i`, of which the first postings take `bits` bits: these are
 * all of them if it is the last block, or if `all`. */
static nh_status take_payload(nh_phrase_word *w, uint32_t i, uint32_t bits, bool all,
                              nh_error *err)
{
    nh_block_reader *r = &w->list.blocks;
    const nh_directory *d = &r->directory;
    const nh_payloads places = {NH_SECTION_POSITIONS, r->term->positions_at,
                                d->positions_at};
    uint64_t size = ((uint64_t)bits + 7) / 8;
    nh_cursor c;
    nh_status st;

    if (!all) {
        const uint64_t whole =
            nh_directory_u32(d->positions_at, i + 1) - nh_directory_u32(d->positions_at, i);

        if (whole < size)
            return nh_block_misplaced(r, places, i, err);
        size = whole;
    }
    st = nh_block_payload(r, places, i, size, &c, err);
    if (st == NH_OK)
        w->bytes = size > 0 ? nh_cur_bytes(&c, size) : nothing;
    return st;
}

static nh_status place_block(nh_phrase_word *w, uint32_t i, uint32_t n, uint32_t last,
                             nh_error *err)
{
    nh_list *l = &w->list;
    const nh_directory *d = &l->blocks.directory;
    const uint8_t codec = (uint8_t)(d->codec[i] >> 4);
    nh_status st = nh_list_tf(l, err);

    if (st != NH_OK)
        return st;
    if (codec > NH_POSITIONS_PACKED)
        return nh_block_corrupt(&l->blocks, NH_SECTION_POSITIONS,
                                l->blocks.term->positions_at +
                                    nh_directory_u32(d->positions_at, i),
                                i, "positions that make no sense", err);
    if (codec == NH_POSITIONS_RAW)
        memset(w->span_of, 255, sizeof w->span_of);
    else
        gather_spans(w, n, last);
    return take_payload(w, i, measure(w, n), n == l->data.count, err);
}

nh_status nh_phrase_word_place_some(nh_phrase_word *w, uint32_t n, uint32_t last,
                                    nh_error *err)
{
    const uint32_t block = nh_list_at_hand(&w->list);
    nh_status st = NH_OK;

    if (w->placed == block && n <= w->n_placed)
        return NH_OK;
    if (w->placed == block || block + 1 >= w->list.blocks.directory.n) {
        n = w->list.data.count;
        last = w->list.last;
    }
    w->placed = NH_NO_BLOCK;
    st = w->list.blocks.directory.last == NULL ? place_small(w, err)
                                               : place_block(w, block, n, last, err);
    if (st == NH_OK) {
        w->placed = block;
        w->n_placed = n;
    }
    return st;
}

nh_status nh_phrase_word_place(nh_phrase_word *w, nh_error *err)
{
    return nh_phrase_word_place_some(w, w->list.data.count, w->list.last, err);
}

#define FETCHED 1024u /* bytes of places: all of a block of 256, mostly */

void nh_phrase_word_fetch(const nh_phrase_word *w, uint32_t i)
{
    const nh_block_reader *r = &w->list.blocks;
    const uint8_t *places = r->directory.positions_at;
    const uint32_t at = nh_directory_u32(places, i);
    uint32_t size = FETCHED;

    if (i + 1 < r->directory.n && nh_directory_u32(places, i + 1) - at < size)
        size = nh_directory_u32(places, i + 1) - at;
    nh_container_prefetch(nh_segment_container(r->seg), NH_SECTION_POSITIONS,
                          r->term->positions_at + at, size);
}

void nh_phrase_places_unpack(const nh_packed_places *packed, nh_phrase_places *out)
{
    const size_t bit = nh_places_bit(packed->places);
    const unsigned width = nh_places_width(packed->places);
    const uint32_t n = nh_places_count(packed->places);
    const size_t end = (bit + (size_t)n * width + 7) / 8;

    out->count = n;
    nh_kernels_get()->places_unpack(packed->in, end + NH_PACKED_SLACK, bit, width, n,
                                    out->list);
}

nh_status nh_phrase_word_places(nh_phrase_word *w, nh_phrase_places *out, nh_error *err)
{
    const nh_status st = nh_phrase_word_place(w, err);

    if (st == NH_OK) {
        const nh_packed_places packed = nh_phrase_word_packed(w, w->list.at);

        nh_phrase_places_unpack(&packed, out);
    }
    return st;
}

static nh_status room_for_codes(nh_phrase_word *w, uint32_t n, nh_error *err)
{
    if (n <= w->code_room)
        return NH_OK;
    w->code_room = 0;
    w->codes = (uint16_t *)nh_arena_array(w->arena, n + n / 2, sizeof *w->codes);
    if (w->codes == NULL)
        return fail_arena(w, err);
    w->code_room = n + n / 2;
    return NH_OK;
}

/* The form codes of block `i`, at hand and placed. */
static nh_status decode_codes(nh_phrase_word *w, uint32_t i, nh_error *err)
{
    nh_block_reader *r = &w->list.blocks;
    const nh_directory *d = &r->directory;
    const nh_payloads all = {NH_SECTION_CODES, r->term->codes_at, d->codes_at};
    const uint32_t n = nh_kernels_get()->bytes_sum(w->list.data.tf, w->list.data.count);
    uint64_t size;
    nh_cursor c;
    nh_status st = room_for_codes(w, n, err);

    if (st == NH_OK)
        st = nh_block_codes_size(r, i, n, &size, err);
    if (st == NH_OK)
        st = nh_block_payload(r, all, i, size, &c, err);
    if (st == NH_OK &&
        !nh_codes_decode(&c, d->code_width[i], n, r->term->n_forms, w->codes))
        st = nh_block_corrupt(r, all.kind, all.base + nh_directory_u32(d->codes_at, i), i,
                              "form codes that make no sense", err);
    return st;
}

nh_status nh_phrase_word_forms(nh_phrase_word *w, nh_phrase_places *places, nh_error *err)
{
    const nh_list *l = &w->list;
    uint32_t before = 0, kept = 0;

    if (w->coded != w->placed) {
        const nh_status st = decode_codes(w, w->placed, err);

        if (st != NH_OK)
            return st;
        w->coded = w->placed;
    }
    for (uint32_t k = 0; k < l->at; k++)
        before += l->data.tf[k];
    for (uint32_t k = 0; k < places->count; k++)
        if (w->allowed[w->codes[before + k]])
            places->list[kept++] = places->list[k];
    places->count = kept;
    return NH_OK;
}
