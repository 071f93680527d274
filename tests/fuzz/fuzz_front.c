/* tests/fuzz/fuzz_front.c - a row of texts from any bytes: each within its room, none empty, and written again as it came back. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/codec/front.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define MOST 64u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char text[MOST + NH_FRONT_SLACK], before[MOST];
    nh_buffer row = {0}, again = {0};
    char back[MOST + NH_FRONT_SLACK];
    nh_front f, g;

    nh_buf_bytes(&row, bytes, size);
    nh_buf_zeros(&row, NH_FRONT_SLACK);
    f = (nh_front){row.bytes, row.bytes + size, text, 0, MOST};
    for (size_t len = 0; nh_front_take(&f); len = f.len) {
        if (f.len == 0 || f.len > MOST || f.next > f.end)
            abort();
        nh_front_put((nh_str){before, len}, (nh_str){text, f.len}, &again);
        memcpy(before, text, f.len);
    }
    size = again.size;
    nh_buf_zeros(&again, NH_FRONT_SLACK);
    f = (nh_front){row.bytes, f.end, text, 0, MOST};
    g = (nh_front){again.bytes, again.bytes + size, back, 0, MOST};
    while (nh_front_take(&f))
        if (!nh_front_take(&g) ||
            !nh_str_equal((nh_str){text, f.len}, (nh_str){back, g.len}))
            abort();
    nh_buf_free(&row);
    nh_buf_free(&again);
    return 0;
}
