/* indexer/write/stored/stored_fields.c - the fields of a stored article behind its text. */
#include "indexer/write/stored/stored_fields.h"

/* Appends the skipped parts, which are put together in `room`. */
static void put_skips(nh_buffer *b, nh_buffer *room, const nh_article *a)
{
    uint32_t end = 0;

    nh_buf_clear(room);
    for (size_t i = 0; i < a->n_skips; i++) {
        nh_buf_var32(room, a->skips[i].at - end);
        nh_buf_var32(room, a->skips[i].size);
        end = a->skips[i].at + a->skips[i].size;
    }
    nh_stored_field_put(b, NH_STORED_SKIPS, nh_buf_str(room));
}

void nh_stored_fields_put(nh_buffer *b, nh_buffer *skips, const nh_article *a)
{
    nh_stored_field_put(b, NH_STORED_URL, a->url);
    nh_stored_field_put(b, NH_STORED_PATH, a->path);
    if (a->plain)
        nh_stored_field_put(b, NH_STORED_FLAGS, NH_STR("\1"));
    nh_stored_field_put(b, NH_STORED_LANGUAGE, a->language);
    if (skips != NULL)
        put_skips(b, skips, a);
}
