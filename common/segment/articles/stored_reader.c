/* common/segment/articles/stored_reader.c - article -> headline, text and where it came from. */
#include "common/segment/articles/stored_reader.h"

#include "common/base/bytes/cursor.h"
#include "common/base/error.h"
#include "common/segment/articles/stored_block.h"
#include "common/segment/articles/stored_part.h"
#include "common/segment/articles/stored_record.h"
#include "common/segment/file/segment_impl.h"

struct nh_stored_reader {
    nh_segment *seg;
    uint32_t block;      /* that is inflated; UINT32_MAX if none      */
    nh_stored_block in;  /* its bytes, as far as they are there      */
    uint32_t first, end; /* its articles                             */
    size_t records;      /* where its records begin                  */
    uint32_t next;       /* the article whose record begins at `at`  */
    size_t at;
    uint32_t numbered;         /* articles of the block whose numbers are added up */
    size_t number_at[2];       /* where the next ones stand                        */
    nh_stored_numbers numbers; /* of the last of them                              */
    nh_buffer whole;           /* a record with its numbers                        */
};

nh_status nh_stored_open(nh_segment *seg, nh_stored_reader **out, nh_error *err)
{
    nh_stored_reader *r;
    nh_status st;

    *out = NULL;
    st = nh_segment_once(seg, NH_READY_STORED, nh_stored_table_check, err);
    if (st != NH_OK)
        return st;
    r = nh_new(seg->env, nh_stored_reader);
    if (r == NULL)
        return nh_fail_memory(err, "a reader of stored articles");
    r->seg = seg;
    r->block = UINT32_MAX;
    r->whole.env = seg->env;
    st = nh_stored_block_open(&r->in, seg, err);
    if (st == NH_OK)
        *out = r;
    else
        nh_stored_close(r);
    return st;
}

void nh_stored_close(nh_stored_reader *r)
{
    if (r == NULL)
        return;
    nh_buf_free(&r->whole);
    nh_stored_block_close(&r->in);
    nh_release(r->seg->env, r);
}

void nh_stored_expect(const nh_stored_reader *r, uint32_t article)
{
    const uint64_t words = nh_container_size(r->seg->file, NH_SECTION_WORDS);
    nh_stored_row b;

    if (article >= r->seg->info.articles || r->seg->stored_blocks == 0)
        return;
    b = nh_stored_row_of(r->seg, nh_stored_block_of(r->seg, article));
    nh_container_expect(r->seg->file, NH_SECTION_STORED, b.at, b.size);
    if (b.dictionary > 0)
        nh_container_expect(r->seg->file, NH_SECTION_DICTIONARIES,
                            (uint64_t)(b.dictionary - 1) * NH_DICTIONARY, NH_DICTIONARY);
    if (b.words > 0) {
        const uint64_t at = (uint64_t)(b.words - 1) * NH_WORDS;
        const size_t size = nh_words_size(words, at);

        nh_container_expect(r->seg->file, NH_SECTION_WORDS, at,
                            size < NH_WORDS_SOON ? size : NH_WORDS_SOON);
    }
}

static nh_status fail_record(const nh_stored_reader *r, nh_error *err)
{
    return nh_stored_block_corrupt(r->seg, r->block, "a record that makes no sense", err);
}

/* Passes over a column of numbers. */
static bool pass_column(nh_stored_reader *r, size_t *at)
{
    uint32_t left = r->end - r->first;

    for (; left > 0 && *at < r->in.size; ++*at)
        left -= r->in.raw[*at] < 0x80;
    return left == 0;
}

/* Finds the columns of numbers and what is behind them. False if they do not end. */
static bool find_columns(nh_stored_reader *r)
{
    bool ended;

    r->numbered = 0;
    r->numbers = (nh_stored_numbers){{0, 0}};
    r->number_at[0] = r->number_at[1] = 0;
    ended = pass_column(r, &r->number_at[1]);
    r->records = r->number_at[1];
    return ended && pass_column(r, &r->records);
}

/* The numbers of article number `k` of the block, which find_columns() looked at. */
static bool read_numbers(nh_stored_reader *r, uint32_t k, nh_stored_numbers *out)
{
    nh_cursor c[2];

    if (k + 1 < r->numbered)
        (void)find_columns(r);
    for (unsigned i = 0; i < 2; i++) {
        c[i] = nh_cur(r->in.raw, r->records);
        (void)nh_cur_bytes(&c[i], r->number_at[i]);
    }
    for (; r->numbered <= k; r->numbered++)
        for (unsigned i = 0; i < 2; i++)
            r->numbers.of[i] = nh_stored_step_on(r->numbers.of[i], nh_cur_var64(&c[i]));
    for (unsigned i = 0; i < 2; i++)
        r->number_at[i] = c[i].at;
    *out = r->numbers;
    return nh_cur_ok(&c[0]) && nh_cur_ok(&c[1]);
}

