/* tests/support/makers/segment_maker_columns.c - passages and articles of a segment by hand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/codec/deflate/deflate.h"
#include "common/codec/front.h"
#include "common/codec/numbers/pack.h"
#include "tests/support/cm.h"
#include "tests/support/makers/segment_maker_parts.h"

#define ARTICLES_OF_A_BLOCK 3u

void make_info(made_parts *m)
{
    nh_buffer *out = &m->sections[NH_SECTION_INFO];
    uint64_t tokens = 0;

    for (uint32_t p = 0; p < m->passages; p++)
        tokens += made_length(m->spec, p);
    nh_buf_u32(out, m->passages);
    nh_buf_u32(out, m->spec->articles);
    nh_buf_u64(out, MADE_TERMS);
    nh_buf_u64(out, tokens);
    nh_buf_u64(out, m->postings);
    nh_buf_u32(out, 900000);
    nh_buf_u32(out, 400000);
    nh_buf_u32(out, 90 * 256);
    nh_buf_u32(out, m->spec->stored ? 1 : 0);
    nh_buf_zeros(out, 8);
    nh_buf_u32(out, NH_INFO_LAYOUT);
    nh_buf_zeros(out, 4);
}

static void make_passages(made_parts *m)
{
    nh_buffer *out = &m->sections[NH_SECTION_LENGTHS];
    nh_buffer *spans = &m->sections[NH_SECTION_SPANS];

    for (uint32_t p = 0; p < m->passages; p++)
        nh_buf_u8(out, made_length(m->spec, p));
    for (uint32_t p = 0; p < m->passages; p++)
        nh_buf_u8(spans, made_span(p));
    for (uint32_t p = 0; p < m->passages; p++)
        nh_buf_u8(spans, p % m->spec->passages_each == 0 ? 1 : 0);
}

/* In blocks of 64; all sizes are 3, so they take no bytes. */
static void make_places(made_parts *m)
{
    nh_buffer *out = &m->sections[NH_SECTION_PLACES];
    const uint32_t each = m->spec->passages_each;
    nh_buffer rows = {0};

    for (uint32_t first = 0; m->spec->stored && first < m->passages; first += 64) {
        const uint32_t n = m->passages - first < 64 ? m->passages - first : 64;
        uint32_t at[64], least = UINT32_MAX, most = 0;

        for (uint32_t i = 0; i < n; i++) {
            at[i] = (first + i) % each;
            least = at[i] < least ? at[i] : least;
            most = at[i] > most ? at[i] : most;
        }
        for (uint32_t i = 0; i < n; i++)
            at[i] -= least;
        nh_buf_u64(&rows, out->size);
        nh_buf_u32(&rows, least);
        nh_buf_u8(&rows, (uint8_t)nh_bits(most - least));
        nh_buf_u32(&rows, 3);
        nh_buf_u8(&rows, 0);
        nh_pack(at, n, nh_bits(most - least), out);
    }
    nh_buf_bytes(out, rows.bytes, rows.size);
    nh_buf_free(&rows);
}

/* Rank r is article n - 1 - r: ids descend with the articles. */
static void make_ids(made_parts *m)
{
    const uint32_t n = m->spec->articles;
    nh_buffer *ids = &m->sections[NH_SECTION_IDS];
    nh_buffer places = {0};
    uint32_t *ranks = (uint32_t *)calloc(n, sizeof *ranks);
    char id[32], before[32] = "";

    for (uint32_t r = 0; r < n; r++) {
        if (r % 16 == 0) {
            nh_buf_u32(&places, (uint32_t)ids->size);
            before[0] = '\0';
        }
        made_id(n - 1 - r, id);
        nh_front_put(nh_str_of(before), nh_str_of(id), ids);
        memcpy(before, id, sizeof before);
        ranks[r] = n - 1 - r;
    }
    nh_buf_bytes(ids, places.bytes, places.size);
    nh_pack(ranks, n, nh_bits(n - 1), &m->sections[NH_SECTION_RANKS]);
    nh_buf_free(&places);
    free(ranks);
}

static void make_begins(made_parts *m)
{
    nh_buffer *out = &m->sections[NH_SECTION_ARTICLES];
    const uint32_t each = m->spec->passages_each;

    for (uint32_t row = 0; row * 64 < m->passages; row++) {
        uint64_t bits = 0;

        for (uint32_t p = row * 64; p < m->passages && p < row * 64 + 64; p++)
            bits |= (uint64_t)(p % each == 0) << p % 64;
        nh_buf_u64(out, bits);
        nh_buf_u32(out, (row * 64 + each - 1) / each);
    }
    for (uint32_t a = 0; a < m->spec->articles; a += 512)
        nh_buf_u32(out, a * each);
}

