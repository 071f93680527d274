/*
 * searcher/prune/lists/parts.h - scores in 32 bits from rows that are filled at once, and their bounds.
 *
 * The same numbers as score.h gives, for plans whose scores cannot add up to 2^31.
 */
#ifndef NH_SEARCHER_PARTS_H
#define NH_SEARCHER_PARTS_H

#include "common/segment/postings/block_reader.h"
#include "searcher/rank/score.h"

#define NH_PART_ROWS 32u  /* tf below this come from rows     */
#define NH_PART_SIDE 256u /* lengths of passages are below    */

/* tf / (tf + k1 (1 - b + b length / mean)) by tf and length; kept from query to query. */
typedef struct nh_parts {
    nh_formula formula; /* that the rows are of                                        */
    uint32_t filled;    /* rows below this are there                                   */
    double rows[NH_PART_ROWS][NH_PART_SIDE];
    double impacts[NH_PART_SIDE]; /* the most of a posting with this impact, of this...  */
    uint32_t reference;           /* ...reference length; 0: not filled                  */
} nh_parts;

/* What one word adds to the score of a passage. */
typedef struct nh_part_scores {
    nh_parts *parts; /* borrowed                                                       */
    double factor;   /* weight * idf * 2^20                                            */
    int32_t times;   /* the word stands so often in the query                          */
} nh_part_scores;

/* The scores of one word, by tf and length, as far as they were asked for: one look each. */
typedef struct nh_score_rows {
    uint32_t filled; /* rows below this are there, but for row 0                        */
    int32_t scores[NH_PART_ROWS][NH_PART_SIDE];
} nh_score_rows;

/* Rows of another formula are forgotten. */
void nh_parts_begin(nh_parts *parts, const nh_formula *formula);

/* Scores of a word: `weight` in 1/1,024, df of all units. */
void nh_part_scores_begin(nh_part_scores *s, nh_parts *parts, uint32_t weight, uint64_t df);

/* The score where its row is not filled; fills it, and those before it. */
int32_t nh_part_score_compute(nh_part_scores *s, uint32_t tf, uint32_t length);

/* What a posting gets of a word with `factor` and `times` (nh_part_scores) by its row's `part`. */
static inline int32_t nh_part_scaled(double factor, int32_t times, double part)
{
    return times * (int32_t)(factor * part + 0.5);
}

/* What a passage of `length` tokens (1..255) gets for `tf` (1..255) occurrences. */
static inline int32_t nh_part_score(nh_part_scores *s, uint32_t tf, uint32_t length)
{
    const nh_parts *parts = s->parts;

    if (tf < parts->filled)
        return nh_part_scaled(s->factor, s->times, parts->rows[tf][length]);
    return nh_part_score_compute(s, tf, length);
}

/* Fills rows of the word up to that of `tf`, below NH_PART_ROWS. Cost: 70 nanoseconds each. */
void nh_score_rows_fill(nh_score_rows *rows, nh_part_scores *s, uint32_t tf);

/* More than any score of the word. */
double nh_part_most(const nh_part_scores *s);

/* What impacts in a segment with `info` stand for; NULL if they were made for another formula. */
const double *nh_part_impacts(nh_part_scores *s, const nh_segment_info *info);

/* The most that a posting can get whose impact stands for `part`. */
static inline int32_t nh_part_bound(const nh_part_scores *s, double part)
{
    return s->times * (int32_t)(s->factor * part + 2);
}

#endif
