/* indexer/write/articles_writer.c - lengths, places, first passages, ids and dates. */
#include "indexer/write/articles_writer.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "indexer/write/bounds/article_begins.h"
#include "indexer/write/ids/ids_writer.h"
#include "indexer/write/numbers/numbers_writer.h"

#define COLUMNS 11

/* All columns, so that they can be looked at in a loop. */
static void list_columns(const nh_articles_writer *w, const nh_buffer *out[COLUMNS])
{
    const nh_buffer *const all[COLUMNS] = {
        &w->lengths, &w->spans, &w->flags,   &w->place_at,  &w->place_size, &w->first,
        &w->id_ends, &w->ids,   &w->seconds, &w->precision, &w->source};

    memcpy(out, all, sizeof all);
}

void nh_articles_writer_init(nh_articles_writer *w, const nh_env *env)
{
    const nh_buffer empty = {.env = env};

    *w = (nh_articles_writer){.env = env,
                              .lengths = empty,
                              .spans = empty,
                              .flags = empty,
                              .place_at = empty,
                              .place_size = empty,
                              .first = empty,
                              .id_ends = empty,
                              .ids = empty,
                              .seconds = empty,
                              .precision = empty,
                              .source = empty};
}

static nh_status column_status(const nh_articles_writer *w, nh_error *err)
{
    const nh_buffer *columns[COLUMNS];

    list_columns(w, columns);
    for (size_t i = 0; i < COLUMNS; i++)
        if (!nh_buf_ok(columns[i]))
            return nh_buf_status(columns[i], err, "the columns of articles");
    return NH_OK;
}

static void put_passages(nh_articles_writer *w, const nh_cut *cut)
{
    for (size_t i = 0; i < cut->n_passages; i++) {
        const nh_passage *p = &cut->passages[i];

        nh_buf_u8(&w->lengths, p->count);
        nh_buf_u8(&w->spans, p->span);
        nh_buf_u8(&w->flags, p->flags);
        nh_buf_u32(&w->place_at, p->at);
        nh_buf_u16(&w->place_size,
                   (uint16_t)(p->size < NH_PLACE_MORE ? p->size : NH_PLACE_MORE));
        w->tokens += p->count;
    }
}

nh_status nh_articles_writer_put(nh_articles_writer *w, const nh_article *article,
                                 const nh_cut *cut, nh_error *err)
{
    if (cut->n_passages > NH_PASSAGE_LIMIT - w->passages ||
        article->id.len > UINT32_MAX - w->ids.size)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "no room for more passages or ids in this commit");
    put_passages(w, cut);
    nh_buf_u32(&w->first, w->passages);
    nh_buf_text(&w->ids, article->id);
    nh_buf_u32(&w->id_ends, (uint32_t)w->ids.size);
    nh_buf_u64(&w->seconds, (uint64_t)article->date.seconds);
    nh_buf_u8(&w->precision, article->date.precision);
    nh_buf_u8(&w->source, article->date.source);
    w->passages += (uint32_t)cut->n_passages;
    w->articles++;
    return column_status(w, err);
}

size_t nh_articles_writer_memory(const nh_articles_writer *w)
{
    const nh_buffer *columns[COLUMNS];
    size_t sum = 0;

    list_columns(w, columns);
    for (size_t i = 0; i < COLUMNS; i++)
        sum += columns[i]->capacity;
    return sum;
}

/* ---- ids in order ------------------------------------------------------------------- */

/* Ids have mostly a long beginning in common; behind it they mostly differ soon. */
typedef struct sorted_id {
    uint64_t
        key; /* the bytes behind that beginning, first one highest, zeros after the end */
    nh_str id;
    uint32_t article;
} sorted_id;

static int compare_ids(const void *a, const void *b)
{
    const sorted_id *x = (const sorted_id *)a;
    const sorted_id *y = (const sorted_id *)b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return nh_str_compare(x->id, y->id);
}

static nh_str id_of(const nh_articles_writer *w, uint32_t article)
{
    const uint8_t *ends = w->id_ends.bytes;
    const uint32_t from = article > 0 ? nh_le32(ends + (size_t)(article - 1) * 4) : 0;

    return (nh_str){(const char *)w->ids.bytes + from,
                    nh_le32(ends + (size_t)article * 4) - from};
}

