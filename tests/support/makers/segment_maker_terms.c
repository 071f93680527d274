/* tests/support/makers/segment_maker_terms.c - the dictionary and the postings of a segment by hand. */
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "common/codec/postings/postings_codec.h"
#include "common/segment/impact.h"
#include "tests/support/cm.h"
#include "tests/support/makers/segment_maker_parts.h"

#define K1 900000u
#define B 400000u
#define REFERENCE (90u * 256)
#define MOST_BLOCKS 2000u

/* What is known of a term before it is written. */
typedef struct term_sums {
    uint32_t df, article_df, form_df[2];
    uint64_t cf;
    uint8_t impact;
} term_sums;

/* A directory in the making, an array each. */
typedef struct directory {
    uint32_t n;
    uint32_t last[MOST_BLOCKS], at[3][MOST_BLOCKS];
    uint8_t bytes[8][MOST_BLOCKS]; /* in the order of FORMAT.md */
} directory;

static uint8_t impact_of(const made_spec *s, uint32_t t, uint32_t p)
{
    return nh_impact(made_tf(s, t, p), made_length(s, p), K1, B, REFERENCE);
}

static void count_forms(uint32_t t, uint32_t p, uint32_t tf, term_sums *sums)
{
    bool seen[2] = {false, false};

    for (uint32_t k = 0; k < tf; k++)
        seen[made_code(t, p, k)] = true;
    sums->form_df[0] += seen[0];
    sums->form_df[1] += seen[1];
}

static term_sums sum_term(const made_parts *m, uint32_t t)
{
    term_sums sums = {0};
    uint32_t article = UINT32_MAX;

    for (uint32_t p = 0; p < m->passages; p++) {
        const uint32_t tf = made_tf(m->spec, t, p);

        if (tf == 0)
            continue;
        sums.df++;
        sums.cf += tf;
        sums.article_df += p / m->spec->passages_each != article;
        article = p / m->spec->passages_each;
        if (impact_of(m->spec, t, p) > sums.impact)
            sums.impact = impact_of(m->spec, t, p);
        count_forms(t, p, tf, &sums);
    }
    return sums;
}

/* The form that occurs more often comes first; here the plain one, by construction. */
static uint32_t form_count(uint32_t t, const term_sums *sums)
{
    return t % 3 == 1 && sums->form_df[1] > 0 ? 2 : 1;
}

static void put_form(nh_buffer *out, uint8_t flags, size_t shared, const char *suffix,
                     uint32_t df)
{
    nh_buf_u8(out, flags);
    nh_buf_var32(out, (uint32_t)shared);
    nh_buf_put_str(out, nh_str_of(suffix));
    nh_buf_var32(out, df - 1);
}

/* Two forms, or one with an accent, or none written down. */
static bool put_forms(nh_buffer *out, uint32_t t, const char *name, const term_sums *sums)
{
    if (form_count(t, sums) == 2) {
        nh_buf_var32(out, 2);
        put_form(out, 0, strlen(name), "", sums->form_df[0]);
        put_form(out, 0, strlen(name), "s", sums->form_df[1]);
        return true;
    }
    if (t % 3 != 2)
        return false;
    nh_buf_var32(out, 1);
    put_form(out, 2, strlen(name), "\xc3\xa9", sums->df);
    return true;
}

static void put_small_list(const made_parts *m, nh_buffer *out, uint32_t t, bool codes)
{
    uint32_t next = 0;

    for (uint32_t p = 0; p < m->passages; p++) {
        const uint32_t tf = made_tf(m->spec, t, p);

        if (tf == 0)
            continue;
        nh_buf_var64(out, (uint64_t)(p - next) * 2 + (tf > 1));
        next = p + 1;
        if (tf > 1)
            nh_buf_var32(out, tf - 2);
        for (uint32_t k = 0; k < tf; k++)
            nh_buf_u8(out, made_position(t, p, k));
        for (uint32_t k = 0; codes && k < tf; k++)
            nh_buf_var32(out, made_code(t, p, k));
    }
}

/* One block: passages ids[0..n) of term t. */
static void put_block(made_parts *m, uint32_t t, const uint32_t *ids, uint32_t n,
                      directory *d, const uint64_t bases[3])
{
    static const unsigned kinds[3] = {NH_SECTION_POSTINGS, NH_SECTION_POSITIONS,
                                      NH_SECTION_CODES};
    uint8_t tf[256], spans[256], positions[256 * 3], codec, width;
    uint16_t codes[256 * 3];
    const uint8_t how = m->spec->raw_positions ? NH_POSITIONS_RAW : NH_POSITIONS_PACKED;
    uint32_t all = 0, i = d->n++;

    assert_true(i < MOST_BLOCKS);

    for (unsigned k = 0; k < 3; k++)
        d->at[k][i] = (uint32_t)(m->sections[kinds[k]].size - bases[k]);
    d->last[i] = ids[n - 1];
    d->bytes[0][i] = (uint8_t)(n - 1);
    d->bytes[5][i] = 0;
    d->bytes[6][i] = 255;
    d->bytes[7][i] = 0;
    for (uint32_t j = 0; j < n; j++) {
        const uint8_t length = made_length(m->spec, ids[j]);
        const uint8_t impact = impact_of(m->spec, t, ids[j]);

        tf[j] = (uint8_t)made_tf(m->spec, t, ids[j]);
        spans[j] = made_span(ids[j]);
        for (uint32_t k = 0; k < tf[j]; k++, all++) {
            positions[all] = made_position(t, ids[j], k);
            codes[all] = made_code(t, ids[j], k);
        }
        d->bytes[5][i] = tf[j] > d->bytes[5][i] ? tf[j] : d->bytes[5][i];
        d->bytes[6][i] = length < d->bytes[6][i] ? length : d->bytes[6][i];
        d->bytes[7][i] = impact > d->bytes[7][i] ? impact : d->bytes[7][i];
    }
    nh_docs_encode(ids, n, &m->sections[NH_SECTION_POSTINGS], &codec, &width);
    d->bytes[1][i] = (uint8_t)(codec | how << 4);
    d->bytes[2][i] = width;
    nh_tf_encode(tf, n, &m->sections[NH_SECTION_POSTINGS], &d->bytes[3][i]);
    nh_positions_encode(how, positions, tf, spans, n, &m->sections[NH_SECTION_POSITIONS]);
    nh_codes_encode(codes, all, &m->sections[NH_SECTION_CODES], &d->bytes[4][i]);
}

