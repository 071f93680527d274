/* common/segment/articles/stored_part.c - how much of a block of stored articles one of them needs. */
#include "common/segment/articles/stored_part.h"

#include "common/segment/articles/articles_reader.h"

#define MORE 512u /* bytes beyond, for headlines and paths longer than most */

/* Where the last passage of an article ends in its text. False if that is not to be had. */
static bool add_text(nh_segment *seg, const nh_article_view *v, uint32_t article,
                     uint64_t *sum)
{
    uint32_t at, size;

    if (nh_passage_place(seg, nh_first_passage(v, article + 1) - 1, &at, &size, NULL) !=
        NH_OK)
        return false;
    *sum += (uint64_t)at + size;
    return true;
}

/* What is no text, headlines and paths and numbers, is shared out among the articles. */
size_t nh_stored_part(nh_segment *seg, uint32_t first, uint32_t end, uint32_t article,
                      uint32_t raw_size)
{
    const uint64_t n = end - first, k = article - first + 1;
    nh_article_view v;
    uint64_t until = 0, all, part;

    if (nh_article_view_get(seg, &v, NULL) != NH_OK)
        return raw_size;
    for (uint32_t i = first; i <= article; i++)
        if (!add_text(seg, &v, i, &until))
            return raw_size;
    all = until;
    for (uint32_t i = article + 1; i < end; i++)
        if (!add_text(seg, &v, i, &all))
            return raw_size;
    if (all > raw_size)
        return raw_size;
    part = until + (raw_size - all) * k / n + MORE;
    return part < raw_size ? (size_t)part : raw_size;
}
