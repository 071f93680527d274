/*
 * searcher/rank/score.h - BM25 in integers: the one place where floating point turns into scores.
 *
 *     weight * idf * tf / (tf + k1 * (1 - b + b * length / mean))
 *     idf = ln(1 + (units - df + 0.5) / (df + 0.5))
 *
 * in units of 2^-20, rounded once. The logarithm is our own, so that no library moves a score.
 */
#ifndef NH_SEARCHER_SCORE_H
#define NH_SEARCHER_SCORE_H

#include "common/base/memory/arena.h"
#include "newshound/searcher.h"

#define NH_TABLE_SIDE 256u /* tf and lengths below this come from a table */

typedef struct nh_formula {
    uint64_t units; /* passages; articles where they are the unit                      */
    double mean;    /* tokens of a unit, above 0                                       */
    double k1, b;
} nh_formula;

/* The natural logarithm of x, positive and finite; within 2 units of the last place. */
double nh_score_ln(double x);

/* Above 0 for every df from 0 to units; a larger df counts as units. */
double nh_score_idf(uint64_t units, uint64_t df);

/* tf / (tf + k1 * (1 - b + b * length / mean)): 0 to 1. */
double nh_score_part(const nh_formula *formula, uint64_t tf, uint64_t length);

/* weight * idf in units of a score; weight in 1/1,024. */
double nh_score_factor(const nh_formula *formula, uint32_t weight, uint64_t df);

/* What a leaf adds to a score, remembered by tf and length. */
typedef struct nh_score_table {
    const nh_formula *formula; /* borrowed                                             */
    nh_arena *arena;
    double factor;                 /* weight * idf * 2^20                              */
    bool starved;                  /* there was no room to remember something          */
    nh_score *rows[NH_TABLE_SIDE]; /* by tf, then length; -1: not computed yet         */
} nh_score_table;

/* weight in 1/1,024. NULL (and the arena says why) if there is no room. */
nh_score_table *nh_score_table_new(nh_arena *arena, const nh_formula *formula,
                                   uint32_t weight, uint64_t df);

/* Computes an entry, and remembers it if it is in the table. Where there is no room for that,
 * the score is right all the same, and the table is starved: ask before the answer is given. */
nh_score nh_score_compute(nh_score_table *table, uint64_t tf, uint64_t length);

/* What a unit of `length` tokens gets for `tf` occurrences. */
static inline nh_score nh_score_get(nh_score_table *table, uint64_t tf, uint64_t length)
{
    if (tf < NH_TABLE_SIDE && length < NH_TABLE_SIDE && table->rows[tf] != NULL &&
        table->rows[tf][length] >= 0)
        return table->rows[tf][length];
    return nh_score_compute(table, tf, length);
}

#endif
