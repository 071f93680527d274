/* indexer/write/stored/stored_writer.c - articles as they are, in compressed blocks. */
#include "indexer/write/stored/stored_writer.h"

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/stored_record.h"
#include "indexer/write/stored/block_press.h"
#include "indexer/write/stored/dictionaries.h"
#include "indexer/write/stored/stored_rows.h"
#include "indexer/write/stored/wording.h"

#define LEVEL \
    2 /* of ISA-L: hardly slower than 1, and 2 % smaller; the indexer waits for it */

#define PRESSED_LEVEL 6 /* of zlib: 9 takes a third longer for 2 in 1,000 */

struct nh_stored_writer {
    nh_section_spools *sections;
    bool text;
    nh_deflater *deflater;
    nh_block_press *press; /* does it in the place of `deflater`; NULL: that does */
    nh_wording *wording;   /* codes blocks by a list of words; NULL: none does    */
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
    return NH_OK;
}

nh_status nh_stored_writer_words(nh_stored_writer *w, const uint8_t *list, uint32_t number,
                                 nh_error *err)
{
    return nh_wording_new(w->sections->env, list, number, &w->wording, err);
}

void nh_stored_writer_free(nh_stored_writer *w)
{
    if (w == NULL)
        return;
    nh_block_press_free(w->press);
    nh_deflater_free(w->deflater);
    nh_wording_free(w->wording);
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
    if (st == NH_OK && w->wording != NULL)
        st = nh_wording_code(w->wording, &w->whole, &row->words, err);
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

static void put_field(nh_buffer *b, uint8_t tag, nh_str bytes)
{
    if (bytes.len == 0)
        return;
    nh_buf_u8(b, tag);
    nh_buf_put_str(b, bytes);
}

static void put_skips(nh_stored_writer *w, const nh_article *a)
{
    uint32_t end = 0;

    nh_buf_clear(&w->field);
    for (size_t i = 0; i < a->n_skips; i++) {
        nh_buf_var32(&w->field, a->skips[i].at - end);
        nh_buf_var32(&w->field, a->skips[i].size);
        end = a->skips[i].at + a->skips[i].size;
    }
    put_field(&w->record, NH_STORED_SKIPS, nh_buf_str(&w->field));
}

/* The fields behind the text, which is long and is copied only once. */
static void build_record(nh_stored_writer *w, const nh_article *a)
{
    nh_buf_clear(&w->record);
    put_field(&w->record, NH_STORED_URL, a->url);
    put_field(&w->record, NH_STORED_PATH, a->path);
    if (a->plain)
        put_field(&w->record, NH_STORED_FLAGS, NH_STR("\1"));
    put_field(&w->record, NH_STORED_LANGUAGE, a->language);
    if (w->text)
        put_skips(w, a);
}

static void put_numbers(nh_stored_writer *w, const nh_stored_numbers *numbers)
{
    for (unsigned i = 0; i < 2; i++)
        nh_buf_var64(&w->numbers[i], nh_stored_step(w->last.of[i], numbers->of[i]));
    w->last = *numbers;
}

static size_t field_size(nh_str bytes)
{
    return bytes.len > 0 ? 1 + nh_var_size(bytes.len) + bytes.len : 0;
}

/* Raw bytes from which a block closes. */
static size_t block_size(const nh_stored_writer *w)
{
    return w->wording != NULL ? NH_WORDED_BLOCK : NH_STORED_BLOCK;
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

nh_status nh_stored_writer_put(nh_stored_writer *w, const nh_article *article,
                               nh_error *err)
{
    const nh_str text = w->text ? article->text : (nh_str){NULL, 0};
    uint64_t size;

    put_numbers(w, &(nh_stored_numbers){{article->record, article->offset}});
    build_record(w, article);
    size = field_size(article->headline) + field_size(text) + w->record.size;
    if (size > UINT32_MAX - 2 * NH_STORED_BLOCK)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "an article over 4 GiB");
    nh_buf_var64(&w->raw, size);
    put_field(&w->raw, NH_STORED_HEADLINE, article->headline);
    put_field(&w->raw, NH_STORED_TEXT, text);
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

    nh_dictionaries_restart(&w->dictionaries);
    return st == NH_OK ? nh_deflater_dictionary(w->deflater, NULL, err) : st;
}

/* ---- joining ------------------------------------------------------------------------ */

/* The blocks of `from`, all closed, their rows and dictionaries, behind those of `to`. */
static nh_status join_sections(nh_section_spools *to, nh_section_spools *from,
                               uint32_t articles, nh_error *err)
{
    const nh_stored_base base = {nh_spool_size(&to->spool[NH_SECTION_STORED]), articles,
                                 nh_dictionaries_count(to), 0}; /* runs have no lists */
    static const nh_section_kind kinds[] = {NH_SECTION_STORED, NH_SECTION_DICTIONARIES};
    nh_status st = nh_stored_rows_append(&to->spool[NH_SECTION_STORED_TABLE],
                                         &from->spool[NH_SECTION_STORED_TABLE], &base, err);

    for (size_t i = 0; st == NH_OK && i < sizeof kinds / sizeof *kinds; i++)
        st = nh_spool_append(&to->spool[kinds[i]], &from->spool[kinds[i]], err);
    return st;
}

nh_status nh_stored_writer_join(nh_stored_writer *to, nh_stored_writer *from, uint32_t base,
                                nh_error *err)
{
    const uint32_t articles = from->next;
    nh_spool *spool = from->sections->spool;
    nh_status st = nh_stored_writer_finish(from, err);

    if (st == NH_OK)
        st = nh_stored_writer_go_on(to, base + articles, err);
    if (st == NH_OK)
        st = join_sections(to->sections, from->sections, base, err);
    nh_spool_clear(&spool[NH_SECTION_STORED]);
    nh_spool_clear(&spool[NH_SECTION_STORED_TABLE]);
    nh_spool_clear(&spool[NH_SECTION_DICTIONARIES]);
    return st;
}

size_t nh_stored_writer_memory(const nh_stored_writer *w)
{
    return w->raw.capacity + w->record.capacity + w->field.capacity + w->whole.capacity +
           nh_dictionaries_memory(&w->dictionaries) +
           (w->press != NULL ? nh_block_press_memory(w->press) : 0) +
           (w->wording != NULL ? nh_wording_memory(w->wording) : 0) +
           w->numbers[0].capacity + w->numbers[1].capacity;
}
