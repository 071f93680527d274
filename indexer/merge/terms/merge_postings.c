/* indexer/merge/terms/merge_postings.c - the postings of a term in one input, appended to the result. */
#include "indexer/merge/terms/merge_postings.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/postings/postings_codec.h"
#include "common/segment/postings/directory.h"
#include "common/segment/postings/postings_reader.h"

/* What is being copied. */
typedef struct copying {
    nh_list_copier *c;
    const nh_merge_input *input;
    const nh_term *term;
    const uint16_t *map;
    bool same;
    nh_directory directory;
    nh_postings *postings;
    const uint8_t *positions; /* of the block that was decoded last */
    const uint16_t *codes;    /* parallel to them                   */
} copying;

void nh_list_copier_init(nh_list_copier *c, const nh_env *env, nh_postings_writer *to)
{
    *c = (nh_list_copier){.to = to, .small = {.env = env}, .codes = {.env = env}};
}

void nh_list_copier_free(nh_list_copier *c)
{
    nh_small_scratch_free(&c->small);
    nh_release(c->codes.env, c->mapped);
    nh_buf_free(&c->codes);
}

/* ---- decoded postings --------------------------------------------------------------- */

/* One posting of `b` behind those of the open block; `at`: its first occurrence in `b`. */
static void append_one(const copying *y, const nh_block *b, uint32_t i, uint32_t at,
                       nh_open_block *to)
{
    const nh_merge_input *input = y->input;
    const uint32_t passage = b->passages[i];
    const uint32_t n = to->count++;

    to->passages[n] = input->passage_base + nh_survivors_rank(&input->kept, passage);
    to->tf[n] = b->tf[i];
    to->lengths[n] = input->passages.lengths[passage];
    to->spans[n] = input->passages.spans[passage];
    memcpy(to->positions + to->occurrences, y->positions + at, b->tf[i]);
    for (uint32_t k = 0; k < b->tf[i]; k++)
        to->codes[to->occurrences + k] = y->map[y->codes[at + k]];
    to->occurrences += b->tf[i];
}

/* The postings of a decoded block that are kept. */
static void append(const copying *y, const nh_block *b)
{
    nh_open_block *to = nh_postings_room(y->c->to, b->count);
    uint32_t at = 0;

    for (uint32_t i = 0; to != NULL && i < b->count; i++) {
        if (nh_survivors_has(&y->input->kept, b->passages[i]))
            append_one(y, b, i, at, to);
        at += b->tf[i];
    }
}

static nh_status copy_small(copying *y, nh_error *err)
{
    nh_small_scratch *small = &y->c->small;
    nh_block block;
    const nh_status st =
        nh_small_scratch_decode(small, y->input->seg, y->term, &block, err);

    y->positions = small->positions;
    y->codes = small->codes;
    if (st == NH_OK)
        append(y, &block);
    return st;
}

/* Makes block `i` the current one of the reader. It is found by its last passage, since these
 * ascend: check_blocks(). */
static nh_status decode_block(copying *y, uint32_t i, const nh_block **out, nh_error *err)
{
    nh_status st = NH_OK;

    if (y->postings == NULL)
        st = nh_postings_open(y->input->seg, y->term, &y->postings, err);
    if (st == NH_OK)
        st =
            nh_postings_seek(y->postings, nh_directory_u32(y->directory.last, i), out, err);
    return st;
}

static nh_status join_block(copying *y, uint32_t i, nh_error *err)
{
    const nh_block *b;
    nh_status st = decode_block(y, i, &b, err);

    if (st == NH_OK)
        st = nh_postings_positions(y->postings, &y->positions, err);
    if (st == NH_OK)
        st = nh_postings_codes(y->postings, &y->codes, err);
    if (st == NH_OK)
        append(y, b);
    return st;
}

/*
 * Blocks are found by their last passages, and copied without a look at the others: so each must
 * have room for its postings behind the block before, and end with a passage of the segment. All
 * together have as many as the term, whose occurrences are counted beside them.
 */
static nh_status check_blocks(const copying *y, nh_error *err)
{
    const nh_directory *d = &y->directory;
    uint64_t from = 0, df = 0;

    for (uint32_t i = 0; i < d->n; i++) {
        const uint64_t end = (uint64_t)nh_directory_u32(d->last, i) + 1;

        if (end < from + d->count[i] + 1 || end > y->input->passages.count)
            return nh_container_corrupt(
                nh_segment_container(y->input->seg), NH_SECTION_DIRECTORY,
                d->at + ((uint64_t)d->n_top + i) * 4, err,
                "term %.*s, block %" PRIu32 ": a last passage that it cannot have",
                NH_STR_ARG(y->term->text), i);
        from = end;
        df += d->count[i] + 1u;
    }
    if (df == y->term->df)
        return NH_OK;
    return nh_container_corrupt(
        nh_segment_container(y->input->seg), NH_SECTION_DIRECTORY, d->at, err,
        "term %.*s: blocks of %" PRIu64 " postings, not of %" PRIu32,
        NH_STR_ARG(y->term->text), df, y->term->df);
}

/* ---- blocks as they are ------------------------------------------------------------- */

/* The payloads of a term in one of three sections. */
typedef struct payloads {
    nh_section_kind kind;
    uint64_t base;        /* where the first begins                    */
    const uint8_t *array; /* by block: where its own begins after that */
} payloads;

