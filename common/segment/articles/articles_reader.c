/* common/segment/articles/articles_reader.c - passages and articles, and their dates. */
#include "common/segment/articles/articles_reader.h"

#include <inttypes.h>

#include "common/base/error.h"
#include "common/codec/kernels/kernels.h"
#include "common/segment/file/segment_impl.h"
#include "common/segment/numbers/numbers_reader.h"

#define KNOWN_PASSAGE_FLAGS 7u
#define PIECE 1024u          /* bytes, or articles, that are looked at without a branch */
#define SUM_PIECE (1u << 24) /* bytes whose sum has 32 bits */

/* The kernel's sums have 32 bits. */
static uint64_t sum_of(const uint8_t *bytes, uint32_t n)
{
    const nh_kernels *k = nh_kernels_get();
    uint64_t all = 0;

    for (uint32_t from = 0; from < n; from += SUM_PIECE)
        all += k->bytes_sum(bytes + from, n - from < SUM_PIECE ? n - from : SUM_PIECE);
    return all;
}

/* Bytes in pieces without branches, which compilers turn into vectors: the least of them. */
static uint8_t least_of(const uint8_t *bytes, uint32_t n)
{
    uint8_t all = UINT8_MAX;

    for (uint32_t from = 0; from < n; from += PIECE) {
        const uint8_t *const b = bytes + from;
        const uint32_t size = n - from < PIECE ? n - from : PIECE;
        uint8_t least = UINT8_MAX;

        for (uint32_t i = 0; i < size; i++)
            least = b[i] < least ? b[i] : least;
        all = least < all ? least : all;
    }
    return all;
}

/* Likewise, the bits that are set in any. */
static uint8_t bits_of(const uint8_t *bytes, uint32_t n)
{
    uint8_t all = 0;

    for (uint32_t from = 0; from < n; from += PIECE) {
        const uint8_t *const b = bytes + from;
        const uint32_t size = n - from < PIECE ? n - from : PIECE;
        uint8_t any = 0;

        for (uint32_t i = 0; i < size; i++)
            any |= b[i];
        all |= any;
    }
    return all;
}

/* If not, they are the lengths, and no flag is set. */
static bool has_spans(const nh_segment *seg)
{
    return nh_container_size(seg->file, NH_SECTION_SPANS) > 0;
}

static nh_status fail_span(const nh_segment *seg, uint32_t passage, nh_error *err)
{
    return nh_container_corrupt(seg->file, NH_SECTION_SPANS, passage, err,
                                "a passage with span 0");
}

static nh_status fail_flags(const nh_segment *seg, uint32_t passage, nh_error *err)
{
    return nh_container_corrupt(seg->file, NH_SECTION_SPANS,
                                (uint64_t)seg->info.passages + passage, err,
                                "a passage with unknown flags");
}

/* Spans and flags of all passages: no span is 0, no flag is unknown. */
static nh_status check_passages(nh_segment *seg, nh_error *err)
{
    const uint32_t n = seg->info.passages;
    nh_passage_view v = {.lengths = seg->lengths, .spans = seg->lengths, .count = n};
    const uint8_t *bytes;
    uint64_t size;
    nh_status st = nh_container_section(seg->file, NH_SECTION_SPANS, &bytes, &size, err);

    if (st == NH_OK && size > 0) {
        v.spans = bytes;
        v.flags = bytes + n;
        if (least_of(v.spans, n) == 0)
            st = fail_span(seg, 0, err);
        else if (bits_of(v.flags, n) > KNOWN_PASSAGE_FLAGS)
            st = fail_flags(seg, 0, err);
    }
    if (st == NH_OK)
        seg->passages = v;
    return st;
}

/* The lengths add up to the tokens; none is 0. */
static nh_status check_lengths(nh_segment *seg, nh_error *err)
{
    const uint32_t n = seg->info.passages;
    const uint8_t *bytes;
    uint64_t sum;
    uint64_t size;
    nh_status st = nh_container_section(seg->file, NH_SECTION_LENGTHS, &bytes, &size, err);

    if (st != NH_OK)
        return st;
    seg->lengths = bytes;
    if (least_of(bytes, n) == 0)
        return nh_container_corrupt(seg->file, NH_SECTION_LENGTHS, 0, err,
                                    "a passage with length 0");
    sum = sum_of(bytes, n);
    if (sum != seg->info.tokens)
        return nh_container_corrupt(seg->file, NH_SECTION_LENGTHS, 0, err,
                                    "lengths add up to %" PRIu64 ", info says %" PRIu64,
                                    sum, seg->info.tokens);
    return NH_OK;
}

