/* indexer/write/postings_writer.c - blocks, their directory, small lists: FORMAT.md 5 to 8. */
#include "indexer/write/postings_writer.h"

#include <string.h>

#include "common/base/error.h"
#include "common/codec/postings/postings_codec.h"
#include "indexer/write/terms/small_list_writer.h"

/* The codec of positions: packed saves an eighth of them over raw bytes. */
#define POSITIONS_CODEC NH_POSITIONS_PACKED

/* The arrays of a directory, in their order on disk. */
enum {
    DIR_LAST,
    DIR_POSTINGS_AT,
    DIR_POSITIONS_AT,
    DIR_CODES_AT,
    DIR_COUNT,
    DIR_CODEC,
    DIR_DOC_WIDTH,
    DIR_TF_WIDTH,
    DIR_CODE_WIDTH,
    DIR_MAX_TF,
    DIR_MIN_LENGTH,
    DIR_IMPACT,
    DIR_ARRAYS
};

struct nh_postings_writer {
    const nh_env *env;
    nh_section_spools *sections;
    uint32_t n_forms;             /* of the term; 0: a pair                      */
    uint64_t df;                  /* so far                                      */
    uint8_t impact;               /* so far                                      */
    uint32_t n_blocks;            /* closed                                      */
    uint64_t start[3];            /* where its postings, positions, codes begin  */
    nh_buffer arrays[DIR_ARRAYS]; /* of the directory                            */
    nh_buffer small;              /* the last small list                         */
    nh_list_bounds bounds;        /* of the whole term                           */
    nh_status status;             /* sticky until the end of the term            */
    nh_error error;               /* with it                                     */
    nh_open_block open;
};

nh_status nh_postings_writer_new(nh_section_spools *sections, const nh_impact_rule *rule,
                                 nh_postings_writer **out, nh_error *err)
{
    nh_postings_writer *p = nh_new(sections->env, nh_postings_writer);

    *out = NULL;
    if (p == NULL)
        return nh_fail_memory(err, "writing postings");
    p->env = sections->env;
    p->sections = sections;
    for (size_t i = 0; i < DIR_ARRAYS; i++)
        p->arrays[i].env = p->env;
    p->small.env = p->env;
    nh_list_bounds_init(&p->bounds, p->env, rule);
    *out = p;
    return NH_OK;
}

void nh_postings_writer_free(nh_postings_writer *p)
{
    if (p == NULL)
        return;
    for (size_t i = 0; i < DIR_ARRAYS; i++)
        nh_buf_free(&p->arrays[i]);
    nh_buf_free(&p->small);
    nh_list_bounds_free(&p->bounds);
    nh_release(p->env, p);
}

static nh_spool *spool_of(nh_postings_writer *p, nh_section_kind kind)
{
    return &p->sections->spool[kind];
}

void nh_postings_scope(nh_postings_writer *p, const nh_list_scope *scope)
{
    nh_list_bounds_scope(&p->bounds, scope);
}

void nh_postings_begin(nh_postings_writer *p, uint32_t n_forms, uint64_t most)
{
    p->n_forms = n_forms;
    p->df = 0;
    p->impact = 0;
    p->n_blocks = 0;
    p->open.count = p->open.occurrences = 0;
    p->status = NH_OK;
    p->start[0] = nh_spool_size(spool_of(p, NH_SECTION_POSTINGS));
    p->start[1] = nh_spool_size(spool_of(p, NH_SECTION_POSITIONS));
    p->start[2] = nh_spool_size(spool_of(p, NH_SECTION_CODES));
    for (size_t i = 0; i < DIR_ARRAYS; i++)
        nh_buf_clear(&p->arrays[i]);
    nh_list_bounds_begin(&p->bounds, most);
}

/* ---- blocks ------------------------------------------------------------------------- */

static void keep_status(nh_postings_writer *p, nh_status st)
{
    if (p->status == NH_OK)
        p->status = st;
}

