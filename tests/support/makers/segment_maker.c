/* tests/support/makers/segment_maker.c - a segment by hand: the formulas, and the file. */
#include "tests/support/makers/segment_maker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/segment_maker_parts.h"

static uint32_t passages_of(const made_spec *s)
{
    return s->articles * s->passages_each;
}

bool made_has(const made_spec *s, uint32_t t, uint32_t p)
{
    static const uint32_t strides[4] = {1, 2, 3, 2};

    if (t < 4)
        return p % strides[t] == (t == 3 ? 1 : 0);
    return (p * 7 + t) % (passages_of(s) / (t % 30 + 1) + 1) == 0 ||
           p == t % passages_of(s);
}

uint32_t made_tf(const made_spec *s, uint32_t t, uint32_t p)
{
    return made_has(s, t, p) ? 1 + (p + t) % 3 * (t % 2) : 0;
}

uint8_t made_position(uint32_t t, uint32_t p, uint32_t k)
{
    return (uint8_t)((t * 3 + p) % 100 + k * (1 + t % 5));
}

uint16_t made_code(uint32_t t, uint32_t p, uint32_t k)
{
    return t % 3 == 1 && k > 0 && (p + k) % 4 == 3 ? 1 : 0;
}

uint8_t made_length(const made_spec *s, uint32_t p)
{
    uint32_t n = 0;

    for (uint32_t t = 0; t < MADE_TERMS; t++)
        n += made_tf(s, t, p);
    return (uint8_t)n;
}

uint8_t made_span(uint32_t p)
{
    return (uint8_t)(112 + p % 100);
}

/* Twenty terms whose first eight bytes are the same, then short ones. */
void made_term(uint32_t t, char name[32])
{
    snprintf(name, 32, t < 20 ? "newspaper%02u" : "zed%02u", t);
}

void made_id(uint32_t article, char id[32])
{
    snprintf(id, 32, "id-%06u", 999999 - article);
}

void segment_make_with(const made_spec *s, const made_section *more, nh_buffer *out)
{
    made_parts parts = {.spec = s, .passages = passages_of(s)};
    made_section sections[NH_SECTION_KINDS];
    size_t n = 0;

    make_terms(&parts);
    make_columns(&parts);
    make_info(&parts);
    for (unsigned kind = NH_SECTION_INFO; kind <= NH_SECTION_CHAMPIONS; kind++)
        sections[n++] =
            (made_section){kind, parts.sections[kind].bytes, parts.sections[kind].size};
    if (more != NULL)
        sections[n++] = *more;
    container_make(NH_KIND_SEGMENT, sections, n, out);
    for (unsigned kind = 0; kind < NH_SECTION_KINDS; kind++)
        nh_buf_free(&parts.sections[kind]);
}

void segment_make(const made_spec *s, nh_buffer *out)
{
    segment_make_with(s, NULL, out);
}

void segment_make_file(const made_spec *s, const temp_dir *t, const char *name,
                       nh_segment_ref *ref)
{
    nh_buffer out = {0};

    segment_make(s, &out);
    assert_true(nh_buf_ok(&out));
    temp_dir_write(t, name, out.bytes, out.size);
    *ref = (nh_segment_ref){.file = container_ref_of(name, out.bytes, out.size),
                            .articles = s->articles,
                            .passages = passages_of(s)};
    for (uint32_t p = 0; p < ref->passages; p++)
        ref->tokens += made_length(s, p);
    nh_buf_free(&out);
}

nh_settings made_settings(void)
{
    return (nh_settings){.profile = 1,
                         .language = NH_STR("en"),
                         .stemmer = NH_STR("english"),
                         .min = 40,
                         .target = 90,
                         .max = 160,
                         .k1 = 900000,
                         .b = 400000,
                         .store = true};
}

void manifest_make_file(const temp_dir *t, const char *name, uint64_t generation,
                        nh_segment_ref *refs, uint32_t count)
{
    nh_manifest m = {.generation = generation,
                     .written_by = NH_STR("0.1.0"),
                     .settings = made_settings(),
                     .segments = refs,
                     .n_segments = count};
    nh_buffer commit = {0}, file = {0};

    for (uint32_t i = 0; i < count; i++) {
        m.articles += refs[i].articles;
        m.passages += refs[i].passages;
        m.tokens += refs[i].tokens;
    }
    nh_manifest_encode(&m, &commit);
    container_make(NH_KIND_MANIFEST,
                   &(made_section){NH_SECTION_COMMIT, commit.bytes, commit.size}, 1, &file);
    temp_dir_write(t, name, file.bytes, file.size);
    nh_buf_free(&commit);
    nh_buf_free(&file);
}

nh_segment_ref segment_forge_row(const temp_dir *t, const nh_segment_ref *sound, size_t at,
                                 uint8_t byte)
{
    nh_segment_ref ref = *sound;
    nh_segment *seg;
    const uint8_t *rows;
    uint64_t rows_size;
    size_t size;
    uint8_t *bytes = temp_dir_read(t, sound->file.name, &size), *row;

    assert_non_null(bytes);
    assert_int_equal(nh_segment_open(NULL, t->fd, sound, false, &seg, NULL), NH_OK);
    assert_int_equal(nh_container_section(nh_segment_container(seg),
                                          NH_SECTION_STORED_TABLE, &rows, &rows_size, NULL),
                     NH_OK);
    row = (uint8_t *)memmem(bytes, size, rows, (size_t)rows_size);
    nh_segment_close(seg);
    assert_non_null(row);
    row[at] = byte;
    container_repair(bytes, size);
    temp_dir_write(t, "forged.seg", bytes, size);
    ref.file = container_ref_of("forged.seg", bytes, size);
    free(bytes);
    return ref;
}
