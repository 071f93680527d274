/* indexer/write/stored/stored_writer.c - articles as they are, in compressed blocks. */
#include "indexer/write/stored/stored_writer.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/stored_record.h"
#include "indexer/write/stored/block_press.h"
#include "indexer/write/stored/dictionaries.h"
#include "indexer/write/stored/stored_fields.h"
#include "indexer/write/stored/stored_lists.h"
#include "indexer/write/stored/stored_rows.h"

#define LEVEL \
    2 /* of ISA-L: hardly slower than 1, and 2 % smaller; the indexer waits for it */

#define PRESSED_LEVEL 6 /* of zlib: 9 takes a third longer for 2 in 1,000 */

struct nh_stored_writer {
    nh_section_spools *sections;
    bool text, pressed;
    nh_deflater *deflater;
    nh_block_press *press; /* does it in the place of `deflater`; NULL: that does */
    nh_stored_lists lists; /* code blocks by words                                */
    nh_dictionaries dictionaries;
    nh_buffer raw;          /* records of the open block       */
    nh_buffer numbers[2];   /* columns of the open block       */
    nh_stored_numbers last; /* of the article before           */
    nh_buffer whole;        /* a block with its columns        */
    nh_buffer record;       /* fields of an article, but text  */
    nh_buffer field;        /* the skipped parts               */
    uint32_t first;         /* article of the open block       */
    uint32_t next;          /* article that comes              */
};

nh_status nh_stored_writer_new(nh_section_spools *sections, bool text,
                               nh_stored_writer **out, nh_error *err)
{
    nh_stored_writer *w = nh_new(sections->env, nh_stored_writer);
    nh_status st;

    *out = NULL;
    if (w == NULL)
        return nh_fail_memory(err, "storing articles");
    w->sections = sections;
    w->text = text;
    nh_dictionaries_init(&w->dictionaries, sections);
    nh_stored_lists_init(&w->lists, sections);
    w->raw.env = sections->env;
    w->numbers[0].env = w->numbers[1].env = w->whole.env = sections->env;
    w->record.env = sections->env;
    w->field.env = sections->env;
    st = nh_deflater_new(sections->env, LEVEL, &w->deflater, err);
    if (st != NH_OK) {
        nh_stored_writer_free(w);
        return st;
    }
    *out = w;
    return NH_OK;
}

nh_status nh_stored_writer_press(nh_stored_writer *w, unsigned threads, nh_error *err)
{
    nh_deflater *deflater;
    nh_status st = nh_deflater_new(w->sections->env, PRESSED_LEVEL, &deflater, err);

    if (st == NH_OK && w->dictionaries.number > 0)
        st = nh_deflater_dictionary(deflater, w->dictionaries.current, err);
    if (st == NH_OK && threads > 1)
        st = nh_block_press_new(w->sections->env, threads, PRESSED_LEVEL, &w->press, err);
    if (st != NH_OK) {
        nh_deflater_free(deflater);
        return st;
    }
    nh_deflater_free(w->deflater);
    w->deflater = deflater;
    w->pressed = true;
    return NH_OK;
}

nh_status nh_stored_writer_words(nh_stored_writer *w, nh_str list, uint32_t number,
                                 nh_error *err)
{
    return nh_stored_lists_give(&w->lists, list, number, err);
}

void nh_stored_writer_choose(nh_stored_writer *w, nh_word_lists *lists)
{
    w->lists.from = w->text ? lists : NULL;
}

void nh_stored_writer_free(nh_stored_writer *w)
{
    if (w == NULL)
        return;
    nh_block_press_free(w->press);
    nh_deflater_free(w->deflater);
    nh_stored_lists_clear(&w->lists);
    nh_dictionaries_clear(&w->dictionaries);
    nh_buf_free(&w->raw);
    nh_buf_free(&w->numbers[0]);
    nh_buf_free(&w->numbers[1]);
    nh_buf_free(&w->whole);
    nh_buf_free(&w->record);
    nh_buf_free(&w->field);
    nh_release(w->sections->env, w);
}

