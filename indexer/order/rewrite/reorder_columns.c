/* indexer/order/rewrite/reorder_columns.c - columns of passages and articles in another order. */
#include <string.h>

#include "common/base/error.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "indexer/order/rewrite/reorder_parts.h"
#include "indexer/write/bounds/article_begins.h"
#include "indexer/write/keywords/keywords_writer.h"
#include "indexer/write/numbers/numbers_writer.h"

static nh_container *file_of(const nh_reordering *r)
{
    return nh_segment_container(r->in->list[0].seg);
}

/* ---- passages and articles ---------------------------------------------------------- */

/* An array with `width` bytes for each passage, or each article, at byte `at` of a section. */
typedef struct column {
    nh_section_kind kind;
    const uint8_t *bytes; /* of the array                                  */
    uint32_t width;
    bool passages;
} column;

static nh_status put_column(nh_reordering *r, column c, nh_error *err)
{
    nh_spool *to = &r->to->spool[c.kind];
    nh_article_view view;
    nh_status st = nh_article_view_get(r->in->list[0].seg, &view, err);

    for (uint32_t i = 0; st == NH_OK && i < r->order->articles; i++) {
        const uint32_t article = r->order->article_at[i];
        const uint32_t from = c.passages ? nh_first_passage(&view, article) : article;
        const uint32_t end = c.passages ? nh_article_end(&view, from) : article + 1;

        nh_buf_bytes(&to->memory, c.bytes + (size_t)from * c.width,
                     (size_t)(end - from) * c.width);
        st = nh_spool_settle(to, err);
    }
    return st;
}

/* A section that is several arrays, one after the other; widths[] is closed by 0. Pages that were
 * touched here and there go when it is through. */
static nh_status put_arrays(nh_reordering *r, nh_section_kind kind, bool passages,
                            const uint8_t *widths, nh_error *err)
{
    const uint32_t n = passages ? r->order->passages : r->order->articles;
    const uint8_t *bytes;
    uint64_t size;
    bool due;
    nh_status st = nh_container_section(file_of(r), kind, &bytes, &size, err);

    if (st != NH_OK || size == 0)
        return st;
    for (; st == NH_OK && *widths != 0; bytes += (size_t)n * *widths++)
        st = put_column(r, (column){kind, bytes, *widths, passages}, err);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(r->in, size, &due, err);
    return st == NH_OK ? nh_merge_inputs_refresh(r->in, err) : st;
}

/* Places of the passages of an article. */
static nh_status put_places_of(nh_segment *seg, uint32_t from, uint32_t end,
                               nh_numbers_writer *to, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t p = from; st == NH_OK && p < end; p++) {
        uint32_t place[2];

        st = nh_passage_place(seg, p, &place[0], &place[1], err);
        if (st == NH_OK)
            st = nh_numbers_writer_put(to, place, err);
    }
    return st;
}

static nh_status put_places(nh_reordering *r, nh_error *err)
{
    nh_segment *seg = r->in->list[0].seg;
    nh_numbers_writer w;
    nh_article_view view;
    bool due;
    nh_status st = nh_article_view_get(seg, &view, err);

    if (st != NH_OK || !nh_segment_info_get(seg)->stored)
        return st;
    nh_numbers_writer_init(&w, &r->to->spool[NH_SECTION_PLACES], 2);
    for (uint32_t i = 0; st == NH_OK && i < r->order->articles; i++) {
        const uint32_t from = nh_first_passage(&view, r->order->article_at[i]);

        st = put_places_of(seg, from, nh_article_end(&view, from), &w, err);
    }
    if (st == NH_OK)
        st = nh_numbers_writer_finish(&w, err);
    nh_numbers_writer_free(&w);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(r->in, nh_container_size(file_of(r), NH_SECTION_PLACES),
                                   &due, err);
    return st == NH_OK ? nh_merge_inputs_refresh(r->in, err) : st;
}

nh_status nh_reorder_columns(nh_reordering *r, nh_error *err)
{
    static const uint8_t lengths[] = {1, 0};
    static const uint8_t spans[] = {1, 1, 0};
    static const uint8_t dates[] = {8, 1, 1, 0};
    nh_status st = put_arrays(r, NH_SECTION_LENGTHS, true, lengths, err);

    if (st == NH_OK)
        st = put_arrays(r, NH_SECTION_SPANS, true, spans, err);
    if (st == NH_OK)
        st = put_places(r, err);
    if (st == NH_OK)
        st = put_arrays(r, NH_SECTION_DATES, false, dates, err);
    if (st == NH_OK && r->order->begins != NULL)
        st = nh_begins_put(r->order->begins, r->order->passages,
                           &r->to->spool[NH_SECTION_ARTICLES], err);
    return st;
}

/* ---- keywords ----------------------------------------------------------------------- */

static nh_status put_keyword(nh_reordering *r, const nh_column *c, nh_keywords_writer *to,
                             nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < r->order->articles; i++) {
        const uint32_t article = r->order->article_at[i];
        const uint32_t n = nh_column_values_of(c, article);

        for (uint32_t k = 0; st == NH_OK && k < n; k++)
            st = nh_keywords_put(
                to, c->name, nh_column_value(c, nh_column_value_of(c, article, k)), i, err);
    }
    return st == NH_OK ? nh_keywords_seal(to, c->name, r->order->articles, err) : st;
}

nh_status nh_reorder_keywords(nh_reordering *r, nh_error *err)
{
    nh_keywords_writer *to = NULL;
    uint32_t n = 0;
    nh_status st = nh_keywords_writer_new(r->to, &to, err);

    if (st == NH_OK)
        st = nh_column_count(r->in->list[0].seg, &n, err);
    for (uint32_t i = 0; st == NH_OK && i < n; i++) {
        nh_column c;

        st = nh_column_get(r->in->list[0].seg, i, &c, err);
        if (st == NH_OK)
            st = put_keyword(r, &c, to, err);
        if (st == NH_OK)
            st = nh_merge_inputs_refresh(r->in, err);
    }
    if (st == NH_OK)
        st = nh_keywords_finish(to, r->order->articles, err);
    nh_keywords_writer_free(to);
    return st;
}