static void make_articles(made_parts *m)
{
    nh_buffer *dates = &m->sections[NH_SECTION_DATES];
    const uint32_t n = m->spec->articles;

    make_begins(m);
    make_ids(m);
    for (uint32_t a = 0; a < n; a++)
        nh_buf_u64(dates, a % 4 == 0 ? 0 : (uint64_t)((int64_t)a * 86400 - 100));
    for (uint32_t a = 0; a < n; a++)
        nh_buf_u8(dates, a % 4 == 0 ? 0 : 3);
    for (uint32_t a = 0; a < n; a++)
        nh_buf_u8(dates, a % 4 == 0 ? 0 : 1);
}

/* Two columns: `lang`, one value for each second article; `tag`, up to two values. */
static void put_arrays(nh_buffer *out, uint32_t articles, bool multi, uint64_t places[5])
{
    uint32_t codes = 0;

    nh_buf_align(out, 4);
    places[0] = out->size;
    for (uint32_t v = 0; v <= 2; v++)
        nh_buf_u32(out, v * 2);
    places[1] = out->size;
    nh_buf_text(out, NH_STR("detr"));
    nh_buf_align(out, 4);
    places[2] = out->size;
    for (uint32_t a = 0; multi && a <= articles; codes += a % 3, a++)
        nh_buf_u32(out, codes);
    places[3] = out->size;
    for (uint32_t a = 0; !multi && a < articles; a++)
        nh_buf_u8(out, a % 2 == 0 ? 0 : (uint8_t)(1 + a / 2 % 2));
    for (uint32_t a = 0; multi && a < articles; a++)
        for (uint32_t k = 0; k < a % 3; k++)
            nh_buf_u16(out, (uint16_t)(1 + k));
    places[4] = out->size;
}

static void make_keywords(made_parts *m)
{
    static const char *const names[2] = {"lang", "tag"};
    uint64_t places[2][5] = {{0}};

    for (int pass = 0; pass < 2; pass++) { /* the first one to learn the places */
        nh_buffer *out = &m->sections[NH_SECTION_KEYWORDS];

        nh_buf_clear(out);
        nh_buf_var32(out, 2);
        for (unsigned c = 0; c < 2; c++) {
            nh_buf_put_str(out, nh_str_of(names[c]));
            nh_buf_var32(out, 2);
            nh_buf_u8(out, (uint8_t)c);
            nh_buf_u8(out, (uint8_t)(1 + c));
            for (unsigned k = 0; k < 5; k++)
                nh_buf_u64(out, places[c][k]);
        }
        nh_buf_align(out, 8);
        for (unsigned c = 0; c < 2; c++)
            put_arrays(out, m->spec->articles, c == 1, places[c]);
    }
}

static void put_field(nh_buffer *out, uint8_t tag, const char *text)
{
    nh_buf_u8(out, tag);
    nh_buf_put_str(out, nh_str_of(text));
}

static void put_record(nh_buffer *out, const made_spec *s, uint32_t article)
{
    nh_buffer record = {0};
    char text[64];

    snprintf(text, sizeof text, "Headline %u", article);
    put_field(&record, 1, text);
    snprintf(text, sizeof text, "The text of article %u.", article);
    if (s->stored)
        put_field(&record, 2, text);
    put_field(&record, 4, "stories.jsonl");
    nh_buf_bytes(&record, "\7\1\1", 3);
    if (s->stored)
        nh_buf_bytes(&record, "\11\4\0\3\1\5", 6);
    nh_buf_bytes(&record, "\100\2ab", 4);
    nh_buf_put_str(out, nh_buf_str(&record));
    nh_buf_free(&record);
}

static void make_stored(made_parts *m)
{
    nh_buffer *out = &m->sections[NH_SECTION_STORED];
    nh_buffer *table = &m->sections[NH_SECTION_STORED_TABLE];
    nh_deflater *d;
    nh_buffer raw = {0};

    assert_int_equal(nh_deflater_new(NULL, 1, &d, NULL), NH_OK);
    for (uint32_t a = 0; a < m->spec->articles;) {
        const uint32_t first = a;
        const size_t at = out->size;

        nh_buf_clear(&raw);
        for (; a < m->spec->articles && a - first < ARTICLES_OF_A_BLOCK; a++)
            nh_buf_var32(&raw, 2 * (a == first ? a : 1)); /* records count upwards */
        nh_buf_zeros(&raw, a - first);                    /* at byte 0             */
        for (a = first; a < m->spec->articles && a - first < ARTICLES_OF_A_BLOCK; a++)
            put_record(&raw, m->spec, a);
        assert_int_equal(nh_deflate(d, raw.bytes, raw.size, out, NULL), NH_OK);
        nh_buf_u64(table, at);
        nh_buf_u32(table, (uint32_t)(out->size - at));
        nh_buf_u32(table, (uint32_t)raw.size);
        nh_buf_u32(table, first);
        nh_buf_u32(table, 0);
    }
    nh_deflater_free(d);
    nh_buf_free(&raw);
}

void make_columns(made_parts *m)
{
    make_passages(m);
    make_places(m);
    make_articles(m);
    make_keywords(m);
    make_stored(m);
}
