/* common/segment/articles/stored_block.c - blocks of stored articles: found, inflated, spelt out. */
#include "common/segment/articles/stored_block.h"

#include <inttypes.h>

#include "common/base/checked.h"
#include "common/base/error.h"
#include "common/segment/file/segment_impl.h"

#define MOST_RATIO 1032u /* that deflate can reach (RFC 1951: 258 bytes from 2 bits) */
#define SMALL_RAW 65536u
#define CODED_MORE 256u /* coded bytes beyond the share of a part: codes are uneven */

/* ---- the table ---------------------------------------------------------------------- */

nh_stored_row nh_stored_row_of(const nh_segment *seg, uint32_t i)
{
    return nh_stored_row_read(seg->stored_table + (size_t)i * NH_STORED_ROW);
}

/* What a stream of so many bytes may hold at most. */
static uint64_t most_of(uint64_t stream)
{
    return stream * MOST_RATIO + SMALL_RAW;
}

static bool is_size_possible(const nh_stored_row *b)
{
    if (b->words == 0)
        return b->raw_size > 0 && b->raw_size <= most_of(b->size);
    return b->size > NH_CODED_HEAD && b->raw_size > 0 &&
           b->raw_size <= most_of(b->size - NH_CODED_HEAD) * NH_WORD_RATIO;
}

/* What all rows keep within, and what the next one goes on from. */
typedef struct row_limits {
    uint64_t stored;              /* bytes of all blocks            */
    uint64_t dictionaries, words; /* that there are                 */
    uint32_t articles;            /* of the segment                 */
    uint32_t first;               /* article at least; 0: none else */
    uint64_t end;                 /* of the block before            */
} row_limits;

/* Blocks lie one behind the other and fill their section; none can be a bomb. */
static const char *wrong_with(const nh_stored_row *b, const row_limits *l)
{
    if (b->at != l->end || b->size == 0 || b->size > l->stored - l->end)
        return "a block with an impossible place";
    if (!is_size_possible(b))
        return "a block of impossible size";
    if (l->first == 0 ? b->first != 0 : b->first < l->first)
        return "blocks out of order";
    if (b->first >= l->articles)
        return "a block without articles";
    if (b->dictionary > l->dictionaries)
        return "a dictionary that there is not";
    if (b->words > l->words)
        return "a list of words that there is not";
    return NULL;
}

nh_status nh_stored_table_check(nh_segment *seg, nh_error *err)
{
    const nh_container *file = seg->file;
    row_limits l = {.stored = nh_container_size(file, NH_SECTION_STORED),
                    .dictionaries =
                        nh_container_size(file, NH_SECTION_DICTIONARIES) / NH_DICTIONARY,
                    .words = nh_words_lists(nh_container_size(file, NH_SECTION_WORDS)),
                    .articles = seg->info.articles};
    uint64_t size;
    nh_status st = nh_container_section(seg->file, NH_SECTION_STORED_TABLE,
                                        &seg->stored_table, &size, err);

    if (st == NH_OK && size / NH_STORED_ROW > seg->info.articles)
        return nh_container_corrupt(file, NH_SECTION_STORED_TABLE, 0, err,
                                    "more blocks than articles");
    seg->stored_blocks = (uint32_t)(size / NH_STORED_ROW);
    for (uint32_t i = 0; st == NH_OK && i < seg->stored_blocks; i++) {
        const nh_stored_row b = nh_stored_row_of(seg, i);
        const char *wrong = wrong_with(&b, &l);

        if (wrong != NULL)
            return nh_container_corrupt(file, NH_SECTION_STORED_TABLE,
                                        (uint64_t)i * NH_STORED_ROW, err, "%s", wrong);
        l.first = b.first + 1;
        l.end += b.size;
    }
    if (st == NH_OK && l.end != l.stored)
        st = nh_container_corrupt(file, NH_SECTION_STORED, l.end, err,
                                  "bytes behind the last block");
    return st;
}

uint32_t nh_stored_row_end(const nh_segment *seg, uint32_t i)
{
    return i + 1 < seg->stored_blocks ? nh_stored_row_of(seg, i + 1).first
                                      : seg->info.articles;
}

