/* common/segment/verify/verify_postings.c - one term's postings against what is said of it. */
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/impact.h"
#include "common/segment/postings/directory.h"
#include "common/segment/verify/verify_impl.h"

/* What the postings of a term add up to. */
typedef struct sums {
    uint32_t df, article_df;
    uint64_t cf;
    uint8_t impact;
    uint32_t article;  /* of the last posting, UINT32_MAX before the first */
    uint32_t *form_df; /* of each form                                     */
    uint32_t *form_at; /* the posting, from 1, that each was last met in   */
    bool broken;       /* a block could not be read */
    bool pair;         /* no term                   */
} sums;

static void tell_number(nh_segment_check *c, const nh_term *term, const char *name,
                        uint64_t said, uint64_t found)
{
    if (said != found)
        nh_verify_tell(c, name, NH_SECTION_TERMS, 0,
                       "term %.*s: the dictionary says %" PRIu64 ", the postings %" PRIu64,
                       NH_STR_ARG(term->text), said, found);
}

static uint8_t impact_of(const nh_segment_check *c, uint32_t passage, uint8_t tf)
{
    const nh_segment_info *i = nh_segment_info_get(c->seg);

    return nh_impact(tf, c->passages.lengths[passage], i->k1, i->b, i->reference_length);
}

/* What a block says of itself, against its postings. */
static void check_bounds(nh_segment_check *c, const nh_term *term, const nh_block *b,
                         uint32_t number, uint64_t at)
{
    uint8_t impact = 0, max_tf = 0, min_length = 255;

    for (uint32_t i = 0; i < b->count; i++) {
        const uint8_t length = c->passages.lengths[b->passages[i]];
        const uint8_t here = impact_of(c, b->passages[i], b->tf[i]);

        impact = here > impact ? here : impact;
        max_tf = b->tf[i] > max_tf ? b->tf[i] : max_tf;
        min_length = length < min_length ? length : min_length;
    }
    if (impact != b->impact || max_tf != b->max_tf || min_length != b->min_length)
        nh_verify_tell(
            c, "block-bounds", NH_SECTION_DIRECTORY, at,
            "term %.*s, block %" PRIu32
            ": impact %u, max_tf %u, min_length %u; the postings have %u, %u, %u",
            NH_STR_ARG(term->text), number, b->impact, b->max_tf, b->min_length, impact,
            max_tf, min_length);
}

static void raise(uint8_t *most, uint8_t impact)
{
    *most = impact > *most ? impact : *most;
}

static void add_posting(nh_segment_check *c, const nh_block *b, uint32_t i,
                        const uint16_t *codes, sums *s)
{
    const uint32_t passage = b->passages[i];
    const uint8_t impact = impact_of(c, passage, b->tf[i]);

    s->df++;
    s->cf += b->tf[i];
    s->impact = impact > s->impact ? impact : s->impact;
    raise(&c->maxima[passage / NH_RANGE], impact);
    s->article_df += c->article_of[passage] != s->article;
    s->article = c->article_of[passage];
    if (!s->pair)
        c->counted[passage] += b->tf[i];
    for (uint32_t k = 0; k < b->tf[i]; k++) {
        s->form_df[codes[k]] += s->form_at[codes[k]] != s->df;
        s->form_at[codes[k]] = s->df;
    }
}

static nh_status check_block(nh_segment_check *c, nh_postings *p, const nh_block *b,
                             sums *s)
{
    const uint8_t *positions;
    const uint16_t *codes = NULL;
    nh_error err = {0};
    nh_status st = nh_postings_positions(p, &positions, &err);

    if (st == NH_OK)
        st = nh_postings_codes(p, &codes, &err);
    s->broken = st != NH_OK;
    if (s->broken)
        return nh_verify_miss(c, "positions", st, &err);
    for (uint32_t i = 0; i < b->count; codes += b->tf[i], i++)
        add_posting(c, b, i, codes, s);
    return NH_OK;
}

static nh_status check_blocks(nh_segment_check *c, const nh_term *term, nh_postings *p,
                              sums *s)
{
    nh_status st = NH_OK;

    for (uint32_t n = 0; st == NH_OK && !s->broken; n++) {
        const nh_block *b = NULL;
        nh_error err = {0};

        st = nh_postings_next(p, &b, &err);
        s->broken = st != NH_OK;
        st = nh_verify_miss(c, "postings", st, &err);
        if (st != NH_OK || b == NULL)
            break;
        if ((term->flags & NH_TERM_SMALL) == 0)
            check_bounds(c, term, b, n, term->directory_at);
        if ((term->flags & NH_TERM_CHAMPIONS) != 0)
            nh_verify_champions_add(c, b);
        st = check_block(c, p, b, s);
        if (st == NH_OK)
            st = nh_verify_go_on(c->v);
    }
    return st;
}

static void check_term_sums(nh_segment_check *c, const nh_term *term, const sums *s)
{
    tell_number(c, term, "df", term->df, s->df);
    tell_number(c, term, "article-df", term->article_df, s->article_df);
    tell_number(c, term, "cf", term->cf, s->cf);
    tell_number(c, term, "impact", term->impact, s->impact);
    for (uint32_t i = 0; i < term->n_forms; i++)
        tell_number(c, term, "form-df", term->forms[i].df, s->form_df[i]);
    c->postings += s->pair ? 0 : s->df;
    c->occurrences += s->pair ? 0 : s->cf;
}