/* ---- blocks ------------------------------------------------------------------------- */

/* The columns and the records into one piece, and the block is empty. */
static nh_status join_block(nh_stored_writer *w, nh_error *err)
{
    nh_buf_clear(&w->whole);
    nh_buf_bytes(&w->whole, w->numbers[0].bytes, w->numbers[0].size);
    nh_buf_bytes(&w->whole, w->numbers[1].bytes, w->numbers[1].size);
    nh_buf_bytes(&w->whole, w->raw.bytes, w->raw.size);
    nh_buf_clear(&w->numbers[0]);
    nh_buf_clear(&w->numbers[1]);
    nh_buf_clear(&w->raw);
    w->last = (nh_stored_numbers){{0, 0}};
    return nh_buf_status(&w->whole, err, "storing articles");
}

/* A row of the table for the bytes that are in the section from row->at on. */
static nh_status end_block(nh_stored_writer *w, nh_stored_row *row, nh_error *err)
{
    nh_spool *to = &w->sections->spool[NH_SECTION_STORED];
    nh_status st;

    row->size = (uint32_t)(nh_spool_size(to) - row->at);
    st = nh_spool_settle(to, err);
    return st == NH_OK
               ? nh_stored_row_put(&w->sections->spool[NH_SECTION_STORED_TABLE], *row, err)
               : st;
}

/* What stands before the stream of a coded block. */
static void put_head(nh_stored_writer *w, uint32_t words, size_t coded)
{
    if (words > 0)
        nh_buf_u32(&w->sections->spool[NH_SECTION_STORED].memory, (uint32_t)coded);
}

/* Writes the block that was given to the threads first. `any`: there was one. */
static nh_status take_block(nh_stored_writer *w, bool *any, nh_error *err)
{
    nh_spool *to = &w->sections->spool[NH_SECTION_STORED];
    nh_stored_row row = {.at = nh_spool_size(to)};
    const nh_press_block *b;
    nh_status st = nh_block_press_get(w->press, &b, err);

    *any = b != NULL;
    if (b == NULL)
        return st;
    row.first = b->first;
    row.raw_size = b->raw_size;
    row.dictionary = b->dictionary;
    row.words = b->words;
    put_head(w, b->words, b->raw.size);
    nh_buf_bytes(&to->memory, b->packed.bytes, b->packed.size);
    return end_block(w, &row, err);
}

/* All blocks that threads have are written. */
static nh_status take_all(nh_stored_writer *w, nh_error *err)
{
    bool any = w->press != NULL;
    nh_status st = NH_OK;

    while (st == NH_OK && any)
        st = take_block(w, &any, err);
    return st;
}

/* The dictionary that the block in w->whole goes on from, if any; and what it, with `text` bytes
 * before it was coded, adds to the next. Threads may read the one before until their blocks are
 * back. */
static nh_status choose_dictionary(nh_stored_writer *w, size_t text, nh_error *err)
{
    bool due = nh_dictionaries_due(&w->dictionaries);
    nh_status st = due ? take_all(w, err) : NH_OK;

    if (st == NH_OK)
        st = nh_dictionaries_next(&w->dictionaries, &due, err);
    if (st == NH_OK && due)
        st = nh_deflater_dictionary(w->deflater, w->dictionaries.current, err);
    return st == NH_OK
               ? nh_dictionaries_sample(&w->dictionaries, nh_buf_str(&w->whole), text, err)
               : st;
}

/* Gives the block in w->whole to the threads. */
static nh_status give_block(nh_stored_writer *w, const nh_stored_row *row, nh_error *err)
{
    nh_press_block b = {.raw = w->whole,
                        .first = row->first,
                        .raw_size = row->raw_size,
                        .words = row->words,
                        .dictionary = w->dictionaries.number,
                        .goes_on_from =
                            w->dictionaries.number > 0 ? w->dictionaries.current : NULL};
    bool any;
    nh_status st = nh_block_press_full(w->press) ? take_block(w, &any, err) : NH_OK;

    if (st != NH_OK)
        return st;
    nh_block_press_put(w->press, &b);
    w->whole = b.raw;
    w->first = w->next;
    return NH_OK;
}

