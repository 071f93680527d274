/* searcher/rank/score.c - the formula, computed once for each tf and length. */
#include "searcher/rank/score.h"

#include <string.h>

#define LN2_HIGH 6.93147180369123816490e-01 /* ln 2 without its last 20 bits or so */
#define LN2_LOW 1.90821492927058770002e-10  /* what is missing from it             */
#define ROOT_HALF 0.70710678118654752440

/* x = mantissa * 2^exponent, mantissa in [sqrt(1/2), sqrt(2)). */
static double split(double x, int64_t *exponent)
{
    uint64_t bits;
    double mantissa;

    memcpy(&bits, &x, sizeof bits);
    *exponent = (int64_t)(bits >> 52 & 0x7ff) - 1022;
    bits = (bits & UINT64_C(0x000fffffffffffff)) | UINT64_C(0x3fe0000000000000);
    memcpy(&mantissa, &bits, sizeof mantissa);
    if (mantissa < ROOT_HALF) {
        mantissa *= 2;
        (*exponent)--;
    }
    return mantissa;
}

/* ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), s = (m-1)/(m+1), |s| < 0.172: the term
 * s^23/23 is below 2^-60. */
double nh_score_ln(double x)
{
    static const double parts[] = {1.0 / 23, 1.0 / 21, 1.0 / 19, 1.0 / 17,
                                   1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9,
                                   1.0 / 7,  1.0 / 5,  1.0 / 3};
    int64_t exponent;
    const double m = split(x, &exponent);
    const double s = (m - 1) / (m + 1);
    const double z = s * s;
    double sum = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        sum = (sum + parts[i]) * z;
    return (double)exponent * LN2_HIGH +
           (2 * s + (2 * s * sum + (double)exponent * LN2_LOW));
}

double nh_score_idf(uint64_t units, uint64_t df)
{
    const double have = (double)(df < units ? df : units);
    const double lack = (double)(df < units ? units - df : 0);

    return nh_score_ln(1 + (lack + 0.5) / (have + 0.5));
}

double nh_score_part(const nh_formula *f, uint64_t tf, uint64_t length)
{
    const double norm = f->k1 * (1 - f->b + f->b * (double)length / f->mean);

    return (double)tf / ((double)tf + norm);
}

double nh_score_factor(const nh_formula *f, uint32_t weight, uint64_t df)
{
    return (double)weight / 1024 * nh_score_idf(f->units, df) * (double)NH_SCORE_ONE;
}

nh_score_table *nh_score_table_new(nh_arena *arena, const nh_formula *formula,
                                   uint32_t weight, uint64_t df)
{
    nh_score_table *table = nh_arena_new(arena, nh_score_table);

    if (table == NULL)
        return NULL;
    table->formula = formula;
    table->arena = arena;
    table->factor = nh_score_factor(formula, weight, df);
    return table;
}

/* Room for the scores of one tf. */
static nh_score *make_row(nh_score_table *table, uint64_t tf)
{
    nh_score *row = (nh_score *)nh_arena_array(table->arena, NH_TABLE_SIDE, sizeof *row);

    for (uint32_t i = 0; row != NULL && i < NH_TABLE_SIDE; i++)
        row[i] = -1;
    table->starved = table->starved || row == NULL;
    table->rows[tf] = row;
    return row;
}

nh_score nh_score_compute(nh_score_table *table, uint64_t tf, uint64_t length)
{
    const double part = nh_score_part(table->formula, tf, length);
    const nh_score score = (nh_score)(table->factor * part + 0.5);

    if (tf < NH_TABLE_SIDE && length < NH_TABLE_SIDE) {
        nh_score *row = table->rows[tf] != NULL ? table->rows[tf] : make_row(table, tf);

        if (row != NULL)
            row[length] = score;
    }
    return score;
}