/* The block holds one record for each of its articles, and nothing else. */
static bool count_records(const nh_stored_reader *r)
{
    nh_cursor c = nh_cur(r->in.raw, r->in.size);

    (void)nh_cur_bytes(&c, r->records);
    for (uint32_t i = r->first; i < r->end && nh_cur_ok(&c); i++)
        (void)nh_cur_str(&c);
    return nh_cur_ok(&c) && nh_cur_left(&c) == 0;
}

/* What of block `i` to read for one of its articles. Whoever begins with the first article of all,
 * or goes on to the next block, reads everything. */
static size_t part_for(const nh_stored_reader *r, uint32_t i, uint32_t article)
{
    const nh_stored_row b = nh_stored_row_of(r->seg, i);
    const bool on = r->block != UINT32_MAX && article == r->end;

    if (article == 0 || on)
        return b.raw_size;
    return nh_stored_part(r->seg, b.first, nh_stored_row_end(r->seg, i), article,
                          b.raw_size);
}

/* The first `part` bytes of block `i`, about. */
static nh_status load_block(nh_stored_reader *r, uint32_t i, size_t part, nh_error *err)
{
    const nh_stored_row b = nh_stored_row_of(r->seg, i);
    nh_status st;

    r->block = UINT32_MAX;
    r->first = b.first;
    r->end = nh_stored_row_end(r->seg, i);
    r->next = b.first;
    st = nh_stored_block_load(&r->in, i, part, err);
    if (st == NH_OK && !find_columns(r) && r->in.size < b.raw_size) {
        /* what is there is too little */
        st = nh_stored_block_load(&r->in, i, b.raw_size, err);
        (void)(st == NH_OK && find_columns(r));
    }
    r->at = r->records;
    if (st == NH_OK && r->in.size == b.raw_size && !count_records(r))
        st = nh_stored_block_corrupt(r->seg, i, "its records are not those of its articles",
                                     err);
    if (st == NH_OK)
        r->block = i;
    return st;
}

/* Articles are mostly asked for in order, so the walk goes on where it stands. False if not all
 * of the record is there. */
static bool record_of(nh_stored_reader *r, uint32_t article, nh_str *out)
{
    nh_cursor c = nh_cur(r->in.raw, r->in.size);

    if (article < r->next) {
        r->next = r->first;
        r->at = r->records;
    }
    (void)nh_cur_bytes(&c, r->at);
    for (; r->next < article && nh_cur_ok(&c); r->next++)
        (void)nh_cur_str(&c);
    r->at = c.at;
    *out = nh_cur_str(&c);
    return nh_cur_ok(&c);
}

/* All of the block that is there, of which there is too little. Whoever asks for a second article
 * of a block is likely to ask for a third, and each part begins at its front. */
static nh_status load_more(nh_stored_reader *r, nh_error *err)
{
    const size_t all = nh_stored_row_of(r->seg, r->block).raw_size;

    return r->in.size < all ? load_block(r, r->block, all, err) : fail_record(r, err);
}

/* The fields of a record that are no numbers, and its numbers. */
static nh_status find_record(nh_stored_reader *r, uint32_t article, nh_str *out,
                             nh_stored_numbers *numbers, nh_error *err)
{
    uint32_t block = r->block;
    nh_status st = NH_OK;

    if (article >= r->seg->info.articles)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such article");
    if (block == UINT32_MAX || article < r->first || article >= r->end) {
        block = nh_stored_block_of(r->seg, article);
        st = load_block(r, block, part_for(r, block, article), err);
    }
    while (st == NH_OK && !record_of(r, article, out))
        st = load_more(r, err);
    if (st == NH_OK && !read_numbers(r, article - r->first, numbers))
        st = fail_record(r, err);
    return st;
}

nh_status nh_stored_record(nh_stored_reader *r, uint32_t article, nh_str *out,
                           nh_error *err)
{
    nh_stored_numbers numbers, none;
    nh_str record = {NULL, 0};
    size_t at, end;
    nh_status st = find_record(r, article, &record, &numbers, err);

    *out = (nh_str){NULL, 0};
    if (st != NH_OK)
        return st;
    if (!nh_stored_numbers_find(record, &at, &end, &none) || at != end)
        return fail_record(r, err);
    nh_buf_clear(&r->whole);
    nh_buf_bytes(&r->whole, record.ptr, at);
    nh_stored_numbers_put(&numbers, &r->whole);
    nh_buf_bytes(&r->whole, record.ptr + at, record.len - at);
    *out = nh_buf_str(&r->whole);
    return nh_buf_status(&r->whole, err, "a stored article");
}

nh_status nh_stored_get(nh_stored_reader *r, uint32_t article, nh_stored *out,
                        nh_error *err)
{
    nh_stored_numbers numbers = {{0, 0}};
    nh_str record = {NULL, 0};
    nh_status st = find_record(r, article, &record, &numbers, err);

    *out = (nh_stored){0};
    if (st != NH_OK)
        return st;
    if (!nh_stored_record_read(record, out) || out->record != 0 || out->offset != 0) {
        *out = (nh_stored){0};
        return fail_record(r, err);
    }
    out->record = numbers.of[0];
    out->offset = numbers.of[1];
    return NH_OK;
}