/* The open block as one piece in w->whole, coded if there is a list of words. */
static nh_status make_block(nh_stored_writer *w, nh_stored_row *row, nh_error *err)
{
    nh_status st = join_block(w, err);

    row->first = w->first;
    row->raw_size = (uint32_t)w->whole.size;
    if (st == NH_OK)
        st = nh_stored_lists_code(&w->lists, &w->whole, &row->words, err);
    return st == NH_OK && w->text ? choose_dictionary(w, row->raw_size, err) : st;
}

static nh_status close_block(nh_stored_writer *w, nh_error *err)
{
    nh_spool *to = &w->sections->spool[NH_SECTION_STORED];
    nh_stored_row row = {.at = nh_spool_size(to)};
    nh_status st = make_block(w, &row, err);

    if (st == NH_OK && w->press != NULL)
        return give_block(w, &row, err);
    put_head(w, row.words, w->whole.size);
    if (st == NH_OK)
        st = nh_deflate(w->deflater, w->whole.bytes, w->whole.size, &to->memory, err);
    if (st != NH_OK)
        return st;
    row.dictionary = w->dictionaries.number;
    w->first = w->next;
    return end_block(w, &row, err);
}

static void put_numbers(nh_stored_writer *w, const nh_stored_numbers *numbers)
{
    for (unsigned i = 0; i < 2; i++)
        nh_buf_var64(&w->numbers[i], nh_stored_step(w->last.of[i], numbers->of[i]));
    w->last = *numbers;
}

/* Raw bytes from which a block closes. */
static size_t block_size(const nh_stored_writer *w)
{
    if (w->lists.list == NULL)
        return NH_STORED_BLOCK;
    return w->pressed ? NH_WORDED_BLOCK : NH_BUILT_BLOCK;
}

/* An article is complete in the open block. */
static nh_status end_article(nh_stored_writer *w, nh_error *err)
{
    if (!nh_buf_ok(&w->record) || !nh_buf_ok(&w->field) || !nh_buf_ok(&w->raw) ||
        !nh_buf_ok(&w->numbers[0]) || !nh_buf_ok(&w->numbers[1]))
        return nh_fail_memory(err, "storing an article");
    w->next++;
    return w->raw.size >= block_size(w) ? close_block(w, err) : NH_OK;
}

/* Before the first article of a block there may be another list of words, which codes have nothing
 * in common with those before. */
static nh_status begin_article(nh_stored_writer *w, nh_str text, nh_error *err)
{
    nh_status st = NH_OK;

    if (w->lists.from == NULL)
        return NH_OK;
    st = nh_word_lists_sample(w->lists.from, text, err);
    if (st != NH_OK || w->raw.size > 0 || !nh_stored_lists_next(&w->lists))
        return st;
    nh_dictionaries_restart(&w->dictionaries);
    return nh_deflater_dictionary(w->deflater, NULL, err);
}

nh_status nh_stored_writer_put(nh_stored_writer *w, const nh_article *article,
                               nh_error *err)
{
    const nh_str text = w->text ? article->text : (nh_str){NULL, 0};
    uint64_t size;
    nh_status st = begin_article(w, text, err);

    if (st != NH_OK)
        return st;
    put_numbers(w, &(nh_stored_numbers){{article->record, article->offset}});
    nh_buf_clear(&w->record);
    nh_stored_fields_put(&w->record, w->text ? &w->field : NULL, article);
    size = nh_stored_field_size(article->headline) + nh_stored_field_size(text) +
           w->record.size;
    if (size > UINT32_MAX - 2 * NH_STORED_BLOCK)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "an article over 4 GiB");
    nh_buf_var64(&w->raw, size);
    nh_stored_field_put(&w->raw, NH_STORED_HEADLINE, article->headline);
    nh_stored_field_put(&w->raw, NH_STORED_TEXT, text);
    nh_buf_bytes(&w->raw, w->record.bytes, w->record.size);
    return end_article(w, err);
}

