/* common/segment/file/segment_info.c - section info, and the sizes that follow from it. */
#include <inttypes.h>

#include "common/base/bytes/cursor.h"
#include "common/base/error.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/stored_words.h"
#include "common/segment/file/segment_impl.h"
#include "common/segment/numbers/numbers_reader.h"

#define INFO_SIZE 64u
#define FLAGS ((uint32_t)(NH_INFO_STORED | NH_INFO_SIMILAR | NH_INFO_PRESSED))
#define MOST_K1 100000000u
#define MOST_B 1000000u

static nh_status check_counts(const nh_segment *seg, nh_error *err)
{
    const nh_segment_info *i = &seg->info;

    if (i->articles < 1 || i->articles > i->passages || i->passages > NH_PASSAGE_LIMIT)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 0, err,
                                    "%" PRIu32 " passages of %" PRIu32 " articles",
                                    i->passages, i->articles);
    if (i->tokens < i->passages || i->tokens > (uint64_t)i->passages * 255)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 16, err,
                                    "%" PRIu64 " tokens in %" PRIu32 " passages", i->tokens,
                                    i->passages);
    if (i->terms < 1 || i->terms > i->postings || i->postings > i->tokens)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 8, err,
                                    "%" PRIu64 " terms, %" PRIu64 " postings, %" PRIu64
                                    " tokens",
                                    i->terms, i->postings, i->tokens);
    if (i->pair_words > NH_PAIR_LISTS || (i->pair_words == 0 && i->pairs > 0) ||
        i->pairs > NH_PAIR_LIMIT)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 48, err,
                                    "%" PRIu32 " pairs of list %" PRIu32, i->pairs,
                                    i->pair_words);
    if (i->k1 > MOST_K1 || i->b > MOST_B || i->reference_length < 256)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 32, err,
                                    "k1, b or reference length out of range");
    return NH_OK;
}

/* Builds before this one wrote other sections, and no number that says which. The block passed its
 * checksum, so that a greater number is what a later one wrote; its flags may be others, too. */
static nh_status check_layout(const nh_segment *seg, uint32_t flags, uint32_t layout,
                              nh_error *err)
{
    if (layout < NH_INFO_LAYOUT)
        return nh_fail(err, NH_E_VERSION, nh_container_ref(seg->file)->name, NH_NO_OFFSET,
                       "made by an earlier build; index the articles again");
    if (layout > NH_INFO_SHORT_LIST)
        return nh_fail(err, NH_E_VERSION, nh_container_ref(seg->file)->name, NH_NO_OFFSET,
                       "layout %" PRIu32 ", this build reads %u", layout,
                       NH_INFO_SHORT_LIST);
    if (layout != nh_words_layout(nh_container_size(seg->file, NH_SECTION_WORDS)))
        return nh_container_corrupt(
            seg->file, NH_SECTION_INFO, 56, err,
            "layout %" PRIu32 " and its sections contradict each other", layout);
    if (flags > FLAGS)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 44, err,
                                    "flags %" PRIx32 " that are not known", flags);
    return NH_OK;
}

static nh_status read_fields(nh_segment *seg, nh_error *err)
{
    nh_segment_info *i = &seg->info;
    const uint8_t *bytes;
    uint64_t size;
    uint32_t flags, layout;
    nh_cursor c;
    nh_status st = nh_container_section(seg->file, NH_SECTION_INFO, &bytes, &size, err);

    if (st != NH_OK)
        return st;
    if (size != INFO_SIZE)
        return nh_container_corrupt(seg->file, NH_SECTION_INFO, 0, err,
                                    "%" PRIu64 " bytes, expected %u", size, INFO_SIZE);
    c = nh_cur(bytes, (size_t)size);
    i->passages = nh_cur_u32(&c);
    i->articles = nh_cur_u32(&c);
    i->terms = nh_cur_u64(&c);
    i->tokens = nh_cur_u64(&c);
    i->postings = nh_cur_u64(&c);
    i->k1 = nh_cur_u32(&c);
    i->b = nh_cur_u32(&c);
    i->reference_length = nh_cur_u32(&c);
    flags = nh_cur_u32(&c);
    i->stored = (flags & NH_INFO_STORED) != 0;
    i->similar = (flags & NH_INFO_SIMILAR) != 0;
    i->pressed = (flags & NH_INFO_PRESSED) != 0;
    i->pair_words = nh_cur_u32(&c);
    i->pairs = nh_cur_u32(&c);
    layout = nh_cur_u32(&c);
    st = check_layout(seg, flags, layout, err);
    if (st == NH_OK && !nh_cur_zeros(&c, 4))
        st = nh_container_corrupt(seg->file, NH_SECTION_INFO, 60, err,
                                  "reserved bytes that are not zero");
    return st == NH_OK ? check_counts(seg, err) : st;
}