/* Where the term's bytes of a section stand now, from their beginning. */
static uint32_t offset_now(nh_postings_writer *p, nh_section_kind kind, uint64_t start)
{
    const uint64_t at = nh_spool_size(spool_of(p, kind)) - start;

    if (at > UINT32_MAX)
        keep_status(p, nh_fail(&p->error, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                               "more than 4 GiB of section %s for one term",
                               nh_section_name(kind)));
    return (uint32_t)at;
}

/* A row of the directory; the payloads are appended next. */
static void put_row(nh_postings_writer *p, const nh_ready_block *b)
{
    nh_buffer *a = p->arrays;

    nh_buf_u32(&a[DIR_LAST], b->last);
    nh_buf_u32(&a[DIR_POSTINGS_AT], offset_now(p, NH_SECTION_POSTINGS, p->start[0]));
    nh_buf_u8(&a[DIR_COUNT], (uint8_t)(b->count - 1));
    nh_buf_u8(&a[DIR_CODEC], b->codec);
    nh_buf_u8(&a[DIR_DOC_WIDTH], b->doc_width);
    nh_buf_u8(&a[DIR_TF_WIDTH], b->tf_width);
    nh_buf_u8(&a[DIR_MAX_TF], b->max_tf);
    nh_buf_u8(&a[DIR_MIN_LENGTH], b->min_length);
    nh_buf_u8(&a[DIR_IMPACT], b->impact);
    if (p->n_forms > 0)
        nh_buf_u32(&a[DIR_POSITIONS_AT], offset_now(p, NH_SECTION_POSITIONS, p->start[1]));
    if (p->n_forms > 1) {
        nh_buf_u32(&a[DIR_CODES_AT], offset_now(p, NH_SECTION_CODES, p->start[2]));
        nh_buf_u8(&a[DIR_CODE_WIDTH], b->code_width);
    }
    p->df += b->count;
    p->n_blocks++;
    p->impact = b->impact > p->impact ? b->impact : p->impact;
}

static void settle_all(nh_postings_writer *p)
{
    static const nh_section_kind kinds[] = {NH_SECTION_POSTINGS, NH_SECTION_POSITIONS,
                                            NH_SECTION_CODES};

    for (size_t i = 0; i < 3; i++)
        if (p->status == NH_OK)
            p->status = nh_spool_settle(spool_of(p, kinds[i]), &p->error);
}

static uint8_t most_of(const uint8_t *values, uint32_t n)
{
    uint8_t most = 0;

    for (uint32_t i = 0; i < n; i++)
        most = values[i] > most ? values[i] : most;
    return most;
}

static uint8_t least_of(const uint8_t *values, uint32_t n)
{
    uint8_t least = 255;

    for (uint32_t i = 0; i < n; i++)
        least = values[i] < least ? values[i] : least;
    return least;
}

/* Bounds of the open block, and the impact of each posting; 0 behind them. */
static void measure(const nh_postings_writer *p, nh_ready_block *b,
                    uint8_t impacts[NH_BLOCK])
{
    const nh_open_block *o = &p->open;
    const uint32_t count = o->count; /* which no impact that is written changes */

    for (uint32_t i = 0; i < count; i++)
        impacts[i] = p->bounds.impacts.of[o->tf[i]][o->lengths[i]];
    memset(impacts + count, 0, NH_BLOCK - count);
    *b = (nh_ready_block){.count = count,
                          .last = count > 0 ? o->passages[count - 1] : 0,
                          .max_tf = most_of(o->tf, count),
                          .min_length = least_of(o->lengths, count),
                          .impact = most_of(impacts, count)};
}

/*
 * The offsets of a row are those before its payloads, the widths are known only after them:
 * so the payloads come first, and the row's offsets are taken from what they added.
 */