static void put_directory(nh_buffer *out, const directory *d, bool codes)
{
    for (uint32_t i = 0; d->n > NH_TOP_FROM && i < d->n; i += NH_TOP_STEP)
        nh_buf_u32(out,
                   d->last[i + NH_TOP_STEP - 1 < d->n ? i + NH_TOP_STEP - 1 : d->n - 1]);
    for (uint32_t i = 0; i < d->n; i++)
        nh_buf_u32(out, d->last[i]);
    for (unsigned k = 0; k < (codes ? 3u : 2u); k++)
        for (uint32_t i = 0; i < d->n; i++)
            nh_buf_u32(out, d->at[k][i]);
    for (unsigned k = 0; k < 8; k++)
        if (codes || k != 4)
            nh_buf_bytes(out, d->bytes[k], d->n);
    nh_buf_align(out, 4);
}

static void put_place(nh_buffer *out, uint64_t at, uint32_t n, const uint64_t bases[3],
                      bool codes)
{
    nh_buf_var64(out, at);
    nh_buf_var32(out, n);
    for (unsigned k = 0; k < (codes ? 3u : 2u); k++)
        nh_buf_var64(out, bases[k]);
}

static void put_blocks(made_parts *m, nh_buffer *out, uint32_t t, bool codes)
{
    static const uint32_t sizes[4] = {256, 256, 100, 1};
    static directory d;
    const uint64_t at = m->sections[NH_SECTION_DIRECTORY].size;
    const uint64_t bases[3] = {m->sections[NH_SECTION_POSTINGS].size,
                               m->sections[NH_SECTION_POSITIONS].size,
                               m->sections[NH_SECTION_CODES].size};
    uint32_t ids[256], n = 0;

    d.n = 0;
    for (uint32_t p = 0; p < m->passages; p++) {
        if (made_has(m->spec, t, p))
            ids[n++] = p;
        if (n == (t < 4 ? sizes[t] : 256)) {
            put_block(m, t, ids, n, &d, bases);
            n = 0;
        }
    }
    if (n > 0)
        put_block(m, t, ids, n, &d, bases);
    put_directory(&m->sections[NH_SECTION_DIRECTORY], &d, codes);
    put_place(out, at, d.n, bases, codes);
}

static void put_rest(made_parts *m, nh_buffer *out, uint32_t t, const char *name)
{
    const term_sums sums = sum_term(m, t);
    const bool codes = form_count(t, &sums) > 1;
    nh_buffer forms = {0};
    const bool listed = put_forms(&forms, t, name, &sums);
    const bool small = sums.df <= NH_SMALL_LIST;

    m->postings += sums.df;
    nh_buf_u8(out, (uint8_t)((small ? NH_TERM_SMALL : 0) | (listed ? NH_TERM_FORMS : 0)));
    nh_buf_u8(out, sums.impact);
    nh_buf_var32(out, sums.df - 1);
    nh_buf_var32(out, sums.df - sums.article_df);
    nh_buf_var64(out, sums.cf - sums.df);
    nh_buf_bytes(out, forms.bytes, forms.size);
    if (small)
        put_small_list(m, out, t, codes);
    else
        put_blocks(m, out, t, codes);
    nh_buf_free(&forms);
}

static void put_head(nh_buffer *out, const char *name, uint64_t at)
{
    uint64_t key = 0;

    for (size_t i = 0; i < 8; i++)
        key = key << 8 | (i < strlen(name) ? (uint8_t)name[i] : 0);
    nh_buf_u64(out, key);
    nh_buf_u64(out, at);
}

void make_terms(made_parts *m)
{
    nh_buffer *out = &m->sections[NH_SECTION_TERMS];
    char before[32] = "", name[32];

    for (uint32_t t = 0; t < MADE_TERMS; t++, memcpy(before, name, sizeof before)) {
        nh_buffer rest = {0};
        size_t shared = 0;

        made_term(t, name);
        if (t % NH_TERM_BLOCK == 0)
            put_head(&m->sections[NH_SECTION_HEADS], name, out->size);
        while (t % NH_TERM_BLOCK != 0 && name[shared] == before[shared])
            shared++;
        nh_buf_var32(out, (uint32_t)shared);
        nh_buf_put_str(out, nh_str_of(name + shared));
        put_rest(m, &rest, t, name);
        nh_buf_var32(out, (uint32_t)rest.size);
        nh_buf_bytes(out, rest.bytes, rest.size);
        nh_buf_free(&rest);
    }
}
