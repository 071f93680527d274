/* searcher/prune/lists/parts.c - scores in 32 bits from rows that are filled at once, and their bounds. */
#include "searcher/prune/lists/parts.h"

#include "common/codec/kernels/kernels.h"

#define MILLION 1e6

static bool same_formula(const nh_formula *a, const nh_formula *b)
{
    return !(a->mean < b->mean || a->mean > b->mean || a->k1 < b->k1 || a->k1 > b->k1 ||
             a->b < b->b || a->b > b->b);
}

void nh_parts_begin(nh_parts *parts, const nh_formula *formula)
{
    if (same_formula(&parts->formula, formula))
        return;
    parts->formula = *formula;
    parts->reference = 0;
    parts->filled = 0;
}

void nh_part_scores_begin(nh_part_scores *s, nh_parts *parts, uint32_t weight, uint64_t df)
{
    *s = (nh_part_scores){.parts = parts, .times = 1};
    s->factor = nh_score_factor(&parts->formula, weight, df);
}

int32_t nh_part_score_compute(nh_part_scores *s, uint32_t tf, uint32_t length)
{
    nh_parts *parts = s->parts;

    if (tf >= NH_PART_ROWS)
        return nh_part_scaled(s->factor, s->times,
                              nh_score_part(&parts->formula, tf, length));
    for (; parts->filled <= tf; parts->filled++) /* row 0 is nobody's */
        for (uint32_t i = 0; parts->filled > 0 && i < NH_PART_SIDE; i++)
            parts->rows[parts->filled][i] =
                nh_score_part(&parts->formula, parts->filled, i);
    return nh_part_score(s, tf, length);
}

void nh_score_rows_fill(nh_score_rows *rows, nh_part_scores *s, uint32_t tf)
{
    if (tf >= s->parts->filled)
        (void)nh_part_score_compute(s, tf, 1);
    for (; rows->filled <= tf; rows->filled++)
        nh_kernels_get()->scores_fill(s->parts->rows[rows->filled], NH_PART_SIDE, s->factor,
                                      s->times, rows->scores[rows->filled]);
}

double nh_part_most(const nh_part_scores *s)
{
    return (s->factor + 3) * s->times;
}

/*
 * An impact says w = tf / (tf + K) for the reference length, so 1/w - 1 = K / tf. With the mean
 * in its place K changes by a factor that is monotone in the length: the least one is that of
 * the shortest or the longest passage, and gives the most.
 */
static void fill_impacts(nh_parts *parts, uint32_t reference)
{
    const nh_formula *f = &parts->formula;
    const double ref = (double)reference / 256;
    const double one = (1 - f->b + f->b / f->mean) / (1 - f->b + f->b / ref);
    const double all = (1 - f->b + f->b * 255 / f->mean) / (1 - f->b + f->b * 255 / ref);
    const double least = one < all ? one : all;

    parts->impacts[0] = 0;
    for (uint32_t i = 1; i < NH_PART_SIDE; i++)
        parts->impacts[i] = 1 / (1 + (255.0 / i - 1) * least);
    parts->reference = reference;
}

static bool has_impacts(const nh_formula *f, const nh_segment_info *info)
{
    const double k1 = f->k1 * MILLION - info->k1, b = f->b * MILLION - info->b;

    return k1 > -1e-6 && k1 < 1e-6 && b > -1e-6 && b < 1e-6 && info->reference_length > 0 &&
           f->b < 1;
}

const double *nh_part_impacts(nh_part_scores *s, const nh_segment_info *info)
{
    if (!has_impacts(&s->parts->formula, info))
        return NULL;
    if (s->parts->reference != info->reference_length)
        fill_impacts(s->parts, info->reference_length);
    return s->parts->impacts;
}
