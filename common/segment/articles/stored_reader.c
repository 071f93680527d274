/* common/segment/articles/stored_reader.c - article -> headline, text and where it came from. */
#include "common/segment/articles/stored_reader.h"

#include <inttypes.h>

#include "common/base/bytes/cursor.h"
#include "common/base/error.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/stored_part.h"
#include "common/segment/articles/stored_record.h"
#include "common/segment/file/segment_impl.h"

#define ENTRY 24u
#define MOST_RATIO 1032u /* that deflate can reach (RFC 1951: 258 bytes from 2 bits) */
#define SMALL_RAW 65536u

/* An entry of the table. */
typedef struct block_place {
    uint64_t offset;
    uint32_t size, raw_size, first;
    uint32_t dictionary; /* from 1; 0: none */
} block_place;

struct nh_stored_reader {
    nh_segment *seg;
    uint32_t block; /* that is inflated; UINT32_MAX if none      */
    nh_inflater *inflater;
    const uint8_t *raw;  /* what is inflated, of the inflater        */
    size_t size;         /* bytes of the block that are there        */
    uint32_t first, end; /* its articles                             */
    size_t records;      /* where its records begin                  */
    uint32_t next;       /* the article whose record begins at `at`  */
    size_t at;
    uint32_t numbered;         /* articles of the block whose numbers are added up */
    size_t number_at[2];       /* where the next ones stand                        */
    nh_stored_numbers numbers; /* of the last of them                              */
    nh_buffer whole;           /* a record with its numbers                        */
};

static block_place place_of(const nh_segment *seg, uint32_t i)
{
    const uint8_t *p = seg->stored_table + (size_t)i * ENTRY;

    return (block_place){nh_le64(p), nh_le32(p + 8), nh_le32(p + 12), nh_le32(p + 16),
                         nh_le32(p + 20)};
}

/* Blocks lie one behind the other and fill their section; none can be a bomb. */
static nh_status check_entry(const nh_segment *seg, uint32_t i, uint64_t *end,
                             nh_error *err)
{
    const block_place b = place_of(seg, i);
    const char *wrong = NULL;

    if (b.offset != *end || b.size == 0 ||
        b.size > nh_container_size(seg->file, NH_SECTION_STORED) - *end)
        wrong = "a block with an impossible place";
    else if (b.raw_size == 0 || b.raw_size > (uint64_t)b.size * MOST_RATIO + SMALL_RAW)
        wrong = "a block of impossible size";
    else if (i == 0 ? b.first != 0 : b.first <= place_of(seg, i - 1).first)
        wrong = "blocks out of order";
    else if (b.first >= seg->info.articles)
        wrong = "a block without articles";
    else if (b.dictionary >
             nh_container_size(seg->file, NH_SECTION_DICTIONARIES) / NH_DICTIONARY)
        wrong = "a dictionary that there is not";
    *end += b.size;
    if (wrong == NULL)
        return NH_OK;
    return nh_container_corrupt(seg->file, NH_SECTION_STORED_TABLE, (uint64_t)i * ENTRY,
                                err, "%s", wrong);
}

static nh_status check_table(nh_segment *seg, nh_error *err)
{
    const uint64_t stored = nh_container_size(seg->file, NH_SECTION_STORED);
    uint64_t size, end = 0;
    nh_status st = nh_container_section(seg->file, NH_SECTION_STORED_TABLE,
                                        &seg->stored_table, &size, err);

    if (st == NH_OK && size / ENTRY > seg->info.articles)
        return nh_container_corrupt(seg->file, NH_SECTION_STORED_TABLE, 0, err,
                                    "more blocks than articles");
    seg->stored_blocks = (uint32_t)(size / ENTRY);
    for (uint32_t i = 0; st == NH_OK && i < seg->stored_blocks; i++)
        st = check_entry(seg, i, &end, err);
    if (st == NH_OK && end != stored)
        st = nh_container_corrupt(seg->file, NH_SECTION_STORED, end, err,
                                  "bytes behind the last block");
    return st;
}

nh_status nh_stored_open(nh_segment *seg, nh_stored_reader **out, nh_error *err)
{
    nh_stored_reader *r;
    nh_status st;

    *out = NULL;
    st = nh_segment_once(seg, NH_READY_STORED, check_table, err);
    if (st != NH_OK)
        return st;
    r = nh_new(seg->env, nh_stored_reader);
    if (r == NULL)
        return nh_fail_memory(err, "a reader of stored articles");
    r->seg = seg;
    r->block = UINT32_MAX;
    r->whole.env = seg->env;
    st = nh_inflater_new(seg->env, &r->inflater, err);
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
    nh_inflater_free(r->inflater);
    nh_release(r->seg->env, r);
}