static nh_status check_list(nh_segment_check *c, const nh_term *term, sums *s)
{
    nh_postings *p = NULL;
    nh_error err = {0};
    nh_status st = nh_postings_open(c->seg, term, &p, &err);

    if (st != NH_OK)
        return nh_verify_miss(c, "postings", st, &err);
    st = check_blocks(c, term, p, s);
    if (st == NH_OK && !s->broken)
        check_term_sums(c, term, s);
    nh_postings_close(p);
    return st;
}

/* `top` repeats last passages; the bytes behind the arrays are zero. */
static void check_directory(nh_segment_check *c, const nh_term *term, const nh_directory *d)
{
    const uint64_t size = nh_directory_size(term);
    const uint8_t *const start = d->n_top > 0 ? d->top : d->last;

    for (uint32_t i = 0; i < d->n_top; i++) {
        const uint32_t block = (i + 1) * NH_TOP_STEP - 1;
        const uint32_t last = nh_directory_u32(d->last, block < d->n ? block : d->n - 1);

        if (nh_directory_u32(d->top, i) != last)
            nh_verify_tell(c, "directory-top", NH_SECTION_DIRECTORY,
                           term->directory_at + (uint64_t)i * 4,
                           "term %.*s: %" PRIu32 " in top, the block ends with %" PRIu32,
                           NH_STR_ARG(term->text), nh_directory_u32(d->top, i), last);
    }
    for (uint32_t i = 0; nh_term_is_pair(term) && i < d->n; i++)
        if (d->codec[i] >> 4 != 0)
            nh_verify_tell(c, "pair-positions", NH_SECTION_DIRECTORY, term->directory_at,
                           "pair %.*s, block %" PRIu32 ": positions of a codec",
                           NH_STR_ARG(term->text), i);
    for (const uint8_t *p = d->impact + d->n; p < start + size; p++)
        if (*p != 0)
            nh_verify_tell(c, "padding", NH_SECTION_DIRECTORY,
                           term->directory_at + (uint64_t)(p - start),
                           "a byte behind the directory of %.*s is not zero",
                           NH_STR_ARG(term->text));
    c->used[NH_SECTION_DIRECTORY] += size;
}

/* The range maxima of a term, against its postings. */
static nh_status check_maxima(nh_segment_check *c, const nh_term *term)
{
    const uint32_t ranges = (c->passages.count + NH_RANGE - 1) / NH_RANGE;
    const uint8_t *said;
    nh_error err = {0};
    const nh_status st = nh_term_maxima(c->seg, term, &said, &err);

    if (st != NH_OK)
        return nh_verify_take(c->v, "range-maxima", st, &err);
    for (uint32_t r = 0; r < ranges; r++)
        if (said[r] != c->maxima[r])
            nh_verify_tell(c, "range-maxima", NH_SECTION_MAXIMA, term->maxima_at + r,
                           "term %.*s, range %" PRIu32 ": impact %u, the postings have %u",
                           NH_STR_ARG(term->text), r, said[r], c->maxima[r]);
    c->used[NH_SECTION_MAXIMA] += ranges;
    return NH_OK;
}

/* Where the last block of a term ends: its beginning, and what its postings take. */
static nh_status count_used(nh_segment_check *c, const nh_term *term)
{
    nh_directory d;
    nh_error err = {0};
    nh_payload_sizes sizes = {0};
    nh_status st = nh_directory_open(c->seg, term, &d, &err);

    if (st != NH_OK)
        return nh_verify_miss(c, "postings", st, &err);
    check_directory(c, term, &d);
    st = nh_postings_sizes(c->seg, term, &sizes, &err);
    if (st != NH_OK)
        return nh_verify_miss(c, "postings", st, &err);
    c->used[NH_SECTION_POSTINGS] += sizes.postings;
    c->used[NH_SECTION_POSITIONS] += sizes.positions;
    c->used[NH_SECTION_CODES] += sizes.codes;
    return NH_OK;
}

nh_status nh_verify_postings(nh_segment_check *c, const nh_term *term)
{
    sums s = {.article = UINT32_MAX, .pair = nh_term_is_pair(term)};
    nh_status st = NH_OK;

    memset(c->maxima, 0, c->passages.count / NH_RANGE + 1);
    s.form_df = (uint32_t *)nh_zeroed(c->v->env, term->n_forms, sizeof *s.form_df);
    s.form_at = (uint32_t *)nh_zeroed(c->v->env, term->n_forms, sizeof *s.form_at);
    if (s.form_df == NULL || s.form_at == NULL)
        st = nh_fail_memory(c->v->first, "verification");
    else if ((term->flags & NH_TERM_CHAMPIONS) != 0)
        st = nh_verify_champions_begin(c, term);
    if (st == NH_OK)
        st = check_list(c, term, &s);
    if (st == NH_OK && !s.broken && (term->flags & NH_TERM_SMALL) == 0)
        st = count_used(c, term);
    if (st == NH_OK && !s.broken && (term->flags & NH_TERM_MAXIMA) != 0)
        st = check_maxima(c, term);
    if (st == NH_OK && !s.broken && (term->flags & NH_TERM_CHAMPIONS) != 0)
        nh_verify_champions_end(c, term);
    nh_release(c->v->env, s.form_df);
    nh_release(c->v->env, s.form_at);
    return st;
}
