/* common/codec/front.c - texts in order, each as what differs from the one before it. */
#include "common/codec/front.h"

#include <string.h>

#include "common/base/bytes/cursor.h"
#include "common/base/str.h"

#define MORE 15u /* stands for itself and a var */

static void put_more(size_t n, nh_buffer *out)
{
    if (n >= MORE)
        nh_buf_var32(out, (uint32_t)(n - MORE));
}

void nh_front_put(nh_str before, nh_str text, nh_buffer *out)
{
    const size_t shared = nh_str_shared(before, text);
    const size_t lost = before.len - shared, fresh = text.len - shared;

    nh_buf_u8(out,
              (uint8_t)((lost < MORE ? lost : MORE) << 4 | (fresh < MORE ? fresh : MORE)));
    put_more(lost, out);
    put_more(fresh, out);
    nh_buf_bytes(out, text.ptr + shared, fresh);
}

/* The rare text that changes by 15 bytes or more. */
static bool take_long(nh_front *f)
{
    nh_cursor c = nh_cur(f->next, (size_t)(f->end - f->next));
    const uint8_t head = nh_cur_u8(&c);
    uint64_t lost = head >> 4, fresh = head & 15u;
    const uint8_t *bytes;

    lost += lost == MORE ? nh_cur_var32(&c) : 0;
    fresh += fresh == MORE ? nh_cur_var32(&c) : 0;
    if (lost > f->len || fresh > f->most - (f->len - lost) || f->len - lost + fresh == 0)
        return false;
    bytes = nh_cur_bytes(&c, (size_t)fresh);
    if (!nh_cur_ok(&c))
        return false;
    f->len -= (size_t)lost;
    if (fresh > 0)
        memcpy(f->text + f->len, bytes, (size_t)fresh);
    f->len += (size_t)fresh;
    f->next += c.at;
    return true;
}

bool nh_front_take(nh_front *f)
{
    if (f->next >= f->end)
        return false;

    const size_t lost = *f->next >> 4, fresh = *f->next & 15u;
    const size_t kept = f->len - lost;

    if (lost == MORE || fresh == MORE)
        return take_long(f);
    if (lost > f->len || kept + fresh - 1 >= f->most || /* 0 - 1 is the largest of all */
        fresh > (size_t)(f->end - f->next) - 1)
        return false;
    memcpy(f->text + kept, f->next + 1, NH_FRONT_SLACK);
    f->len = kept + fresh;
    f->next += 1 + fresh;
    return true;
}
