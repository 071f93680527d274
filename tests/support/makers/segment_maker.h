/*
 * tests/support/makers/segment_maker.h - a segment by hand, whose every posting is known by a formula.
 *
 * It is written with the codecs alone, not with the indexer, so that readers can be tested
 * without it. Terms 0 to 3 are frequent and have blocks of 256, 256, 100 and 1 postings; the
 * rest are small lists. Each third term has two forms, each third one form unlike itself.
 */
#ifndef NH_TESTS_SEGMENT_MAKER_H
#define NH_TESTS_SEGMENT_MAKER_H

#include "common/segment/file/segment.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/temp_dir.h"

#define MADE_TERMS 40u

typedef struct made_spec {
    uint32_t articles;
    uint32_t passages_each; /* passages of each article            */
    bool stored;            /* with text                           */
    bool raw_positions;     /* positions codec 0                   */
} made_spec;

/* The formulas. p is a passage, t a term, k an occurrence. */
bool made_has(const made_spec *s, uint32_t t, uint32_t p);

/* See made_has(); 0 where the term is not. */
uint32_t made_tf(const made_spec *s, uint32_t t, uint32_t p);

/* Position of occurrence k. */
uint8_t made_position(uint32_t t, uint32_t p, uint32_t k);

/* Form code of occurrence k. */
uint16_t made_code(uint32_t t, uint32_t p, uint32_t k);

/* Length of a passage in tokens. */
uint8_t made_length(const made_spec *s, uint32_t p);

/* Span of a passage. */
uint8_t made_span(uint32_t p);

/* Text of term t, NUL-terminated, into `name`. Ascending with t. */
void made_term(uint32_t t, char name[32]);

/* Id of an article, NUL-terminated. Descending with the article. */
void made_id(uint32_t article, char id[32]);

/* Appends the whole segment file to the empty buffer `out`. */
void segment_make(const made_spec *s, nh_buffer *out);

/* The same with a section more, of a kind that it does not have, or none (NULL). */
void segment_make_with(const made_spec *s, const made_section *more, nh_buffer *out);

/* Writes the file to `t` as `name` and fills the reference that a manifest would have. */
void segment_make_file(const made_spec *s, const temp_dir *t, const char *name,
                       nh_segment_ref *ref);

/* Writes `forged.seg` to `t`, which is the file of `sound` with another byte in its first row of
 * stored articles, its checksums made right; the reference that a manifest would have. */
nh_segment_ref segment_forge_row(const temp_dir *t, const nh_segment_ref *sound, size_t at,
                                 uint8_t byte);

/* Settings as an index has them by default; texts are static. */
nh_settings made_settings(void);

/* Writes a manifest of generation `generation` that names these segments. */
void manifest_make_file(const temp_dir *t, const char *name, uint64_t generation,
                        nh_segment_ref *refs, uint32_t count);

#endif