/* The last block whose first article is <= `article`. */
static uint32_t find_block(const nh_segment *seg, uint32_t article)
{
    uint32_t low = 0, high = seg->stored_blocks;

    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (place_of(seg, middle).first <= article)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void nh_stored_expect(const nh_stored_reader *r, uint32_t article)
{
    block_place b;

    if (article >= r->seg->info.articles || r->seg->stored_blocks == 0)
        return;
    b = place_of(r->seg, find_block(r->seg, article));
    nh_container_expect(r->seg->file, NH_SECTION_STORED, b.offset, b.size);
    if (b.dictionary > 0)
        nh_container_expect(r->seg->file, NH_SECTION_DICTIONARIES,
                            (uint64_t)(b.dictionary - 1) * NH_DICTIONARY, NH_DICTIONARY);
}

static nh_status corrupt(const nh_stored_reader *r, const block_place *b, const char *what,
                         nh_error *err)
{
    return nh_container_corrupt(r->seg->file, NH_SECTION_STORED, b->offset, err,
                                "the block of article %" PRIu32 ": %s", b->first, what);
}

static nh_status fail_record(const nh_stored_reader *r, nh_error *err)
{
    const block_place b = place_of(r->seg, r->block);

    return corrupt(r, &b, "a record that makes no sense", err);
}

/* Passes over a column of numbers. */
static bool pass_column(nh_stored_reader *r, size_t *at)
{
    uint32_t left = r->end - r->first;

    for (; left > 0 && *at < r->size; ++*at)
        left -= r->raw[*at] < 0x80;
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
        c[i] = nh_cur(r->raw, r->records);
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
    nh_cursor c = nh_cur(r->raw, r->size);

    (void)nh_cur_bytes(&c, r->records);
    for (uint32_t i = r->first; i < r->end && nh_cur_ok(&c); i++)
        (void)nh_cur_str(&c);
    return nh_cur_ok(&c) && nh_cur_left(&c) == 0;
}

/* The compressed bytes of a block, and its dictionary. */
static nh_status find_bytes(const nh_stored_reader *r, const block_place *b,
                            nh_deflated *out, nh_error *err)
{
    nh_container *file = r->seg->file;
    nh_status st =
        nh_container_bytes(file, NH_SECTION_STORED, b->offset, b->size, &out->bytes, err);

    out->size = b->size;
    out->dictionary = NULL;
    if (st == NH_OK && b->dictionary > 0)
        st = nh_container_bytes(file, NH_SECTION_DICTIONARIES,
                                (uint64_t)(b->dictionary - 1) * NH_DICTIONARY,
                                NH_DICTIONARY, &out->dictionary, err);
    return st;
}

static nh_status inflate_block(nh_stored_reader *r, const block_place *b, size_t part,
                               nh_error *err)
{
    nh_deflated from;
    nh_status st = find_bytes(r, b, &from, err);

    if (st != NH_OK)
        return st;
    r->size = part;
    st = part < b->raw_size ? nh_inflate_part(r->inflater, &from, part, &r->raw, err)
                            : nh_inflate(r->inflater, &from, part, &r->raw, err);
    return st == NH_E_CORRUPT ? corrupt(r, b, "it cannot be inflated", err) : st;
}

/* The first article behind block `i`. */
static uint32_t end_of(const nh_segment *seg, uint32_t i)
{
    return i + 1 < seg->stored_blocks ? place_of(seg, i + 1).first : seg->info.articles;
}

/* What of block `i` to inflate for one of its articles. Whoever begins with the first article of
 * all, or goes on to the next block, reads everything. */
static size_t part_for(const nh_stored_reader *r, uint32_t i, uint32_t article)
{
    const block_place b = place_of(r->seg, i);
    const bool on = r->block != UINT32_MAX && article == r->end;
    size_t part = b.raw_size;

    if (article != 0 && !on)
        part = nh_stored_part(r->seg, b.first, end_of(r->seg, i), article, b.raw_size);
    return nh_inflate_as_much(r->inflater, part, b.raw_size);
}

/* The first `part` bytes of block `i`, or more. */
static nh_status load_block(nh_stored_reader *r, uint32_t i, size_t part, nh_error *err)
{
    const block_place b = place_of(r->seg, i);
    nh_status st;

    r->block = UINT32_MAX;
    r->first = b.first;
    r->end = end_of(r->seg, i);
    r->next = b.first;
    st = inflate_block(r, &b, part, err);
    if (st == NH_OK && !find_columns(r) && part < b.raw_size) {
        part = b.raw_size; /* what is there is too little */
        st = inflate_block(r, &b, part, err);
        (void)(st == NH_OK && find_columns(r));
    }
    r->at = r->records;
    if (st == NH_OK && part == b.raw_size && !count_records(r))
        st = corrupt(r, &b, "its records are not those of its articles", err);
    if (st == NH_OK)
        r->block = i;
    return st;
}

/* Articles are mostly asked for in order, so the walk goes on where it stands. False if not all
 * of the record is there. */
static bool record_of(nh_stored_reader *r, uint32_t article, nh_str *out)
{
    nh_cursor c = nh_cur(r->raw, r->size);

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

/* More of the block that is there, of which there is too little for `article`. */
static nh_status load_more(nh_stored_reader *r, uint32_t article, nh_error *err)
{
    const size_t all = place_of(r->seg, r->block).raw_size;
    const size_t part = part_for(r, r->block, article);

    if (r->size == all)
        return fail_record(r, err);
    return load_block(r, r->block, part > r->size ? part : all, err);
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
        block = find_block(r->seg, article);
        st = load_block(r, block, part_for(r, block, article), err);
    }
    while (st == NH_OK && !record_of(r, article, out))
        st = load_more(r, article, err);
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
