/* searcher/shards/statistics_bytes.c - statistics as bytes for another process, and back. */
#include "common/base/bytes/crc32c.h"
#include "common/base/error.h"
#include "searcher/shards/statistics.h"

#define MAGIC 0x5453484eu /* "NHST" */
#define VERSION 1u
#define TAIL_SIZE 4u /* CRC-32C of everything before            */

nh_status nh_sums_encode(nh_sums *s, nh_error *err)
{
    nh_buffer *out = &s->bytes;

    nh_buf_clear(out);
    nh_buf_u32(out, MAGIC);
    nh_buf_u16(out, VERSION);
    nh_buf_put_str(out, s->index);
    nh_buf_put_str(out, s->query);
    nh_buf_var64(out, s->articles);
    nh_buf_var64(out, s->passages);
    nh_buf_var64(out, s->tokens);
    nh_buf_var64(out, s->all);
    nh_buf_var64(out, s->any);
    nh_text_set_encode(&s->held, out);
    nh_text_set_encode(&s->planned, out);
    nh_buf_var32(out, s->n_leaves);
    nh_buf_var32(out, s->n_fields);
    nh_buf_var32(out, s->n_prefixes);
    for (uint32_t i = 0; i < s->n_leaves; i++)
        nh_buf_var64(out, s->df[i]);
    nh_buf_bytes(out, s->fields, s->n_fields);
    for (uint32_t i = 0; i < s->n_prefixes; i++)
        nh_text_set_encode(&s->prefixes[i], out);
    nh_buf_u32(out, nh_crc32c(out->bytes, nh_buf_ok(out) ? out->size : 0));
    return nh_buf_status(out, err, "statistics");
}

static nh_status fail_corrupt(const nh_cursor *c, const char *what, nh_error *err)
{
    return nh_fail(err, NH_E_CORRUPT, "statistics", c->bad ? c->bad_at : c->at, "%s", what);
}

static nh_status read_str(nh_sums *s, nh_cursor *c, nh_str *out, nh_error *err)
{
    *out = nh_arena_copy(&s->arena, nh_cur_str(c));
    return out->ptr != NULL ? NH_OK : nh_fail_memory(err, "statistics");
}

static nh_status read_numbers(nh_sums *s, nh_cursor *c, nh_error *err)
{
    nh_status st = read_str(s, c, &s->index, err);

    if (st == NH_OK)
        st = read_str(s, c, &s->query, err);
    s->articles = nh_cur_var64(c);
    s->passages = nh_cur_var64(c);
    s->tokens = nh_cur_var64(c);
    s->all = nh_cur_var64(c);
    s->any = nh_cur_var64(c);
    if (st == NH_OK)
        st = nh_text_set_decode(&s->held, c, err);
    return st == NH_OK ? nh_text_set_decode(&s->planned, c, err) : st;
}

static nh_status read_parts(nh_sums *s, nh_cursor *c, nh_error *err)
{
    const uint32_t leaves = nh_cur_var32(c), fields = nh_cur_var32(c),
                   prefixes = nh_cur_var32(c);
    nh_status st;

    /* Each part takes a byte at least, so that no number asks for more memory than was sent. */
    if (!nh_cur_ok(c) || (uint64_t)leaves + fields + prefixes > nh_cur_left(c))
        return fail_corrupt(c, "they end before their parts", err);
    st = nh_sums_shape(s, leaves, fields, prefixes, err);
    for (uint32_t i = 0; st == NH_OK && i < leaves; i++)
        s->df[i] = nh_cur_var64(c);
    for (uint32_t i = 0; st == NH_OK && i < fields; i++) {
        s->fields[i] = nh_cur_u8(c);
        if (s->fields[i] > 1)
            nh_cur_spoil(c, c->at - 1);
    }
    for (uint32_t i = 0; st == NH_OK && i < prefixes; i++)
        st = nh_text_set_decode(&s->prefixes[i], c, err);
    return st;
}

static nh_status decode(nh_sums *s, nh_cursor *c, nh_error *err)
{
    nh_status st = read_numbers(s, c, err);

    if (st == NH_OK && nh_cur_ok(c))
        st = read_parts(s, c, err);
    if (st == NH_OK && (!nh_cur_ok(c) || nh_cur_left(c) > 0))
        st = fail_corrupt(c, "they contradict their own layout", err);
    return st == NH_OK ? nh_sums_encode(s, err) : st;
}

/* Magic and version first, so that other bytes are told from damaged ones. */
static nh_status check_frame(nh_cursor *c, nh_error *err)
{
    const uint32_t magic = nh_cur_u32(c);
    const uint16_t version = nh_cur_u16(c);
    nh_cursor tail;

    if (!nh_cur_ok(c) || magic != MAGIC)
        return nh_fail(err, NH_E_CORRUPT, "statistics", 0, "these are no statistics");
    if (version != VERSION)
        return nh_fail(err, NH_E_VERSION, "statistics", 4,
                       "they are of version %u; this build knows %u", version, VERSION);
    if (nh_cur_left(c) < TAIL_SIZE)
        return fail_corrupt(c, "they end early", err);
    tail = nh_cur_sub(c, c->size - TAIL_SIZE, TAIL_SIZE);
    c->size -= TAIL_SIZE;
    if (nh_cur_u32(&tail) != nh_crc32c(c->start, c->size))
        return fail_corrupt(c, "their checksum does not fit", err);
    return NH_OK;
}

nh_status nh_statistics_read(const char *bytes, size_t len, const nh_allocator *allocator,
                             nh_statistics **out, nh_error *err)
{
    const nh_env env = nh_env_of(NULL, allocator);
    nh_cursor c = nh_cur(bytes, len);
    nh_statistics *s;
    nh_status st = check_frame(&c, err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    s = nh_statistics_new(&env);
    if (s == NULL)
        return nh_fail_memory(err, "statistics");
    st = decode(s->sums, &c, err);
    if (st == NH_OK)
        *out = s;
    else
        nh_statistics_free(s);
    return st;
}
