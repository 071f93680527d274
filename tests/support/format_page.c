/* tests/support/format_page.c - the examples of FORMAT.md. */
#include "tests/support/format_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"

char *format_page_read(void)
{
    const char *source = getenv("NH_SOURCE");
    char path[1024];
    char *page = (char *)calloc(1, 1u << 20);
    FILE *f;

    snprintf(path, sizeof path, "%s/common/docs/FORMAT.md", source != NULL ? source : ".");
    f = fopen(path, "rb");
    if (f == NULL || fread(page, 1, (1u << 20) - 1, f) == 0)
        fail_msg("cannot read %s", path);
    fclose(f);
    return page;
}

nh_str format_page_block(const char *page, const char *kind, const char *name)
{
    char fence[80];
    const char *from, *to;

    snprintf(fence, sizeof fence, "```%s %s\n", kind, name);
    from = strstr(page, fence);
    if (from == NULL)
        fail_msg("no block %s on the page", fence);
    from += strlen(fence);
    to = strstr(from, "```");
    return (nh_str){from, (size_t)(to - from)};
}

void format_page_hex(const char *page, const char *name, nh_buffer *out)
{
    const nh_str text = format_page_block(page, "hex", name);
    const char *p = text.ptr, *end = text.ptr + text.len;

    while (p < end) {
        char *next;
        const unsigned long byte = strtoul(p, &next, 16);
        unsigned long times = 1;

        assert_true(next == p + 2 && byte < 256);
        if (*next == '*')
            times = strtoul(next + 1, &next, 10);
        for (; times > 0; times--)
            nh_buf_u8(out, (uint8_t)byte);
        for (p = next; p < end && (*p == ' ' || *p == '\n'); p++)
            ;
    }
}

void format_page_expect(nh_str expected, nh_buffer *found)
{
    nh_buf_u8(found, '\0');
    if (found->size - 1 < expected.len ||
        memcmp(found->bytes, expected.ptr, expected.len) != 0)
        fail_msg("the page says:\n%.*s\nthe readers:\n%s", NH_STR_ARG(expected),
                 (const char *)found->bytes);
    nh_buf_free(found);
}