nh_status nh_stored_writer_record(nh_stored_writer *w, nh_str record, nh_error *err)
{
    nh_stored_numbers numbers;
    size_t at, end;

    if (!nh_stored_numbers_find(record, &at, &end, &numbers))
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "a record that makes no sense");
    put_numbers(w, &numbers);
    nh_buf_var64(&w->raw, record.len - (end - at));
    nh_buf_bytes(&w->raw, record.ptr, at);
    nh_buf_bytes(&w->raw, record.ptr + end, record.len - end);
    return end_article(w, err);
}

bool nh_stored_writer_is_short(const nh_stored_writer *w)
{
    return w->raw.size > 0 && w->raw.size < block_size(w) / 2;
}

nh_status nh_stored_writer_go_on(nh_stored_writer *w, uint32_t article, nh_error *err)
{
    nh_status st = w->raw.size > 0 ? close_block(w, err) : NH_OK;

    if (st == NH_OK)
        st = take_all(w, err);
    w->first = article;
    w->next = article;
    return st;
}

nh_status nh_stored_writer_finish(nh_stored_writer *w, nh_error *err)
{
    nh_status st = nh_stored_writer_go_on(w, 0, err);

    nh_stored_lists_restart(&w->lists);
    nh_dictionaries_restart(&w->dictionaries);
    return st == NH_OK ? nh_deflater_dictionary(w->deflater, NULL, err) : st;
}

/* ---- joining ------------------------------------------------------------------------ */

/* The blocks of `from`, all closed, their rows, dictionaries and lists, behind those of `to`. */
static nh_status join_sections(nh_stored_writer *to, nh_stored_writer *from,
                               uint32_t articles, nh_error *err)
{
    nh_spool *spool = to->sections->spool, *more = from->sections->spool;
    nh_buffer lists = {.env = to->sections->env};
    nh_status st = nh_stored_lists_join(&to->lists, &from->lists, &lists, err);
    const nh_stored_base base = {nh_spool_size(&spool[NH_SECTION_STORED]), articles,
                                 nh_dictionaries_count(to->sections), lists.bytes};

    if (st == NH_OK)
        st = nh_stored_rows_append(&spool[NH_SECTION_STORED_TABLE],
                                   &more[NH_SECTION_STORED_TABLE], &base, err);
    nh_buf_free(&lists);
    if (st == NH_OK)
        st = nh_spool_append(&spool[NH_SECTION_STORED], &more[NH_SECTION_STORED], err);
    return st == NH_OK ? nh_spool_append(&spool[NH_SECTION_DICTIONARIES],
                                         &more[NH_SECTION_DICTIONARIES], err)
                       : st;
}

nh_status nh_stored_writer_join(nh_stored_writer *to, nh_stored_writer *from, uint32_t base,
                                nh_error *err)
{
    static const nh_section_kind kinds[] = {NH_SECTION_STORED, NH_SECTION_STORED_TABLE,
                                            NH_SECTION_DICTIONARIES, NH_SECTION_WORDS};
    const uint32_t articles = from->next;
    nh_status st = nh_stored_writer_go_on(from, 0, err), ended;

    if (st == NH_OK)
        st = nh_stored_writer_go_on(to, base + articles, err);
    if (st == NH_OK)
        st = join_sections(to, from, base, err);
    ended = nh_stored_writer_finish(from, st == NH_OK ? err : NULL);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        nh_spool_clear(&from->sections->spool[kinds[i]]);
    return st == NH_OK ? ended : st;
}

size_t nh_stored_writer_memory(const nh_stored_writer *w)
{
    return w->raw.capacity + w->record.capacity + w->field.capacity + w->whole.capacity +
           nh_dictionaries_memory(&w->dictionaries) +
           (w->press != NULL ? nh_block_press_memory(w->press) : 0) +
           nh_stored_lists_memory(&w->lists) + w->numbers[0].capacity +
           w->numbers[1].capacity;
}
