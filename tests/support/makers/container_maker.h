/*
 * tests/support/makers/container_maker.h - index files by hand: sections in, a whole file out.
 */
#ifndef NH_TESTS_CONTAINER_MAKER_H
#define NH_TESTS_CONTAINER_MAKER_H

#include "common/base/bytes/buffer.h"
#include "common/segment/file/container.h"

typedef struct made_section {
    unsigned kind;
    const void *bytes;
    size_t size;
} made_section;

/* Appends a whole file of FORMAT.md section 2 with these sections, in this order, to the
 * empty buffer `out`. Sections of size 0 are left out. */
void container_make(unsigned kind, const made_section *sections, size_t count,
                    nh_buffer *out);

/* Makes checksums of a file right that was changed by hand: of the header, the blocks, the
 * section table and the footer. What the footer says of the table is believed where it is
 * possible. */
void container_repair(uint8_t *bytes, size_t size);

/* The reference of such a file, its name being `name`. */
nh_file_ref container_ref_of(const char *name, const uint8_t *bytes, size_t size);

#endif
