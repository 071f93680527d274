/* indexer/merge/articles/merge_stored.c - stored articles: blocks copied, or packed anew around what is deleted. */
#include "common/segment/articles/stored_reader.h"
#include "indexer/merge/articles/kept_lists.h"
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/merge/articles/merge_words.h"
#include "indexer/write/stored/dictionaries.h"
#include "indexer/write/stored/stored_rows.h"

typedef struct storing {
    nh_merge_inputs *in;
    nh_section_spools *to;
    unsigned press;           /* threads that press; 0: none does */
    nh_stored_writer *writer; /* NULL until something is packed anew */
    uint32_t dictionaries;    /* before those of the input that is packed */
    nh_kept_lists lists;      /* of words                                 */
} storing;

/* Blocks are copied as long as what they become is not to be smaller. */
static bool is_good(const storing *s, uint32_t i)
{
    return s->press == 0 || nh_segment_info_get(s->in->list[i].seg)->pressed;
}

/* So are those of an input of which all lists of words are kept. */
static bool is_whole(const storing *s, uint32_t i)
{
    return s->in->list[i].articles.bits == NULL && is_good(s, i) &&
           nh_kept_lists_are_all(&s->lists, s->in, i);
}

/* A block of an input. */
typedef struct block {
    nh_stored_row row;
    uint32_t end; /* behind its articles */
} block;

/* ---- inputs that stay whole --------------------------------------------------------- */

/* What comes before the articles of input i. */
static nh_stored_base base_of(const storing *s, uint32_t i)
{
    return (nh_stored_base){nh_spool_size(&s->to->spool[NH_SECTION_STORED]),
                            s->in->list[i].article_base, nh_dictionaries_count(s->to),
                            nh_kept_lists_of(&s->lists, i)};
}

/* The rows of an input, whose blocks will lie behind `base`. */
static nh_status copy_table(storing *s, uint32_t i, const nh_stored_base *base,
                            nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    const uint8_t *rows;
    uint64_t size;
    nh_status st = nh_container_section(nh_segment_container(input->seg),
                                        NH_SECTION_STORED_TABLE, &rows, &size, err);

    return st == NH_OK ? nh_stored_rows_put(&s->to->spool[NH_SECTION_STORED_TABLE], rows,
                                            size, base, err)
                       : st;
}

static nh_status copy_section(storing *s, uint32_t i, nh_section_kind kind, nh_error *err)
{
    const uint64_t size = nh_container_size(nh_segment_container(s->in->list[i].seg), kind);

    return size > 0 ? nh_merge_copy(s->in, (nh_merge_part){i, kind, 0, size}, s->to, err)
                    : NH_OK;
}

static nh_status copy_input(storing *s, uint32_t i, nh_error *err)
{
    const nh_stored_base base = base_of(s, i);
    nh_status st = copy_table(s, i, &base, err);

    if (st == NH_OK)
        st = copy_section(s, i, NH_SECTION_STORED, err);
    return st == NH_OK ? copy_section(s, i, NH_SECTION_DICTIONARIES, err) : st;
}

/* ---- inputs with deletions ---------------------------------------------------------- */

static nh_status read_block(const nh_merge_input *input, uint64_t row, uint64_t rows,
                            block *out, nh_error *err)
{
    nh_container *file = nh_segment_container(input->seg);
    const bool last = row + 1 == rows;
    const uint8_t *p;
    nh_status st = nh_container_bytes(file, NH_SECTION_STORED_TABLE, row * NH_STORED_ROW,
                                      last ? NH_STORED_ROW : 2 * NH_STORED_ROW, &p, err);

    if (st != NH_OK)
        return st;
    out->row = nh_stored_row_read(p);
    out->end = last ? input->articles.count : nh_stored_row_read(p + NH_STORED_ROW).first;
    if (out->row.first >= out->end || out->end > input->articles.count)
        return nh_container_corrupt(file, NH_SECTION_STORED_TABLE, row * NH_STORED_ROW, err,
                                    "blocks out of order");
    return NH_OK;
}

/* A block of which everything is kept, as it is. */
static nh_status copy_block(storing *s, uint32_t i, const block *b, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    const uint32_t first =
        input->article_base + nh_survivors_rank(&input->articles, b->row.first);
    nh_stored_row row = nh_stored_row_shift(
        b->row, &(nh_stored_base){.dictionaries = s->dictionaries,
                                  .lists = nh_kept_lists_of(&s->lists, i)});
    nh_status st = nh_stored_writer_go_on(s->writer, first, err);

    if (st != NH_OK)
        return st;
    row.first = first;
    row.at = nh_spool_size(&s->to->spool[NH_SECTION_STORED]);
    st = nh_stored_row_put(&s->to->spool[NH_SECTION_STORED_TABLE], row, err);
    if (st != NH_OK ||
        (st = nh_merge_copy(s->in,
                            (nh_merge_part){i, NH_SECTION_STORED, b->row.at, b->row.size},
                            s->to, err)) != NH_OK)
        return st;
    return nh_stored_writer_go_on(s->writer, first + (b->end - b->row.first), err);
}