/* A section whose size is known. */
static nh_status expect_size(const nh_segment *seg, nh_section_kind kind, uint64_t expected,
                             nh_error *err)
{
    const uint64_t size = nh_container_size(seg->file, kind);

    if (size != expected)
        return nh_container_corrupt(seg->file, kind, 0, err,
                                    "%" PRIu64 " bytes, expected %" PRIu64, size, expected);
    return NH_OK;
}

static nh_status expect_some(const nh_segment *seg, nh_section_kind kind, uint64_t least,
                             uint64_t unit, nh_error *err)
{
    const uint64_t size = nh_container_size(seg->file, kind);

    if (size < least || size % unit != 0)
        return nh_container_corrupt(seg->file, kind, 0, err,
                                    "%" PRIu64 " bytes, expected at least %" PRIu64
                                    ", a multiple of %" PRIu64,
                                    size, least, unit);
    return NH_OK;
}

/* An optional section that is there has so many bytes. */
static nh_status expect_size_or_none(const nh_segment *seg, nh_section_kind kind,
                                     uint64_t size, nh_error *err)
{
    return nh_container_size(seg->file, kind) == 0 ? NH_OK
                                                   : expect_size(seg, kind, size, err);
}

/* Where text is stored, each passage has its place. */
static nh_status check_places(const nh_segment *seg, nh_error *err)
{
    const nh_numbers places = nh_places_of(seg);
    const uint64_t size = nh_container_size(seg->file, NH_SECTION_PLACES);

    if (seg->info.stored ? nh_numbers_fit(&places, size) : size == 0)
        return NH_OK;
    return nh_container_corrupt(seg->file, NH_SECTION_PLACES, 0, err,
                                "%" PRIu64 " bytes for the places of %" PRIu64 " passages",
                                size, seg->info.stored ? places.count : 0);
}

static nh_status check_sizes(const nh_segment *seg, nh_error *err)
{
    const uint64_t passages = seg->info.passages, articles = seg->info.articles;
    const uint64_t begins = nh_begins_size(seg->info.passages, seg->info.articles);
    nh_status st = expect_size(seg, NH_SECTION_LENGTHS, passages, err);

    if (st == NH_OK)
        st = expect_size_or_none(seg, NH_SECTION_SPANS, 2 * passages, err);
    if (st == NH_OK)
        st = check_places(seg, err);
    if (st == NH_OK && articles == passages)
        st = expect_size_or_none(seg, NH_SECTION_ARTICLES, begins, err);
    else if (st == NH_OK)
        st = expect_size(seg, NH_SECTION_ARTICLES, begins, err);
    if (st == NH_OK)
        st = nh_id_sizes_check(seg, err);
    if (st == NH_OK)
        st = expect_size_or_none(seg, NH_SECTION_DATES, 10 * articles, err);
    if (st == NH_OK)
        st = expect_some(seg, NH_SECTION_STORED, 1, 1, err);
    if (st == NH_OK)
        st = expect_some(seg, NH_SECTION_STORED_TABLE, 24, 24, err);
    if (st == NH_OK)
        st = expect_some(seg, NH_SECTION_DICTIONARIES, 0, NH_DICTIONARY, err);
    if (st == NH_OK)
        st = expect_some(seg, NH_SECTION_TERMS, 1, 1, err);
    return st;
}

nh_status nh_segment_info_read(nh_segment *seg, nh_error *err)
{
    nh_status st = read_fields(seg, err);

    if (st == NH_OK)
        st = check_sizes(seg, err);
    return st;
}

/* Blocks of the dictionary begin one behind the other, and their keys never fall. */
nh_status nh_heads_read(nh_segment *seg, nh_error *err)
{
    const uint64_t terms_size = nh_container_size(seg->file, NH_SECTION_TERMS);
    const uint64_t entries = nh_segment_entries(seg);
    uint64_t size, key = 0, at = 0;
    nh_status st =
        nh_container_section(seg->file, NH_SECTION_HEADS, &seg->heads, &size, err);

    if (st != NH_OK)
        return st;
    seg->n_heads = size / 16;
    if (size % 16 != 0 || seg->n_heads != (entries - 1) / NH_TERM_BLOCK + 1)
        return nh_container_corrupt(
            seg->file, NH_SECTION_HEADS, 0, err,
            "%" PRIu64 " bytes for the blocks of %" PRIu64 " entries", size, entries);
    for (uint64_t i = 0; i < seg->n_heads; i++) {
        const uint64_t next_key = nh_le64(seg->heads + i * 16);
        const uint64_t next_at = nh_le64(seg->heads + i * 16 + 8);

        if (next_key < key || next_at >= terms_size ||
            (i == 0 ? next_at != 0 : next_at <= at))
            return nh_container_corrupt(seg->file, NH_SECTION_HEADS, i * 16, err,
                                        "a head out of order");
        key = next_key;
        at = next_at;
    }
    return NH_OK;
}