/* The last block whose first article is <= `article`. */
uint32_t nh_stored_block_of(const nh_segment *seg, uint32_t article)
{
    uint32_t low = 0, high = seg->stored_blocks;

    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (nh_stored_row_of(seg, middle).first <= article)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- a block ------------------------------------------------------------------------ */

nh_status nh_stored_block_open(nh_stored_block *b, nh_segment *seg, nh_error *err)
{
    *b = (nh_stored_block){.seg = seg,
                           .whole = UINT32_MAX,
                           .spelt = {.env = seg->env},
                           .words = {.env = seg->env}};
    return nh_inflater_new(seg->env, &b->inflater, err);
}

void nh_stored_block_close(nh_stored_block *b)
{
    nh_inflater_free(b->inflater);
    nh_buf_free(&b->spelt);
    nh_code_words_free(&b->words);
}

nh_status nh_stored_block_corrupt(const nh_segment *seg, uint32_t i, const char *what,
                                  nh_error *err)
{
    const nh_stored_row row = nh_stored_row_of(seg, i);

    return nh_container_corrupt(seg->file, NH_SECTION_STORED, row.at, err,
                                "the block of article %" PRIu32 ": %s", row.first, what);
}

/* The compressed bytes of a block, behind its head, and its dictionary. */
static nh_status find_bytes(const nh_segment *seg, const nh_stored_row *row,
                            nh_deflated *out, nh_error *err)
{
    const uint32_t head = row->words > 0 ? NH_CODED_HEAD : 0;
    nh_status st = nh_container_bytes(seg->file, NH_SECTION_STORED, row->at, row->size,
                                      &out->bytes, err);

    out->dictionary = NULL;
    if (st == NH_OK && row->dictionary > 0)
        st = nh_container_bytes(seg->file, NH_SECTION_DICTIONARIES,
                                (uint64_t)(row->dictionary - 1) * NH_DICTIONARY,
                                NH_DICTIONARY, &out->dictionary, err);
    if (st == NH_OK) {
        out->bytes += head;
        out->size = row->size - head;
    }
    return st;
}

/* Reads a list as far as it goes, and no zeros behind it. */
static nh_status read_words(const nh_segment *seg, uint64_t at, nh_code_words *out,
                            nh_error *err)
{
    nh_container *file = seg->file;
    nh_str list = {NULL, nh_words_size(nh_container_size(file, NH_SECTION_WORDS), at)};
    const uint8_t *bytes = NULL;
    nh_status st =
        nh_container_bytes(file, NH_SECTION_WORDS, at,
                           list.len < NH_WORD_HEAD ? list.len : NH_WORD_HEAD, &bytes, err);

    list.ptr = (const char *)bytes;
    if (st == NH_OK)
        st = nh_container_bytes(file, NH_SECTION_WORDS, at, nh_words_head(list), &bytes,
                                err);
    if (st != NH_OK)
        return st;
    st = nh_code_words_read(seg->env, list, out, err);
    if (st == NH_OK)
        st = nh_container_bytes(file, NH_SECTION_WORDS, at, out->end, &bytes, err);
    else if (st == NH_E_CORRUPT)
        st = nh_container_corrupt(file, NH_SECTION_WORDS, at, err,
                                  "a list of words that makes no sense");
    return st;
}

/* Reads list `number`, unless it was the last one. */
static nh_status find_words(nh_stored_block *b, uint32_t number, nh_error *err)
{
    nh_status st;

    if (b->list == number)
        return NH_OK;
    b->list = 0;
    nh_code_words_free(&b->words);
    st = read_words(b->seg, (uint64_t)(number - 1) * NH_WORDS, &b->words, err);
    b->list = st == NH_OK ? number : 0;
    return st;
}

/* The first `part` bytes of the `all` that the stream of block `i` holds, or more. */
static nh_status inflate(nh_stored_block *b, uint32_t i, const nh_deflated *from,
                         size_t part, size_t all, nh_error *err)
{
    const bool there = b->whole == i;
    nh_status st = NH_OK;

    b->size = there ? all : nh_inflate_as_much(b->inflater, part, all);
    b->whole = UINT32_MAX;
    if (b->size < all)
        st = nh_inflate_part(b->inflater, from, b->size, &b->held, err);
    else if (!there)
        st = nh_inflate(b->inflater, from, all, &b->held, err);
    if (st == NH_OK && b->size == all)
        b->whole = i;
    b->raw = b->held;
    return st == NH_E_CORRUPT
               ? nh_stored_block_corrupt(b->seg, i, "it cannot be inflated", err)
               : st;
}

/* Coded bytes that `part` of the spelt ones take, about. */
static size_t coded_part(const nh_stored_row *row, uint32_t coded, size_t part)
{
    const uint64_t share = (uint64_t)part * coded / row->raw_size;
    const uint64_t more = share + share / 16 + CODED_MORE;

    return part == row->raw_size || more > coded ? coded : (size_t)more;
}

/* Spells the first `part` bytes of a block out, as far as its coded bytes are there. */
static nh_status spell(nh_stored_block *b, uint32_t i, uint32_t coded, size_t part,
                       nh_error *err)
{
    const bool all = part == nh_stored_row_of(b->seg, i).raw_size;
    uint8_t *to;
    size_t used, extended;

    if (!nh_add_size(part, NH_WORD_SLACK, &extended))
        return nh_fail_memory(err, "stored articles");
    nh_buf_clear(&b->spelt);
    to = nh_buf_extend(&b->spelt, extended);
    if (to == NULL)
        return nh_buf_status(&b->spelt, err, "stored articles");
    used = nh_words_spell(&b->words, b->held, b->size, to, part, &b->size);
    b->raw = to;
    if (all && (used != coded || b->size != part))
        return nh_stored_block_corrupt(b->seg, i, "codes that make no sense", err);
    return NH_OK;
}

static nh_status load_coded(nh_stored_block *b, uint32_t i, const nh_deflated *from,
                            size_t part, nh_error *err)
{
    const nh_stored_row row = nh_stored_row_of(b->seg, i);
    const uint32_t coded = nh_le32(from->bytes - NH_CODED_HEAD);
    nh_status st;

    if (coded > row.raw_size || coded > most_of(from->size) ||
        (uint64_t)coded * NH_WORD_RATIO < row.raw_size)
        return nh_stored_block_corrupt(b->seg, i, "codes of impossible size", err);
    st = inflate(b, i, from, coded_part(&row, coded, part), coded, err);
    return st == NH_OK ? spell(b, i, coded, part, err) : st;
}

nh_status nh_stored_block_load(nh_stored_block *b, uint32_t i, size_t part, nh_error *err)
{
    const nh_stored_row row = nh_stored_row_of(b->seg, i);
    nh_deflated from;
    nh_status st = find_bytes(b->seg, &row, &from, err);

    if (st == NH_OK && row.words > 0)
        st = find_words(b, row.words, err);
    if (st != NH_OK)
        return st;
    return row.words > 0 ? load_coded(b, i, &from, part, err)
                         : inflate(b, i, &from, part, row.raw_size, err);
}