static void close_open_block(nh_postings_writer *p)
{
    nh_open_block *o = &p->open;
    nh_buffer *a = p->arrays;
    nh_ready_block b;
    uint8_t impacts[NH_BLOCK];
    size_t row = p->n_blocks;

    if (o->count == 0 || p->status != NH_OK)
        return;
    measure(p, &b, impacts);
    nh_list_bounds_add(&p->bounds,
                       &(nh_listed){o->passages, o->tf, o->lengths, impacts, o->count});
    put_row(p, &b);
    nh_docs_encode(o->passages, o->count, &spool_of(p, NH_SECTION_POSTINGS)->memory,
                   &b.codec, &b.doc_width);
    nh_tf_encode(o->tf, o->count, &spool_of(p, NH_SECTION_POSTINGS)->memory, &b.tf_width);
    if (p->n_forms > 0) {
        nh_positions_encode(POSITIONS_CODEC, o->positions, o->tf, o->spans, o->count,
                            &spool_of(p, NH_SECTION_POSITIONS)->memory);
        b.codec |= POSITIONS_CODEC << 4;
    }
    if (p->n_forms > 1)
        nh_codes_encode(o->codes, o->occurrences, &spool_of(p, NH_SECTION_CODES)->memory,
                        &b.code_width);
    settle_all(p);
    if (nh_buf_ok(&a[DIR_CODEC]) && nh_buf_ok(&a[DIR_DOC_WIDTH]) &&
        nh_buf_ok(&a[DIR_TF_WIDTH])) {
        a[DIR_CODEC].bytes[row] = b.codec;
        a[DIR_DOC_WIDTH].bytes[row] = b.doc_width;
        a[DIR_TF_WIDTH].bytes[row] = b.tf_width;
    }
    if (p->n_forms > 1 && nh_buf_ok(&a[DIR_CODE_WIDTH]))
        a[DIR_CODE_WIDTH].bytes[row] = b.code_width;
    o->count = o->occurrences = 0;
}

/* What is said of the whole list, of a block that is copied as it is. Gaps are anyone's bytes, and
 * lengths lie behind them: so no passage may be one that the block cannot have. */
static void bound_copied(nh_postings_writer *p, const nh_ready_block *b)
{
    nh_cursor in = nh_cur(b->postings, b->postings_size);
    uint32_t passages[NH_BLOCK];
    uint8_t tf[NH_BLOCK], lengths[NH_BLOCK], impacts[NH_BLOCK];

    if (!nh_docs_decode(&in, b->codec & 15, b->doc_width, b->count, b->last, passages) ||
        !nh_tf_decode(&in, b->tf_width, b->count, tf) || passages[0] < b->least) {
        keep_status(p, nh_container_corrupt(b->file, NH_SECTION_POSTINGS, b->at, &p->error,
                                            "a block of postings that makes no sense"));
        return;
    }
    for (uint32_t i = 0; i < b->count; i++) {
        lengths[i] = *(b->length - (b->last - passages[i]));
        impacts[i] = p->bounds.impacts.of[tf[i]][lengths[i]];
    }
    memset(impacts + b->count, 0, NH_BLOCK - b->count);
    nh_list_bounds_add(&p->bounds, &(nh_listed){passages, tf, lengths, impacts, b->count});
}

nh_open_block *nh_postings_room(nh_postings_writer *p, uint32_t count)
{
    if (p->open.count + count > NH_BLOCK)
        close_open_block(p);
    return p->status == NH_OK ? &p->open : NULL;
}

void nh_postings_copy(nh_postings_writer *p, const nh_ready_block *block)
{
    close_open_block(p);
    if (p->status != NH_OK)
        return;
    put_row(p, block);
    nh_buf_bytes(&spool_of(p, NH_SECTION_POSTINGS)->memory, block->postings,
                 block->postings_size);
    if (p->n_forms > 0)
        nh_buf_bytes(&spool_of(p, NH_SECTION_POSITIONS)->memory, block->positions,
                     block->positions_size);
    if (p->n_forms > 1)
        nh_buf_bytes(&spool_of(p, NH_SECTION_CODES)->memory, block->codes,
                     block->codes_size);
    settle_all(p);
    if (p->status == NH_OK && nh_list_bounds_want(&p->bounds, block->impact))
        bound_copied(p, block);
}