nh_status nh_passage_lengths_get(nh_segment *seg, nh_passage_view *out, nh_error *err)
{
    const bool all =
        (atomic_load_explicit(&seg->ready, memory_order_acquire) & NH_READY_PASSAGES) != 0;
    const nh_status st =
        all ? NH_OK : nh_segment_once(seg, NH_READY_LENGTHS, check_lengths, err);

    if (st != NH_OK)
        return st;
    if (all)
        *out = seg->passages;
    else
        *out = (nh_passage_view){.lengths = seg->lengths,
                                 .spans = has_spans(seg) ? NULL : seg->lengths,
                                 .count = seg->info.passages};
    return NH_OK;
}

nh_status nh_passage_view_get(nh_segment *seg, nh_passage_view *out, nh_error *err)
{
    nh_status st = nh_segment_once(seg, NH_READY_LENGTHS, check_lengths, err);

    if (st == NH_OK)
        st = nh_segment_once(seg, NH_READY_PASSAGES, check_passages, err);
    if (st == NH_OK)
        *out = seg->passages;
    return st;
}

nh_status nh_passage_marks_get(nh_segment *seg, uint32_t passage, nh_passage_marks *out,
                               nh_error *err)
{
    const uint32_t n = seg->info.passages;
    const bool kept = has_spans(seg);
    const uint8_t *span, *flags = (const uint8_t *)"";
    nh_status st;

    if (passage >= n)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such passage");
    st = nh_container_bytes(seg->file, kept ? NH_SECTION_SPANS : NH_SECTION_LENGTHS,
                            passage, 1, &span, err);
    if (st == NH_OK && kept)
        st = nh_container_bytes(seg->file, NH_SECTION_SPANS, (uint64_t)n + passage, 1,
                                &flags, err);
    if (st != NH_OK)
        return st;
    if (*span == 0)
        return fail_span(seg, passage, err);
    if (*flags > KNOWN_PASSAGE_FLAGS)
        return fail_flags(seg, passage, err);
    *out = (nh_passage_marks){*span, *flags};
    return NH_OK;
}

/* Rows and samples that contradict each other. */
static nh_status fail_articles(const nh_segment *seg, uint64_t at, nh_error *err)
{
    return nh_container_corrupt(seg->file, NH_SECTION_ARTICLES, at, err,
                                "articles that do not begin where they are counted");
}

/* Bits behind the last passage. */
static uint64_t spare_bits(const nh_article_view *v)
{
    return v->passages % 64 == 0 ? 0 : UINT64_MAX << v->passages % 64;
}

/* Each row counts those before it, and the samples are where the articles begin. */
static nh_status check_begins(const nh_segment *seg, const nh_article_view *v,
                              nh_error *err)
{
    const uint32_t rows = nh_begins_rows(v->passages);
    uint32_t n = 0;

    for (uint32_t i = 0; i < rows; i++) {
        if (nh_begins_before(v, i) != n)
            return fail_articles(seg, (uint64_t)i * NH_BEGINS_ROW + 8, err);
        n += nh_ones(nh_begins_bits(v, i));
    }
    if (n != v->count || (nh_begins_bits(v, 0) & 1) == 0 ||
        (nh_begins_bits(v, rows - 1) & spare_bits(v)) != 0)
        return fail_articles(seg, 0, err);
    for (uint32_t i = 0; i < nh_begins_samples(v->count); i++) {
        const uint32_t at = nh_le32(v->samples + (size_t)i * 4);

        if (at >= v->passages || !nh_article_begins(v, at) ||
            nh_article_of(v, at) != i * NH_BEGINS_SAMPLE)
            return fail_articles(seg, (uint64_t)rows * NH_BEGINS_ROW + (uint64_t)i * 4,
                                 err);
    }
    return NH_OK;
}

static nh_status check_articles(nh_segment *seg, nh_error *err)
{
    nh_article_view v = {.count = seg->info.articles, .passages = seg->info.passages};
    uint64_t size = nh_container_size(seg->file, NH_SECTION_ARTICLES);
    nh_status st = NH_OK;

    if (size > 0) { /* else as many as passages: nh_segment_info_read() saw to it */
        st = nh_container_section(seg->file, NH_SECTION_ARTICLES, &v.rows, &size, err);
        if (st != NH_OK)
            return st;
        v.samples = v.rows + (size_t)nh_begins_rows(v.passages) * NH_BEGINS_ROW;
        st = check_begins(seg, &v, err);
    }
    if (st == NH_OK)
        seg->articles = v;
    return st;
}

nh_status nh_article_view_get(nh_segment *seg, nh_article_view *out, nh_error *err)
{
    const nh_status st = nh_segment_once(seg, NH_READY_ARTICLES, check_articles, err);

    if (st == NH_OK)
        *out = seg->articles;
    return st;
}

