/*
 * tests/support/format_page.h - the examples of FORMAT.md. What is not on the page fails the test.
 */
#ifndef NH_TESTS_FORMAT_PAGE_H
#define NH_TESTS_FORMAT_PAGE_H

#include "common/base/bytes/buffer.h"

/* FORMAT.md, NUL-terminated; owned by the caller until free(). */
char *format_page_read(void);

/* The lines of the block that opens with ```<kind> <name>. */
nh_str format_page_block(const char *page, const char *kind, const char *name);

/* Appends the bytes of a block of hexadecimal: "4e 00*7" are bytes, and bytes that repeat. */
void format_page_hex(const char *page, const char *name, nh_buffer *out);

/* What was found begins with what the page says. Frees `found`. */
void format_page_expect(nh_str expected, nh_buffer *found);

#endif
