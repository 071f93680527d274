/* common/segment/file/manifest_encode.c - a commit into the bytes of its section. */
#include <string.h>

#include "common/base/str.h"
#include "common/segment/file/manifest.h"

static void put_settings(nh_buffer *out, const nh_settings *s)
{
    nh_buf_u8(out, s->profile);
    nh_buf_put_str(out, s->language);
    nh_buf_put_str(out, s->stemmer);
    nh_buf_put_str(out, s->stopwords);
    nh_buf_u8(out, s->whole);
    nh_buf_u8(out, s->min);
    nh_buf_u8(out, s->target);
    nh_buf_u8(out, s->max);
    nh_buf_u32(out, s->k1);
    nh_buf_u32(out, s->b);
    nh_buf_u8(out, s->store);
    nh_buf_u8(out, s->pairs);
}

static void put_segment(nh_buffer *out, const nh_segment_ref *s)
{
    nh_buf_put_str(out, nh_str_of(s->file.name));
    nh_buf_u64(out, s->file.file_size);
    nh_buf_u32(out, s->file.table_crc);
    nh_buf_u32(out, s->file.blocks_crc);
    nh_buf_u32(out, s->articles);
    nh_buf_u32(out, s->passages);
    nh_buf_u64(out, s->tokens);
    nh_buf_put_str(out, nh_str_of(s->deletions.name));
    nh_buf_u32(out, s->deleted);
    nh_buf_u64(out, s->deletions.file_size);
    nh_buf_u32(out, s->deletions.table_crc);
    nh_buf_u32(out, s->deletions.blocks_crc);
}

void nh_manifest_encode(const nh_manifest *m, nh_buffer *out)
{
    nh_buf_u64(out, m->generation);
    nh_buf_put_str(out, m->written_by);
    put_settings(out, &m->settings);
    nh_buf_u64(out, m->articles);
    nh_buf_u64(out, m->passages);
    nh_buf_u64(out, m->tokens);
    nh_buf_var32(out, m->n_languages);
    for (uint32_t i = 0; i < m->n_languages; i++)
        nh_buf_put_str(out, m->languages[i]);
    nh_buf_var32(out, m->n_segments);
    for (uint32_t i = 0; i < m->n_segments; i++)
        put_segment(out, &m->segments[i]);
}
