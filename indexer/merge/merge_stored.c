/* indexer/merge/merge_stored.c - stored articles: blocks copied, or packed anew around what is deleted. */
#include "common/segment/articles/stored_reader.h"
#include "indexer/merge/merge_columns.h"
#include "indexer/write/stored_writer.h"

#define ROW 24u                          /* bytes of a row of the table */
#define HALF_BLOCK (NH_STORED_BLOCK / 2) /* an open block below takes in what follows it */

typedef struct storing {
    nh_merge_inputs *in;
    nh_section_spools *to;
    nh_stored_writer *writer; /* NULL until something is packed anew */
} storing;

/* A block of an input. */
typedef struct block {
    uint64_t at; /* in the section        */
    uint32_t size, raw_size;
    uint32_t first, end; /* its articles */
} block;

static uint32_t read_u32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

static uint64_t read_u64(const uint8_t *p)
{
    return read_u32(p) | (uint64_t)read_u32(p + 4) << 32;
}

/* ---- inputs that stay whole --------------------------------------------------------- */

/* The rows of an input, whose blocks will begin at byte `base` of the section. */
static nh_status copy_table(storing *s, uint32_t i, uint64_t base, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    nh_spool *to = &s->to->spool[NH_SECTION_STORED_TABLE];
    const uint8_t *rows;
    uint64_t size;
    nh_status st = nh_container_section(nh_segment_container(input->seg),
                                        NH_SECTION_STORED_TABLE, &rows, &size, err);

    for (uint64_t at = 0; st == NH_OK && at + ROW <= size; at += ROW) {
        nh_buf_u64(&to->memory, read_u64(rows + at) + base);
        nh_buf_bytes(&to->memory, rows + at + 8, 8);
        nh_buf_u32(&to->memory, read_u32(rows + at + 16) + input->article_base);
        nh_buf_u32(&to->memory, 0);
        st = nh_spool_settle(to, err);
    }
    return st;
}

static nh_status copy_input(storing *s, uint32_t i, nh_error *err)
{
    const uint64_t base = nh_spool_size(&s->to->spool[NH_SECTION_STORED]);
    const uint64_t size =
        nh_container_size(nh_segment_container(s->in->list[i].seg), NH_SECTION_STORED);
    nh_status st = copy_table(s, i, base, err);

    return st == NH_OK
               ? nh_merge_copy(s->in, (nh_merge_part){i, NH_SECTION_STORED, 0, size}, s->to,
                               err)
               : st;
}

/* ---- inputs with deletions ---------------------------------------------------------- */

static nh_status read_block(const nh_merge_input *input, uint64_t row, uint64_t rows,
                            block *out, nh_error *err)
{
    nh_container *file = nh_segment_container(input->seg);
    const bool last = row + 1 == rows;
    const uint8_t *p;
    nh_status st = nh_container_bytes(file, NH_SECTION_STORED_TABLE, row * ROW,
                                      last ? ROW : 2 * ROW, &p, err);

    if (st != NH_OK)
        return st;
    *out = (block){.at = read_u64(p),
                   .size = read_u32(p + 8),
                   .raw_size = read_u32(p + 12),
                   .first = read_u32(p + 16),
                   .end = last ? input->articles.count : read_u32(p + ROW + 16)};
    if (out->first >= out->end || out->end > input->articles.count)
        return nh_container_corrupt(file, NH_SECTION_STORED_TABLE, row * ROW, err,
                                    "blocks out of order");
    return NH_OK;
}

/* A block of which everything is kept, as it is. */
static nh_status copy_block(storing *s, uint32_t i, const block *b, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    nh_spool *table = &s->to->spool[NH_SECTION_STORED_TABLE];
    const uint32_t first =
        input->article_base + nh_survivors_rank(&input->articles, b->first);
    nh_status st = nh_stored_writer_go_on(s->writer, first, err);

    if (st != NH_OK)
        return st;
    nh_buf_u64(&table->memory, nh_spool_size(&s->to->spool[NH_SECTION_STORED]));
    nh_buf_u32(&table->memory, b->size);
    nh_buf_u32(&table->memory, b->raw_size);
    nh_buf_u32(&table->memory, first);
    nh_buf_u32(&table->memory, 0);
    if ((st = nh_spool_settle(table, err)) != NH_OK ||
        (st = nh_merge_copy(s->in, (nh_merge_part){i, NH_SECTION_STORED, b->at, b->size},
                            s->to, err)) != NH_OK)
        return st;
    return nh_stored_writer_go_on(s->writer, first + (b->end - b->first), err);
}

/* The articles of a block that are kept, one by one. */
static nh_status pack_block(storing *s, uint32_t i, const block *b, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    nh_stored_reader *reader = NULL;
    bool due;
    nh_status st = nh_stored_open(input->seg, &reader, err);

    for (uint32_t a = b->first; st == NH_OK && a < b->end; a++) {
        nh_str record;

        if (!nh_survivors_has(&input->articles, a))
            continue;
        st = nh_stored_record(reader, a, &record, err);
        if (st == NH_OK)
            st = nh_stored_writer_record(s->writer, record, err);
    }
    nh_stored_close(reader);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(s->in, b->size, &due, err);
    if (st == NH_OK && due)
        st = nh_merge_inputs_refresh(s->in, err);
    return st;
}

/* Small blocks take in what follows them, so that many deletions do not leave many of them. */
static nh_status put_block(storing *s, uint32_t i, const block *b, nh_error *err)
{
    const nh_survivors *left = &s->in->list[i].articles;
    const uint32_t kept =
        nh_survivors_rank(left, b->end) - nh_survivors_rank(left, b->first);
    const size_t open = nh_stored_writer_open(s->writer);

    if (kept == 0)
        return NH_OK;
    if (kept == b->end - b->first && (open == 0 || open >= HALF_BLOCK))
        return copy_block(s, i, b, err);
    return pack_block(s, i, b, err);
}

static nh_status pack_input(storing *s, uint32_t i, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    const uint64_t rows =
        nh_container_size(nh_segment_container(input->seg), NH_SECTION_STORED_TABLE) / ROW;
    nh_status st = NH_OK;

    if (s->writer == NULL)
        st = nh_stored_writer_new(s->to, true, &s->writer, err);
    if (st == NH_OK)
        st = nh_stored_writer_go_on(s->writer, input->article_base, err);
    for (uint64_t row = 0; st == NH_OK && row < rows; row++) {
        block b;

        st = read_block(input, row, rows, &b, err);
        if (st == NH_OK)
            st = put_block(s, i, &b, err);
    }
    return st == NH_OK ? nh_stored_writer_finish(s->writer, err) : st;
}

nh_status nh_merge_stored(nh_merge_inputs *in, nh_section_spools *to, nh_error *err)
{
    storing s = {.in = in, .to = to};
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < in->count; i++)
        st = in->list[i].articles.bits == NULL ? copy_input(&s, i, err)
                                               : pack_input(&s, i, err);
    nh_stored_writer_free(s.writer);
    return st;
}
