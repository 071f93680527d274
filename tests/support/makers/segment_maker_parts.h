/*
 * tests/support/makers/segment_maker_parts.h - private to segment_maker*.c: the sections in the making.
 */
#ifndef NH_TESTS_SEGMENT_MAKER_PARTS_H
#define NH_TESTS_SEGMENT_MAKER_PARTS_H

#include "tests/support/makers/segment_maker.h"

typedef struct made_parts {
    const made_spec *spec;
    uint32_t passages;
    uint64_t postings;
    nh_buffer sections[NH_SECTION_KINDS];
} made_parts;

/* Dictionary, heads, directory, postings, positions, codes. */
void make_terms(made_parts *m);

/* Everything about passages and articles. */
void make_columns(made_parts *m);

/* Section info; after make_terms(). */
void make_info(made_parts *m);

#endif
