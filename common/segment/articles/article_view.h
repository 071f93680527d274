/*
 * common/segment/articles/article_view.h - which passages are those of an article, and the other way round.
 *
 * A bit a passage says whether an article begins there; beside each 64 of them stands how many
 * articles begin before. FORMAT.md 11.
 */
#ifndef NH_SEGMENT_ARTICLE_VIEW_H
#define NH_SEGMENT_ARTICLE_VIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "common/codec/numbers/pack.h"

#define NH_BEGINS_ROW 12u     /* bytes of 64 bits and of the count before them       */
#define NH_BEGINS_SAMPLE 512u /* of so many articles, the first one's passage is kept */

/* As on disk: use the functions below. Borrowed from the segment. */
typedef struct nh_article_view {
    const uint8_t *rows;    /* NULL if each article is one passage              */
    const uint8_t *samples; /* u32: first passages of articles 0, 512, 1024 ... */
    uint32_t count;         /* articles                                         */
    uint32_t passages;
} nh_article_view;

/* Rows of so many passages. */
static inline uint32_t nh_begins_rows(uint32_t passages)
{
    return passages / 64 + (passages % 64 != 0);
}

/* First passages that are kept of so many articles. */
static inline uint32_t nh_begins_samples(uint32_t articles)
{
    return articles / NH_BEGINS_SAMPLE + (articles % NH_BEGINS_SAMPLE != 0);
}

/* Bytes of the section. */
static inline uint64_t nh_begins_size(uint32_t passages, uint32_t articles)
{
    return (uint64_t)nh_begins_rows(passages) * NH_BEGINS_ROW +
           (uint64_t)nh_begins_samples(articles) * 4;
}

/* The bits of a row: passage 64 * row is bit 0. */
static inline uint64_t nh_begins_bits(const nh_article_view *v, uint32_t row)
{
    return nh_le64(v->rows + (size_t)row * NH_BEGINS_ROW);
}

/* Articles that begin before the passages of a row. */
static inline uint32_t nh_begins_before(const nh_article_view *v, uint32_t row)
{
    return nh_le32(v->rows + (size_t)row * NH_BEGINS_ROW + 8);
}

/* The article of `passage` (below v->passages). Cost: a row. */
static inline uint32_t nh_article_of(const nh_article_view *v, uint32_t passage)
{
    if (v->rows == NULL)
        return passage;
    return nh_begins_before(v, passage / 64) - 1 +
           nh_ones(nh_begins_bits(v, passage / 64) << (63 - passage % 64));
}

/* Does an article begin at `passage` (below v->passages)? */
static inline bool nh_article_begins(const nh_article_view *v, uint32_t passage)
{
    return v->rows == NULL || (nh_begins_bits(v, passage / 64) >> passage % 64 & 1) != 0;
}

/* The first passage of the article of `passage` (below v->passages). Cost: as the article is long,
 * a 64th of it. */
static inline uint32_t nh_article_from(const nh_article_view *v, uint32_t passage)
{
    uint32_t row = passage / 64;
    uint64_t bits;

    if (v->rows == NULL)
        return passage;
    bits = nh_begins_bits(v, row) << (63 - passage % 64) >> (63 - passage % 64);
    while (bits == 0) /* an article begins at passage 0 */
        bits = nh_begins_bits(v, --row);
    return row * 64 + 63 - (uint32_t)__builtin_clzll(bits);
}

/* The first passage behind the article of `passage` (below v->passages). Cost: likewise. */
static inline uint32_t nh_article_end(const nh_article_view *v, uint32_t passage)
{
    const uint32_t rows = nh_begins_rows(v->passages);
    uint32_t row = passage / 64;
    uint64_t bits;

    if (v->rows == NULL)
        return passage + 1;
    bits = nh_begins_bits(v, row) & (UINT64_MAX - 1) << passage % 64;
    while (bits == 0 && ++row < rows)
        bits = nh_begins_bits(v, row);
    return bits == 0 ? v->passages : row * 64 + (uint32_t)__builtin_ctzll(bits);
}

/* The first passage of `article`, 0..count: that of `count` is the number of passages. Cost: a
 * binary search among the rows of 512 articles; who has a passage asks nh_article_from(). */
uint32_t nh_first_passage(const nh_article_view *v, uint32_t article);

#endif
