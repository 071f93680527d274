/* indexer/merge/articles/merge_columns.c - columns of passages and articles: copied, renumbered. */
#include "indexer/merge/articles/merge_columns.h"

#include "common/base/error.h"
#include "indexer/write/bounds/article_begins.h"
#include "indexer/write/numbers/numbers_writer.h"

#define STEP (256u << 10) /* bytes looked at in one go   */
#define PLACES_STEP 4096u /* places that are counted at once */
#define PLACE_BYTES 3u    /* of one, about                   */

/* ---- parts -------------------------------------------------------------------------- */

nh_status nh_merge_copy(nh_merge_inputs *in, nh_merge_part part, nh_section_spools *to,
                        nh_error *err)
{
    nh_spool *spool = &to->spool[part.kind];
    nh_status st = NH_OK;
    bool due;

    while (st == NH_OK && part.size > 0) {
        nh_container *file = nh_segment_container(in->list[part.input].seg);
        const size_t n = part.size < STEP ? (size_t)part.size : STEP;
        const uint8_t *bytes;

        st = nh_container_bytes(file, part.kind, part.offset, n, &bytes, err);
        if (st != NH_OK)
            return st;
        nh_buf_bytes(&spool->memory, bytes, n);
        st = nh_spool_settle(spool, err);
        if (st == NH_OK)
            st = nh_merge_inputs_touch(in, n, &due, err);
        if (st == NH_OK && due)
            st = nh_merge_inputs_refresh(in, err);
        part.offset += n;
        part.size -= n;
    }
    return st;
}

/* Elements of an input that has no such section: zeros. */
static nh_status put_zeros(uint64_t size, nh_spool *to, nh_error *err)
{
    nh_status st = NH_OK;

    for (; st == NH_OK && size > 0; size -= size < STEP ? size : STEP) {
        nh_buf_zeros(&to->memory, size < STEP ? (size_t)size : STEP);
        st = nh_spool_settle(to, err);
    }
    return st;
}

static bool has_section(const nh_merge_input *input, nh_section_kind kind)
{
    return nh_container_size(nh_segment_container(input->seg), kind) > 0;
}

/* Elements of an input that has no such section: zeros; spans are lengths, flags are zeros. */
static nh_status put_absent(nh_merge_inputs *in, nh_merge_part part, nh_section_spools *to,
                            nh_error *err)
{
    const nh_merge_input *input = &in->list[part.input];
    const uint8_t *lengths = input->passages.lengths + part.offset;
    nh_spool *spool = &to->spool[part.kind];

    if (part.kind != NH_SECTION_SPANS || part.offset >= input->kept.count)
        return put_zeros(part.size, spool, err);
    return nh_spool_put(spool, lengths, (size_t)part.size, err);
}

/* ---- columns ------------------------------------------------------------------------ */

/*
 * A section that is several arrays, one after the other, of which each input has its own:
 * widths[] are bytes of an element, closed by 0. Elements are passages, or articles.
 */
static nh_status copy_arrays(nh_merge_inputs *in, nh_section_kind kind, bool passages,
                             const uint8_t *widths, nh_section_spools *to, nh_error *err)
{
    uint64_t before = 0; /* bytes of an element in the arrays before */
    nh_status st = NH_OK;

    for (; *widths != 0; before += *widths++)
        for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
            const nh_merge_input *input = &in->list[i];
            const nh_survivors *left = passages ? &input->kept : &input->articles;
            const uint64_t at = before * left->count;
            uint32_t from, end = 0;

            while (st == NH_OK && nh_survivors_next(left, &from, &end)) {
                const nh_merge_part part = {i, kind, at + (uint64_t)*widths * from,
                                            (uint64_t)*widths * (end - from)};

                st = has_section(input, kind) ? nh_merge_copy(in, part, to, err)
                                              : put_absent(in, part, to, err);
            }
        }
    return st;
}

/* A section that is there if it is in any input. */
static bool is_anywhere(const nh_merge_inputs *in, nh_section_kind kind)
{
    for (uint32_t i = 0; i < in->count; i++)
        if (has_section(&in->list[i], kind))
            return true;
    return false;
}

static nh_status merge_dates(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    static const uint8_t dates[] = {8, 1, 1, 0};

    return is_anywhere(in, NH_SECTION_DATES)
               ? copy_arrays(in, NH_SECTION_DATES, false, dates, to, err)
               : NH_OK;
}

static nh_status merge_begins(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    uint64_t *begins;
    nh_status st = nh_merge_inputs_begins(in, &begins, err);

    if (st == NH_OK && begins != NULL)
        st = nh_begins_put(begins, in->passages, &to->spool[NH_SECTION_ARTICLES], err);
    nh_release(in->env, begins);
    return st;
}

/* Places on their way into the merged segment. */
typedef struct place_mover {
    nh_numbers_writer to;
    uint32_t untold; /* that were read since their bytes were counted */
} place_mover;

/* Counts the bytes of the places that were read, over all runs of survivors, however short. */
static nh_status tell_places(nh_merge_inputs *in, place_mover *m, nh_error *err)
{
    bool due;
    nh_status st = nh_merge_inputs_touch(in, PLACE_BYTES * m->untold, &due, err);

    m->untold = 0;
    return st == NH_OK && due ? nh_merge_inputs_refresh(in, err) : st;
}

/* Places of the passages [from, end) of input `i`. */
static nh_status put_places(nh_merge_inputs *in, uint32_t i, uint32_t from, uint32_t end,
                            place_mover *m, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t p = from; st == NH_OK && p < end; p++) {
        uint32_t place[2];

        st = nh_passage_place(in->list[i].seg, p, &place[0], &place[1], err);
        if (st == NH_OK)
            st = nh_numbers_writer_put(&m->to, place, err);
        if (st == NH_OK && ++m->untold == PLACES_STEP)
            st = tell_places(in, m, err);
    }
    return st;
}

static nh_status merge_places(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    place_mover m = {.untold = 0};
    nh_status st = NH_OK;

    nh_numbers_writer_init(&m.to, &to->spool[NH_SECTION_PLACES], 2);
    for (uint32_t i = 0; st == NH_OK && i < in->count; i++) {
        uint32_t from, end = 0;

        while (st == NH_OK && nh_survivors_next(&in->list[i].kept, &from, &end))
            st = put_places(in, i, from, end, &m, err);
    }
    if (st == NH_OK)
        st = tell_places(in, &m, err);
    if (st == NH_OK)
        st = nh_numbers_writer_finish(&m.to, err);
    nh_numbers_writer_free(&m.to);
    return st;
}

nh_status nh_merge_passages(nh_merge_inputs *in, bool stored, nh_section_spools *to,
                            nh_error *err)
{
    static const uint8_t lengths[] = {1, 0};
    static const uint8_t spans[] = {1, 1, 0};
    nh_status st = copy_arrays(in, NH_SECTION_LENGTHS, true, lengths, to, err);

    if (st == NH_OK && is_anywhere(in, NH_SECTION_SPANS))
        st = copy_arrays(in, NH_SECTION_SPANS, true, spans, to, err);
    if (st == NH_OK && stored)
        st = merge_places(in, to, err);
    if (st == NH_OK)
        st = merge_dates(in, to, err);
    return st == NH_OK ? merge_begins(in, to, err) : st;
}
