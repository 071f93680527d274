/*
 * indexer/order/rewrite/reorder_stored.c - stored articles in another order.
 *
 * Articles that come next to each other lie in blocks all over the segment, and to inflate a
 * block for each of them would take for ever. So the blocks are read from front to back, and
 * their articles dealt to *buckets* by their new numbers; then each bucket is put in order.
 */
#include <string.h>

#include "common/base/bytes/little_endian.h"
#include "common/base/error.h"
#include "common/segment/articles/stored_reader.h"
#include "indexer/merge/articles/merge_words.h"
#include "indexer/order/rewrite/reorder_parts.h"
#include "indexer/write/stored/stored_writer.h"

#define BUCKET_SHARE 4u /* a bucket may take a quarter of the memory; so may their ends */
#define RECORD_HEAD 8u  /* bytes before a record in a bucket: its article, its size     */

typedef struct buckets {
    nh_reordering *r;
    nh_spool *list;
    uint32_t count;
    uint32_t articles;    /* of a bucket, but for the last one   */
    uint64_t bytes;       /* of all articles                     */
    uint32_t *article_to; /* by old number, the new one          */
    uint64_t *places;     /* by article of a bucket: its record  */
    nh_stored_reader *reader;
} buckets;

/* Bytes of all articles, with what a bucket adds to them. */
static nh_status measure(nh_merge_inputs *in, uint64_t *out, nh_error *err)
{
    nh_status st = nh_merge_stored_size(&in->list[0], out, err);

    *out += in->articles * (uint64_t)RECORD_HEAD;
    return st;
}

nh_status nh_reorder_stored_fits(nh_merge_inputs *in, uint64_t memory, bool *fits,
                                 nh_error *err)
{
    const uint64_t share = memory / BUCKET_SHARE;
    uint64_t bytes = 0;
    nh_status st = measure(in, &bytes, err);

    *fits = bytes / share < share / NH_SPOOL_MEMORY;
    return st;
}

/* ---- dealing ------------------------------------------------------------------------ */

static nh_status make_buckets(buckets *b, nh_error *err)
{
    const nh_env *env = b->r->in->env;
    const nh_new_order *o = b->r->order;
    nh_status st = measure(b->r->in, &b->bytes, err);

    if (st != NH_OK)
        return st;
    b->articles =
        (uint32_t)(o->articles / (b->bytes / (b->r->job->memory / BUCKET_SHARE) + 1) + 1);
    b->count = (o->articles - 1) / b->articles + 1;
    b->list = (nh_spool *)nh_zeroed(env, b->count, sizeof *b->list);
    b->article_to = (uint32_t *)nh_zeroed(env, o->articles, sizeof *b->article_to);
    b->places = (uint64_t *)nh_zeroed(env, b->articles, sizeof *b->places);
    if (b->list == NULL || b->article_to == NULL || b->places == NULL)
        return nh_fail_memory(err, "ordering articles");
    for (uint32_t i = 0; i < b->count; i++)
        nh_spool_init(&b->list[i], env, b->r->in->dir);
    for (uint32_t i = 0; i < o->articles; i++)
        b->article_to[o->article_at[i]] = i;
    return NH_OK;
}

static void free_buckets(buckets *b)
{
    const nh_env *env = b->r->in->env;

    for (uint32_t i = 0; b->list != NULL && i < b->count; i++)
        nh_spool_clear(&b->list[i]);
    nh_release(env, b->list);
    nh_release(env, b->article_to);
    nh_release(env, b->places);
    nh_stored_close(b->reader);
}

static nh_status open_reader(buckets *b, nh_error *err)
{
    nh_stored_close(b->reader);
    b->reader = NULL;
    return nh_stored_open(b->r->in->list[0].seg, &b->reader, err);
}

