/* common/segment/articles/articles_reader.c - passages and articles, and their dates. */
#include "common/segment/articles/articles_reader.h"

#include <inttypes.h>

#include "common/base/error.h"
#include "common/segment/file/segment_impl.h"

#define KNOWN_PASSAGE_FLAGS 7u

/* The lengths add up to the tokens; no length or span is 0; no flag is unknown. */
static nh_status check_passages(nh_segment *seg, nh_error *err)
{
    const uint32_t n = seg->info.passages;
    nh_passage_view *v = &seg->passages;
    const uint8_t *bytes;
    uint64_t size, sum = 0;
    bool zero = false;
    uint8_t flags = 0;
    nh_status st = nh_container_section(seg->file, NH_SECTION_LENGTHS, &bytes, &size, err);

    if (st != NH_OK)
        return st;
    *v = (nh_passage_view){
        .lengths = bytes, .spans = bytes + n, .flags = bytes + (size_t)2 * n, .count = n};
    for (uint32_t i = 0; i < n; i++) {
        sum += v->lengths[i];
        zero |= v->lengths[i] == 0;
        zero |= v->spans[i] == 0;
        flags |= v->flags[i];
    }
    if (zero)
        return nh_container_corrupt(seg->file, NH_SECTION_LENGTHS, 0, err,
                                    "a passage with length or span 0");
    if (flags > KNOWN_PASSAGE_FLAGS)
        return nh_container_corrupt(seg->file, NH_SECTION_LENGTHS, (uint64_t)2 * n, err,
                                    "a passage with unknown flags");
    if (sum != seg->info.tokens)
        return nh_container_corrupt(seg->file, NH_SECTION_LENGTHS, 0, err,
                                    "lengths add up to %" PRIu64 ", info says %" PRIu64,
                                    sum, seg->info.tokens);
    return NH_OK;
}

nh_status nh_passage_view_get(nh_segment *seg, nh_passage_view *out, nh_error *err)
{
    const nh_status st = nh_segment_once(seg, NH_READY_PASSAGES, check_passages, err);

    if (st == NH_OK)
        *out = seg->passages;
    return st;
}

static nh_status check_articles(nh_segment *seg, nh_error *err)
{
    nh_article_view *v = &seg->articles;
    uint64_t size = nh_container_size(seg->file, NH_SECTION_ARTICLES);
    nh_status st = NH_OK;

    *v = (nh_article_view){.count = seg->info.articles};
    if (size == 0) /* as many as passages: nh_segment_info_read() saw to it */
        return NH_OK;
    st = nh_container_section(seg->file, NH_SECTION_ARTICLES, &v->first, &size, err);
    if (st != NH_OK)
        return st;
    for (uint32_t i = 0; i < v->count; i++)
        if (nh_first_passage(v, i) >= nh_first_passage(v, i + 1))
            return nh_container_corrupt(seg->file, NH_SECTION_ARTICLES, (uint64_t)i * 4,
                                        err, "article %" PRIu32 " has no passages", i);
    if (nh_first_passage(v, 0) != 0 || nh_first_passage(v, v->count) != seg->info.passages)
        return nh_container_corrupt(seg->file, NH_SECTION_ARTICLES, 0, err,
                                    "articles do not cover the passages");
    return NH_OK;
}

nh_status nh_article_view_get(nh_segment *seg, nh_article_view *out, nh_error *err)
{
    const nh_status st = nh_segment_once(seg, NH_READY_ARTICLES, check_articles, err);

    if (st == NH_OK)
        *out = seg->articles;
    return st;
}

uint32_t nh_article_of(const nh_article_view *v, uint32_t passage)
{
    uint32_t low = 0, high = v->count; /* article `low` begins at or before the passage */

    if (v->first == NULL)
        return passage;
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (nh_first_passage(v, middle) <= passage)
            low = middle;
        else
            high = middle;
    }
    return low;
}

nh_status nh_passage_place(nh_segment *seg, uint32_t passage, uint32_t *at, uint32_t *size,
                           nh_error *err)
{
    const uint32_t n = seg->info.passages;
    const uint8_t *starts, *sizes;
    nh_status st;

    if (!seg->info.stored || passage >= n)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such passage with text");
    st = nh_container_bytes(seg->file, NH_SECTION_PLACES, (uint64_t)passage * 4, 4, &starts,
                            err);
    if (st == NH_OK)
        st = nh_container_bytes(seg->file, NH_SECTION_PLACES,
                                (uint64_t)n * 4 + (uint64_t)passage * 2, 2, &sizes, err);
    if (st != NH_OK)
        return st;
    *at = nh_le32(starts);
    *size = (uint32_t)sizes[0] | (uint32_t)sizes[1] << 8;
    return NH_OK;
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