uint64_t nh_passage_place_at(nh_segment *seg, uint32_t passage)
{
    const nh_numbers places = nh_places_of(seg);

    return nh_numbers_row_at(seg->file, &places, passage);
}

nh_status nh_passage_place(nh_segment *seg, uint32_t passage, uint32_t *at, uint32_t *size,
                           nh_error *err)
{
    const nh_numbers places = nh_places_of(seg);
    uint32_t found[2];
    nh_status st;

    if (!seg->info.stored || passage >= seg->info.passages)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such passage with text");
    st = nh_numbers_get(seg->file, &places, passage, found, err);
    if (st != NH_OK)
        return st;
    if (found[1] > NH_PLACE_MORE)
        return nh_container_corrupt(
            seg->file, NH_SECTION_PLACES, nh_passage_place_at(seg, passage), err,
            "passage %" PRIu32 " with a size of over 16 bits", passage);
    *at = found[0];
    *size = found[1];
    return NH_OK;
}

void nh_passage_expect(nh_segment *seg, uint32_t passage, uint32_t article)
{
    const nh_numbers places = nh_places_of(seg);
    const uint64_t articles = seg->info.articles, passages = seg->info.passages;

    nh_container_expect(seg->file, NH_SECTION_SPANS, passage, 1);
    nh_container_expect(seg->file, NH_SECTION_SPANS, passages + passage, 1);
    if (seg->info.stored)
        nh_numbers_expect(seg->file, &places, passage);
    nh_container_expect(seg->file, NH_SECTION_DATES, (uint64_t)article * 8, 8);
    nh_container_expect(seg->file, NH_SECTION_DATES, articles * 8 + article, 1);
    nh_container_expect(seg->file, NH_SECTION_DATES, articles * 9 + article, 1);
}

nh_status nh_date_get(nh_segment *seg, uint32_t article, nh_date *out, nh_error *err)
{
    const uint64_t n = seg->info.articles;
    const uint8_t *seconds, *precision, *source;
    nh_status st;

    if (article >= n)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such article");
    *out = (nh_date){0, NH_DATE_NONE, 0};
    if (nh_container_size(seg->file, NH_SECTION_DATES) == 0)
        return NH_OK;
    st = nh_container_bytes(seg->file, NH_SECTION_DATES, (uint64_t)article * 8, 8, &seconds,
                            err);
    if (st == NH_OK)
        st = nh_container_bytes(seg->file, NH_SECTION_DATES, n * 8 + article, 1, &precision,
                                err);
    if (st == NH_OK)
        st = nh_container_bytes(seg->file, NH_SECTION_DATES, n * 9 + article, 1, &source,
                                err);
    if (st != NH_OK)
        return st;
    *out = (nh_date){(int64_t)nh_le64(seconds), *precision, *source};
    if (*precision > NH_DATE_SECOND || *source > NH_DATE_FROM_PATH ||
        (*precision == NH_DATE_NONE && (out->seconds != 0 || *source != 0)))
        return nh_container_corrupt(seg->file, NH_SECTION_DATES, n * 8 + article, err,
                                    "a date of impossible precision or source");
    return NH_OK;
}

nh_status nh_date_view_get(nh_segment *seg, nh_date_view *out, nh_error *err)
{
    const uint64_t n = seg->info.articles;
    const uint8_t *bytes;
    uint64_t size;
    const nh_status st =
        nh_container_section(seg->file, NH_SECTION_DATES, &bytes, &size, err);

    *out = (nh_date_view){seg, NULL, NULL, NULL};
    if (st == NH_OK && size > 0)
        *out = (nh_date_view){seg, bytes, bytes + n * 8, bytes + n * 9};
    return st;
}

nh_status nh_date_seconds(nh_segment *seg, uint32_t article, bool *dated, int64_t *out,
                          nh_error *err)
{
    const uint64_t n = seg->info.articles;
    const uint8_t *seconds, *precision;
    nh_status st;

    *dated = false;
    if (article >= n)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such article");
    if (nh_container_size(seg->file, NH_SECTION_DATES) == 0)
        return NH_OK;
    st = nh_container_bytes(seg->file, NH_SECTION_DATES, n * 8 + article, 1, &precision,
                            err);
    if (st != NH_OK || *precision == NH_DATE_NONE)
        return st;
    st = nh_container_bytes(seg->file, NH_SECTION_DATES, (uint64_t)article * 8, 8, &seconds,
                            err);
    if (st == NH_OK) {
        *dated = true;
        *out = (int64_t)nh_le64(seconds);
    }
    return st;
}
