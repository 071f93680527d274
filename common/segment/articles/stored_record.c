/* common/segment/articles/stored_record.c - the fields of a stored article. */
#include "common/segment/articles/stored_record.h"

#include "common/base/bytes/cursor.h"

/* A field that is one number. */
static bool read_number(nh_str field, uint64_t *out)
{
    nh_cursor c = nh_cur(field.ptr, field.len);

    *out = nh_cur_var64(&c);
    return nh_cur_ok(&c) && nh_cur_left(&c) == 0;
}

static bool read_field(uint8_t tag, nh_str field, nh_stored *out)
{
    if (tag == NH_STORED_HEADLINE)
        out->headline = field;
    else if (tag == NH_STORED_TEXT)
        out->text = field;
    else if (tag == NH_STORED_URL)
        out->url = field;
    else if (tag == NH_STORED_PATH)
        out->path = field;
    else if (tag == NH_STORED_LANGUAGE)
        out->language = field;
    else if (tag == NH_STORED_SKIPS)
        out->skips = field;
    else if (tag == NH_STORED_RECORD)
        return read_number(field, &out->record);
    else if (tag == NH_STORED_OFFSET)
        return read_number(field, &out->offset);
    else if (tag == NH_STORED_FLAGS) {
        out->plain = field.len == 1 && (field.ptr[0] & 1) != 0;
        return field.len == 1 && (uint8_t)field.ptr[0] <= 1;
    } else
        return tag >= NH_STORED_OPTIONAL;
    return true;
}

/* Skipped ranges come in order and end within the text. */
static bool check_skips(const nh_stored *s)
{
    nh_cursor c = nh_cur(s->skips.ptr, s->skips.len);
    uint64_t end = 0;

    while (nh_cur_ok(&c) && nh_cur_left(&c) > 0) {
        end += nh_cur_var32(&c);
        end += nh_cur_var32(&c);
        if (end > s->text.len)
            return false;
    }
    return nh_cur_ok(&c);
}

bool nh_stored_record_read(nh_str record, nh_stored *out)
{
    nh_cursor c = nh_cur(record.ptr, record.len);
    uint8_t before = 0;

    *out = (nh_stored){0};
    while (nh_cur_left(&c) > 0) {
        const uint8_t tag = nh_cur_u8(&c);
        const nh_str field = nh_cur_str(&c);

        if (!nh_cur_ok(&c) || tag <= before || field.len == 0 ||
            !read_field(tag, field, out))
            return false;
        before = tag;
    }
    return nh_cur_ok(&c) && check_skips(out);
}

bool nh_stored_numbers_find(nh_str record, size_t *at, size_t *end, nh_stored_numbers *out)
{
    nh_cursor c = nh_cur(record.ptr, record.len);

    *out = (nh_stored_numbers){{0, 0}};
    *at = *end = 0;
    while (nh_cur_left(&c) > 0) {
        const uint8_t tag = nh_cur_u8(&c);
        const nh_str field = nh_cur_str(&c);

        if (!nh_cur_ok(&c))
            return false;
        if (tag > NH_STORED_OFFSET)
            break;
        if (tag < NH_STORED_RECORD)
            *at = c.at;
        else if (!read_number(field, &out->of[tag - NH_STORED_RECORD]))
            return false;
        *end = c.at;
    }
    return true;
}

void nh_stored_numbers_put(const nh_stored_numbers *numbers, nh_buffer *out)
{
    for (unsigned i = 0; i < 2; i++) {
        const size_t before = out->size;

        if (numbers->of[i] == 0)
            continue;
        nh_buf_u8(out, (uint8_t)(NH_STORED_RECORD + i));
        nh_buf_u8(out, 0);
        nh_buf_var64(out, numbers->of[i]);
        if (nh_buf_ok(out))
            out->bytes[before + 1] = (uint8_t)(out->size - before - 2);
    }
}

bool nh_stored_skip(nh_str *skips, uint32_t *end_before, uint32_t *at, uint32_t *size)
{
    nh_cursor c = nh_cur(skips->ptr, skips->len);

    if (skips->len == 0)
        return false;
    *at = *end_before + nh_cur_var32(&c);
    *size = nh_cur_var32(&c);
    *end_before = *at + *size;
    *skips =
        nh_cur_ok(&c) ? (nh_str){skips->ptr + c.at, skips->len - c.at} : (nh_str){NULL, 0};
    return nh_cur_ok(&c);
}