/* ---- the end of a term -------------------------------------------------------------- */

static void put_small_list(nh_postings_writer *p)
{
    uint8_t impacts[NH_BLOCK];
    nh_ready_block bounds;

    measure(p, &bounds, impacts);
    nh_buf_clear(&p->small);
    nh_small_list_write(&p->open, p->n_forms, &p->small);
    p->impact = bounds.impact;
    p->df = p->open.count;
    if (!nh_buf_ok(&p->small))
        keep_status(p, nh_buf_status(&p->small, &p->error, "a list of postings"));
}

/* The last passage of every 32nd block, and of the last one. */
static void put_top(nh_buffer *to, const nh_buffer *last, uint32_t n_blocks)
{
    if (n_blocks <= NH_TOP_FROM || !nh_buf_ok(last))
        return;
    for (uint32_t i = 0; i < n_blocks; i += NH_TOP_STEP) {
        const uint32_t end =
            n_blocks - i < NH_TOP_STEP ? n_blocks - 1 : i + NH_TOP_STEP - 1;

        nh_buf_bytes(to, last->bytes + (size_t)end * 4, 4);
    }
}

static void put_directory(nh_postings_writer *p)
{
    nh_spool *to = spool_of(p, NH_SECTION_DIRECTORY);

    put_top(&to->memory, &p->arrays[DIR_LAST], p->n_blocks);
    for (size_t i = 0; i < DIR_ARRAYS; i++) {
        if (!nh_buf_ok(&p->arrays[i]))
            keep_status(p, nh_buf_status(&p->arrays[i], &p->error, "a block directory"));
        nh_buf_bytes(&to->memory, p->arrays[i].bytes, p->arrays[i].size);
    }
    nh_buf_zeros(&to->memory, (size_t)(-nh_spool_size(to) & 3));
    if (p->status == NH_OK)
        p->status = nh_spool_settle(to, &p->error);
}

static void put_bounds(nh_postings_writer *p, nh_written_list *out)
{
    if (p->status == NH_OK)
        p->status = nh_list_bounds_put(&p->bounds, p->df, p->sections, out, &p->error);
}

void nh_written_list_move(nh_written_list *list, const uint64_t before[NH_SECTION_KINDS])
{
    list->directory_at += before[NH_SECTION_DIRECTORY];
    list->postings_at += before[NH_SECTION_POSTINGS];
    list->positions_at += before[NH_SECTION_POSITIONS];
    list->codes_at += before[NH_SECTION_CODES];
    list->maxima_at += before[NH_SECTION_MAXIMA];
    list->champions_at += before[NH_SECTION_CHAMPIONS];
}

nh_status nh_postings_end(nh_postings_writer *p, nh_written_list *out, nh_error *err)
{
    const uint64_t directory_at = nh_spool_size(spool_of(p, NH_SECTION_DIRECTORY));
    const bool small = p->n_blocks == 0 && p->open.count <= NH_SMALL_LIST;

    *out = (nh_written_list){0};
    if (small) {
        put_small_list(p);
    } else {
        close_open_block(p);
        put_directory(p);
        put_bounds(p, out);
    }
    if (p->status != NH_OK) {
        if (err != NULL)
            *err = p->error;
        return p->status;
    }
    out->df = p->df;
    out->impact = p->impact;
    out->n_blocks = p->n_blocks;
    out->small = small ? p->small.bytes : NULL;
    out->small_size = small ? p->small.size : 0;
    out->directory_at = directory_at;
    out->postings_at = p->start[0];
    out->positions_at = p->start[1];
    out->codes_at = p->start[2];
    return NH_OK;
}
