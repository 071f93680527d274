/* common/segment/articles/article_view.c - the passage where an article begins. */
#include "common/segment/articles/article_view.h"

/* The row where `article` begins: the last one before which as many articles begin at most. */
static uint32_t row_of(const nh_article_view *v, uint32_t article)
{
    const uint8_t *const sample = v->samples + (size_t)(article / NH_BEGINS_SAMPLE) * 4;
    const bool last = article / NH_BEGINS_SAMPLE + 1 == nh_begins_samples(v->count);
    uint32_t low = nh_le32(sample) / 64;
    uint32_t high = last ? nh_begins_rows(v->passages) : nh_le32(sample + 4) / 64 + 1;

    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;

        if (nh_begins_before(v, middle) <= article)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The place of one number `n`, from 0, of a word that has more ones: its byte, then bit by bit. */
static uint32_t place_of(uint64_t word, uint32_t n)
{
    uint32_t at = 0;

    for (uint32_t here; (here = nh_ones(word & 0xff)) <= n; word >>= 8, at += 8)
        n -= here;
    for (; n > 0; n--)
        word &= word - 1;
    return at + (uint32_t)__builtin_ctzll(word);
}

uint32_t nh_first_passage(const nh_article_view *v, uint32_t article)
{
    uint32_t row;

    if (v->rows == NULL)
        return article;
    if (article >= v->count)
        return v->passages;
    row = row_of(v, article);
    return row * 64 + place_of(nh_begins_bits(v, row), article - nh_begins_before(v, row));
}