/* Bytes that all ids begin with. */
static size_t common_beginning(const nh_articles_writer *w)
{
    const nh_str first = id_of(w, 0);
    size_t n = first.len;

    for (uint32_t i = 1; i < w->articles && n > 0; i++)
        n = nh_str_shared(nh_str_part(first, 0, n), id_of(w, i));
    return n;
}

/* All ids, sorted. NULL without memory. */
static sorted_id *sort_ids(const nh_articles_writer *w)
{
    sorted_id *list = (sorted_id *)nh_resized(w->env, NULL, w->articles, sizeof *list);
    const size_t skip = list != NULL ? common_beginning(w) : 0;

    for (uint32_t i = 0; list != NULL && i < w->articles; i++) {
        const nh_str id = id_of(w, i);

        list[i] = (sorted_id){nh_str_key(nh_str_part(id, skip, id.len - skip)), id, i};
    }
    if (list != NULL)
        qsort(list, w->articles, sizeof *list, compare_ids);
    return list;
}

static nh_status put_in_order(const sorted_id *list, uint32_t n, nh_spool *to,
                              nh_error *err)
{
    nh_ids_writer writer;
    nh_status st = NH_OK;

    nh_ids_writer_init(&writer, to);
    for (uint32_t i = 0; st == NH_OK && i < n; i++)
        st = nh_ids_writer_put(&writer, list[i].id, err);
    if (st == NH_OK)
        st = nh_ids_writer_finish(&writer, err);
    nh_ids_writer_free(&writer);
    return st;
}

static nh_status put_ranks(const sorted_id *list, nh_articles_writer *w, nh_spool *to,
                           nh_error *err)
{
    uint32_t *ranks = (uint32_t *)nh_resized(w->env, NULL, w->articles, sizeof *ranks);
    nh_ranks_writer writer;
    nh_status st = NH_OK;

    if (ranks == NULL)
        return nh_fail_memory(err, "ranking ids");
    for (uint32_t i = 0; i < w->articles; i++)
        ranks[list[i].article] = i;
    nh_ranks_writer_init(&writer, to, w->articles);
    for (uint32_t i = 0; st == NH_OK && i < w->articles; i++)
        st = nh_ranks_writer_put(&writer, ranks[i], err);
    if (st == NH_OK)
        st = nh_ranks_writer_finish(&writer, err);
    nh_release(w->env, ranks);
    return st;
}

static nh_status put_ids(nh_articles_writer *w, nh_section_spools *to, nh_error *err)
{
    sorted_id *list = sort_ids(w);
    nh_status st;

    if (list == NULL)
        return nh_fail_memory(err, "sorting ids");
    st = put_in_order(list, w->articles, &to->spool[NH_SECTION_IDS], err);
    if (st == NH_OK)
        st = put_ranks(list, w, &to->spool[NH_SECTION_RANKS], err);
    nh_release(w->env, list);
    return st;
}

/* ---- joining ------------------------------------------------------------------------ */

/* Numbers of u32 columns that count from a beginning go on behind it. */
static void put_shifted(nh_buffer *to, const nh_buffer *from, uint32_t by)
{
    for (size_t i = 0; i < from->size; i += 4)
        nh_buf_u32(to, nh_le32(from->bytes + i) + by);
}

nh_status nh_articles_writer_join(nh_articles_writer *to, nh_articles_writer *from,
                                  nh_error *err)
{
    nh_buffer *const plain[] = {&to->lengths,  &to->spans,      &to->flags,
                                &to->place_at, &to->place_size, &to->ids,
                                &to->seconds,  &to->precision,  &to->source};
    const nh_buffer *const more[] = {&from->lengths,  &from->spans,      &from->flags,
                                     &from->place_at, &from->place_size, &from->ids,
                                     &from->seconds,  &from->precision,  &from->source};

    if (from->passages > NH_PASSAGE_LIMIT - to->passages ||
        from->ids.size > UINT32_MAX - to->ids.size)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "no room for more passages or ids in this commit");
    put_shifted(&to->first, &from->first, to->passages);
    put_shifted(&to->id_ends, &from->id_ends, (uint32_t)to->ids.size);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        nh_buf_bytes(plain[i], more[i]->bytes, more[i]->size);
    to->articles += from->articles;
    to->passages += from->passages;
    to->tokens += from->tokens;
    nh_articles_writer_clear(from);
    return column_status(to, err);
}