/* The articles of a block that are kept, one by one. */
static nh_status pack_block(storing *s, uint32_t i, const block *b, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    nh_stored_reader *reader = NULL;
    bool due;
    nh_status st = nh_stored_open(input->seg, &reader, err);

    for (uint32_t a = b->row.first; st == NH_OK && a < b->end; a++) {
        nh_str record;

        if (!nh_survivors_has(&input->articles, a))
            continue;
        st = nh_stored_record(reader, a, &record, err);
        if (st == NH_OK)
            st = nh_stored_writer_record(s->writer, record, err);
    }
    nh_stored_close(reader);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(s->in, b->row.size, &due, err);
    if (st == NH_OK && due)
        st = nh_merge_inputs_refresh(s->in, err);
    return st;
}

/* Small blocks take in what follows them, so that many deletions do not leave many of them. */
static nh_status put_block(storing *s, uint32_t i, const block *b, nh_error *err)
{
    const nh_survivors *left = &s->in->list[i].articles;
    const uint32_t kept =
        nh_survivors_rank(left, b->end) - nh_survivors_rank(left, b->row.first);

    if (kept == 0)
        return NH_OK;
    if (is_good(s, i) && kept == b->end - b->row.first &&
        (b->row.words == 0 || nh_kept_lists_of(&s->lists, i)[b->row.words - 1] > 0) &&
        !nh_stored_writer_is_short(s->writer))
        return copy_block(s, i, b, err);
    return pack_block(s, i, b, err);
}

/* ---- words -------------------------------------------------------------------------- */

/* Bytes of articles that are packed anew, or some of them, and may be coded. */
static nh_status measure(const storing *s, uint64_t *out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = 0;
    for (uint32_t i = 0; st == NH_OK && i < s->in->count; i++) {
        uint64_t size = 0;

        if (!is_whole(s, i))
            st = nh_merge_stored_size(&s->in->list[i], &size, err);
        *out += size;
    }
    return st;
}

/* The first list that was kept is good enough for what comes to lie beside its blocks. */
static nh_status use_first_list(storing *s, nh_error *err)
{
    nh_str list;
    nh_status st = nh_kept_list_bytes(s->in, s->lists.kept[0], &list, err);

    return st == NH_OK ? nh_stored_writer_words(s->writer, list, 1, err) : st;
}

/* What is packed is coded by the words of a list that is there. If there is none, one is made where
 * text is compressed as far as it goes, is much, and a sample says that words save enough. */
static nh_status find_words(storing *s, nh_error *err)
{
    uint64_t bytes;
    nh_status st;

    if (nh_words_count(s->to) > 0)
        return use_first_list(s, err);
    if (s->press == 0)
        return NH_OK;
    st = measure(s, &bytes, err);
    return st == NH_OK && bytes >= NH_WORDS_FROM
               ? nh_merge_words(s->in, s->to, s->writer, err)
               : st;
}

/* ---- all of them -------------------------------------------------------------------- */

/* Rows are moved behind those of others. What one names that its own input has not got would be
 * another's there, so all are looked at before. */
static nh_status check_tables(const storing *s, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < s->in->count; i++) {
        nh_stored_reader *reader;

        st = nh_stored_open(s->in->list[i].seg, &reader, err);
        nh_stored_close(reader);
    }
    return st;
}

static nh_status open_writer(storing *s, nh_error *err)
{
    nh_status st = nh_stored_writer_new(s->to, true, &s->writer, err);

    if (st == NH_OK && s->press > 0)
        st = nh_stored_writer_press(s->writer, s->press, err);
    return st == NH_OK ? find_words(s, err) : st;
}

/* The writer is there and at the first article of input i, whose dictionaries are there. */
static nh_status begin_packing(storing *s, uint32_t i, nh_error *err)
{
    nh_status st = s->writer == NULL ? open_writer(s, err) : NH_OK;

    if (st == NH_OK)
        st = nh_stored_writer_go_on(s->writer, s->in->list[i].article_base, err);
    s->dictionaries = nh_dictionaries_count(s->to);
    return st == NH_OK && is_good(s, i) ? copy_section(s, i, NH_SECTION_DICTIONARIES, err)
                                        : st;
}

static nh_status pack_input(storing *s, uint32_t i, nh_error *err)
{
    const nh_merge_input *input = &s->in->list[i];
    const uint64_t rows =
        nh_container_size(nh_segment_container(input->seg), NH_SECTION_STORED_TABLE) /
        NH_STORED_ROW;
    nh_status st = begin_packing(s, i, err);

    for (uint64_t row = 0; st == NH_OK && row < rows; row++) {
        block b;

        st = read_block(input, row, rows, &b, err);
        if (st == NH_OK)
            st = put_block(s, i, &b, err);
    }
    return st == NH_OK ? nh_stored_writer_go_on(s->writer, input->article_base, err) : st;
}

nh_status nh_merge_stored(nh_merge_inputs *in, unsigned press, nh_section_spools *to,
                          nh_error *err)
{
    storing s = {.in = in, .to = to, .press = press};
    nh_status st = check_tables(&s, err);

    if (st == NH_OK)
        st = nh_kept_lists_choose(&s.lists, in, press > 0, to, err);
    for (uint32_t i = 0; st == NH_OK && i < in->count; i++)
        st = is_whole(&s, i) ? copy_input(&s, i, err) : pack_input(&s, i, err);
    nh_stored_writer_free(s.writer);
    nh_kept_lists_clear(&s.lists);
    return st;
}