/* Bytes of block `i`: up to where the next one's begin. */
static nh_status payload(const copying *y, payloads all, uint32_t i, const uint8_t **out,
                         size_t *size, nh_error *err)
{
    const uint32_t at = nh_directory_u32(all.array, i);
    const uint32_t end = nh_directory_u32(all.array, i + 1);
    nh_container *file = nh_segment_container(y->input->seg);

    *out = (const uint8_t *)"";
    *size = 0;
    if (end < at)
        return nh_container_corrupt(file, all.kind, all.base + at, err,
                                    "term %.*s, block %" PRIu32 ": ends before it begins",
                                    NH_STR_ARG(y->term->text), i);
    *size = end - at;
    return end > at ? nh_container_bytes(file, all.kind, all.base + at, *size, out, err)
                    : NH_OK;
}

/* Form codes of block `i`, written anew. */
static nh_status renumber_codes(copying *y, uint32_t i, nh_ready_block *b, nh_error *err)
{
    nh_list_copier *c = y->c;
    const nh_block *block;
    const uint16_t *codes;
    nh_status st;

    if (c->mapped == NULL)
        c->mapped = (uint16_t *)nh_resized(c->codes.env, NULL, NH_BLOCK_OCCURRENCES,
                                           sizeof *c->mapped);
    if (c->mapped == NULL)
        return nh_fail_memory(err, "form codes");
    if ((st = decode_block(y, i, &block, err)) != NH_OK ||
        (st = nh_postings_codes(y->postings, &codes, err)) != NH_OK)
        return st;
    for (uint32_t k = 0; k < block->occurrences; k++)
        c->mapped[k] = y->map[codes[k]];
    nh_buf_clear(&c->codes);
    nh_codes_encode(c->mapped, block->occurrences, &c->codes, &b->code_width);
    b->codes = c->codes.bytes;
    b->codes_size = c->codes.size;
    return nh_buf_status(&c->codes, err, "form codes");
}

/* As they are where no number changed; nothing where all of them are 0. */
static nh_status copy_codes(copying *y, uint32_t i, nh_ready_block *b, nh_error *err)
{
    const nh_directory *d = &y->directory;

    if (d->codes_at == NULL && y->map[0] == 0)
        return NH_OK;
    if (!y->same || d->codes_at == NULL)
        return renumber_codes(y, i, b, err);
    b->code_width = d->code_width[i];
    return payload(y, (payloads){NH_SECTION_CODES, y->term->codes_at, d->codes_at}, i,
                   &b->codes, &b->codes_size, err);
}

/* The first passage that block `i` may have. */
static uint32_t least_of(const copying *y, uint32_t i)
{
    return i > 0 ? nh_directory_u32(y->directory.last, i - 1) + 1 : 0;
}

static nh_status copy_block(copying *y, uint32_t i, nh_error *err)
{
    const nh_directory *d = &y->directory;
    const nh_merge_input *input = y->input;
    const uint32_t last = nh_directory_u32(d->last, i);
    nh_ready_block b = {.least = input->passage_base +
                                 nh_survivors_rank(&input->kept, least_of(y, i)),
                        .last = input->passage_base + nh_survivors_rank(&input->kept, last),
                        .count = NH_BLOCK,
                        .codec = d->codec[i],
                        .doc_width = d->doc_width[i],
                        .tf_width = d->tf_width[i],
                        .max_tf = d->max_tf[i],
                        .min_length = d->min_length[i],
                        .impact = d->impact[i],
                        .length = &input->passages.lengths[last],
                        .file = nh_segment_container(input->seg),
                        .at = y->term->postings_at + nh_directory_u32(d->postings_at, i)};
    nh_status st =
        payload(y, (payloads){NH_SECTION_POSTINGS, y->term->postings_at, d->postings_at}, i,
                &b.postings, &b.postings_size, err);

    if (st == NH_OK && d->positions_at != NULL)
        st = payload(
            y, (payloads){NH_SECTION_POSITIONS, y->term->positions_at, d->positions_at}, i,
            &b.positions, &b.positions_size, err);
    if (st == NH_OK)
        st = copy_codes(y, i, &b, err);
    if (st == NH_OK)
        nh_postings_copy(y->c->to, &b);
    return st;
}

/* True if all passages that block `i` may have are kept: then its gaps are as before. */
static bool keeps_gaps(const copying *y, uint32_t i)
{
    const nh_survivors *kept = &y->input->kept;
    const uint32_t from = least_of(y, i);
    const uint32_t end = nh_directory_u32(y->directory.last, i) + 1;

    return nh_survivors_rank(kept, end) - nh_survivors_rank(kept, from) == end - from;
}

/* The last block is decoded even if it is full: only the next one would say where it ends. */
static nh_status copy_blocks(copying *y, nh_error *err)
{
    const nh_directory *d = &y->directory;
    nh_status st = nh_directory_open(y->input->seg, y->term, &y->directory, err);

    if (st == NH_OK)
        st = check_blocks(y, err);
    for (uint32_t i = 0; st == NH_OK && i < d->n; i++) {
        const bool full = d->count[i] == NH_BLOCK - 1 && i + 1 < d->n && keeps_gaps(y, i);

        st = full ? copy_block(y, i, err) : join_block(y, i, err);
    }
    nh_postings_close(y->postings);
    return st;
}

nh_status nh_list_copy(nh_list_copier *c, const nh_merge_input *input, const uint16_t *map,
                       bool same, nh_error *err)
{
    copying y = {.c = c, .input = input, .term = input->term, .map = map, .same = same};

    return (input->term->flags & NH_TERM_SMALL) != 0 ? copy_small(&y, err)
                                                     : copy_blocks(&y, err);
}
