/*
 * indexer/write/stored/stored_fields.h - the fields of a stored article: FORMAT.md 15.
 */
#ifndef NH_INDEXER_STORED_FIELDS_H
#define NH_INDEXER_STORED_FIELDS_H

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "common/segment/articles/stored_record.h"
#include "newshound/corpus.h"

/* Appends a field; an empty one is left out. */
static inline void nh_stored_field_put(nh_buffer *b, uint8_t tag, nh_str bytes)
{
    if (bytes.len == 0)
        return;
    nh_buf_u8(b, tag);
    nh_buf_put_str(b, bytes);
}

/* The bytes that it takes. */
static inline size_t nh_stored_field_size(nh_str bytes)
{
    return bytes.len > 0 ? 1 + nh_var_size(bytes.len) + bytes.len : 0;
}

/*
 * Appends the fields behind the text, which is long and is copied only once.
 * skips  memory for the skipped parts; NULL: the text is not stored, so they are left out
 */
void nh_stored_fields_put(nh_buffer *b, nh_buffer *skips, const nh_article *a);

#endif