static nh_status deal(buckets *b, uint32_t article, nh_error *err)
{
    const uint32_t to = b->article_to[article];
    nh_spool *bucket = &b->list[to / b->articles];
    nh_str record;
    bool due = false;
    nh_status st = nh_stored_record(b->reader, article, &record, err);

    if (st != NH_OK)
        return st;
    if (record.len > UINT32_MAX)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET, "an article over 4 GiB");
    nh_buf_u32(&bucket->memory, to % b->articles);
    nh_buf_u32(&bucket->memory, (uint32_t)record.len);
    nh_buf_bytes(&bucket->memory, record.ptr, record.len);
    st = nh_spool_settle(bucket, err);
    if (st == NH_OK)
        st = nh_merge_inputs_touch(b->r->in, record.len / 2, &due, err);
    if (st == NH_OK && due) {
        nh_stored_close(b->reader);
        b->reader = NULL;
        st = nh_merge_inputs_refresh(b->r->in, err);
        if (st == NH_OK)
            st = open_reader(b, err);
    }
    return st;
}

static nh_status deal_all(buckets *b, nh_error *err)
{
    nh_status st = open_reader(b, err);

    for (uint32_t i = 0; st == NH_OK && i < b->r->order->articles; i++)
        st = deal(b, i, err);
    nh_stored_close(b->reader);
    b->reader = NULL;
    return st;
}

/* ---- putting in order --------------------------------------------------------------- */

/* A bucket in memory. */
typedef struct loaded {
    uint8_t *bytes;
    size_t size;
} loaded;

static nh_status append(void *self, const void *bytes, size_t size, nh_error *err)
{
    loaded *l = (loaded *)self;

    (void)err;
    memcpy(l->bytes + l->size, bytes, size);
    l->size += size;
    return NH_OK;
}

/* Writes the articles of a loaded bucket by their numbers. */
static nh_status put_loaded(buckets *b, const loaded *l, nh_stored_writer *to,
                            nh_error *err)
{
    uint32_t n = 0;
    nh_status st = NH_OK;

    for (size_t at = 0; at < l->size; n++) {
        b->places[nh_le32(l->bytes + at)] = at;
        at += RECORD_HEAD + nh_le32(l->bytes + at + 4);
    }
    for (uint32_t i = 0; st == NH_OK && i < n; i++) {
        const uint8_t *p = l->bytes + b->places[i];
        const nh_str record = {(const char *)p + RECORD_HEAD, nh_le32(p + 4)};
        bool due;

        st = nh_stored_writer_record(to, record, err);
        if (st == NH_OK)
            st = nh_merge_inputs_touch(b->r->in, 0, &due, err);
    }
    return st;
}

static nh_status put_bucket(buckets *b, nh_spool *bucket, nh_stored_writer *to,
                            nh_error *err)
{
    const nh_env *env = b->r->in->env;
    loaded l = {.bytes = (uint8_t *)nh_zeroed(env, nh_spool_size(bucket), 1)};
    nh_status st = l.bytes != NULL ? nh_spool_replay(bucket, append, &l, err)
                                   : nh_fail_memory(err, "ordering articles");

    nh_spool_clear(bucket);
    if (st == NH_OK)
        st = put_loaded(b, &l, to, err);
    nh_release(env, l.bytes);
    return st;
}

/* Where all articles go. */
static nh_status open_writer(buckets *b, nh_stored_writer **out, nh_error *err)
{
    nh_reordering *r = b->r;
    nh_status st = nh_stored_writer_new(r->to, true, out, err);

    if (st == NH_OK)
        st = nh_stored_writer_press(*out, r->job->threads, err);
    return st == NH_OK && b->bytes >= NH_WORDS_FROM
               ? nh_merge_words(r->in, r->to, *out, err)
               : st;
}

nh_status nh_reorder_stored(nh_reordering *r, nh_error *err)
{
    buckets b = {.r = r};
    nh_stored_writer *to = NULL;
    nh_status st = make_buckets(&b, err);

    if (st == NH_OK)
        st = open_writer(&b, &to, err);
    if (st == NH_OK)
        st = deal_all(&b, err);
    for (uint32_t i = 0; st == NH_OK && i < b.count; i++)
        st = put_bucket(&b, &b.list[i], to, err);
    if (st == NH_OK)
        st = nh_stored_writer_finish(to, err);
    nh_stored_writer_free(to);
    free_buckets(&b);
    return st;
}