/* ---- sections ----------------------------------------------------------------------- */

static void put_column(nh_spool *to, const nh_buffer *column)
{
    nh_buf_bytes(&to->memory, column->bytes, column->size);
}

/* Where each span is the length, and no passage has flags, lengths say it. */
static void put_spans(const nh_articles_writer *w, nh_spool *to)
{
    bool plain = memcmp(w->spans.bytes, w->lengths.bytes, w->spans.size) == 0;

    for (size_t i = 0; i < w->flags.size; i++)
        plain &= w->flags.bytes[i] == 0;
    if (plain)
        return;
    put_column(to, &w->spans);
    put_column(to, &w->flags);
}

static bool has_dates(const nh_articles_writer *w)
{
    for (size_t i = 0; i < w->precision.size; i++)
        if (w->precision.bytes[i] != NH_DATE_NONE)
            return true;
    return false;
}

/* Without a date in any article there is nothing to write. */
static void put_dates(const nh_articles_writer *w, nh_spool *to)
{
    if (!has_dates(w))
        return;
    put_column(to, &w->seconds);
    put_column(to, &w->precision);
    put_column(to, &w->source);
}

/* Where each article is one passage, their numbers say it. */
static nh_status put_begins(const nh_articles_writer *w, nh_spool *to, nh_error *err)
{
    uint64_t *begins;
    nh_status st;

    if (w->articles == w->passages)
        return NH_OK;
    begins = nh_begins_new(w->env, w->passages);
    if (begins == NULL)
        return nh_fail_memory(err, "writing articles");
    for (uint32_t i = 0; i < w->articles; i++)
        nh_begins_set(begins, nh_le32(w->first.bytes + (size_t)i * 4));
    st = nh_begins_put(begins, w->passages, to, err);
    nh_release(w->env, begins);
    return st;
}

static nh_status put_places(const nh_articles_writer *w, nh_spool *to, nh_error *err)
{
    nh_numbers_writer writer;
    nh_status st = NH_OK;

    nh_numbers_writer_init(&writer, to, 2);
    for (uint32_t i = 0; st == NH_OK && i < w->passages; i++) {
        const uint8_t *size = w->place_size.bytes + (size_t)i * 2;
        const uint32_t place[2] = {nh_le32(w->place_at.bytes + (size_t)i * 4),
                                   nh_le16(size)};

        st = nh_numbers_writer_put(&writer, place, err);
    }
    if (st == NH_OK)
        st = nh_numbers_writer_finish(&writer, err);
    nh_numbers_writer_free(&writer);
    return st;
}

nh_status nh_articles_writer_finish(nh_articles_writer *w, nh_section_spools *to, bool text,
                                    nh_error *err)
{
    nh_spool *spool = to->spool;
    nh_status st = put_begins(w, &spool[NH_SECTION_ARTICLES], err);

    put_column(&spool[NH_SECTION_LENGTHS], &w->lengths);
    put_spans(w, &spool[NH_SECTION_SPANS]);
    if (st == NH_OK && text)
        st = put_places(w, &spool[NH_SECTION_PLACES], err);
    if (st == NH_OK)
        st = put_ids(w, to, err);
    put_dates(w, &spool[NH_SECTION_DATES]);
    if (st == NH_OK)
        st = nh_spool_settle(&spool[NH_SECTION_SPANS], err);
    for (unsigned kind = NH_SECTION_LENGTHS; st == NH_OK && kind <= NH_SECTION_DATES;
         kind++)
        st = nh_spool_settle(&spool[kind], err);
    return st;
}

void nh_articles_writer_clear(nh_articles_writer *w)
{
    const nh_buffer *columns[COLUMNS];
    const nh_env *env = w->env;

    list_columns(w, columns);
    for (size_t i = 0; i < COLUMNS; i++)
        nh_release(env, columns[i]->bytes);
    nh_articles_writer_init(w, env);
}
