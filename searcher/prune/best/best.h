/*
 * searcher/prune/best/best.h - the best candidates so far, and the score below which none matters.
 *
 * Dates and ids, which settle ties, are looked up only where a tie decides.
 */
#ifndef NH_SEARCHER_BEST_H
#define NH_SEARCHER_BEST_H

#include "searcher/match/bits.h"
#include "searcher/rank/evaluate.h"

typedef struct nh_candidate {
    int32_t score;
    uint32_t passage;
    uint32_t segment;
} nh_candidate;

#define NH_EAGER 32u     /* so few hits have a threshold that is always exact             */
#define NH_TALLY 2048u   /* steps of the thresholds of more                               */
#define NH_FEW_MORE 768u /* beyond them: so few are all kept, and cut down once           */

/* How many candidates there are, by score. */
typedef struct nh_tally {
    unsigned shift;  /* a step is 2^shift of a score                                   */
    uint32_t step;   /* that the threshold stands at                                   */
    uint32_t beyond; /* candidates above that step: fewer than are wanted              */
    uint32_t counts[NH_TALLY]; /* by step; the last holds all that are greater         */
} nh_tally;

typedef struct nh_best {
    nh_evaluation *e; /* borrowed                                                       */
    nh_candidate *list;
    uint64_t *keys; /* for sorting: twice as many as the list has room for            */
    uint32_t count, room;
    uint32_t wanted;   /* hits                                                           */
    bool merge;        /* of an article only its best passage counts                     */
    bool by_rank;      /* ranks of ids alone settle ties                                 */
    nh_id_ranks ranks; /* then, if they are read all at once                           */
    bool all;          /* so few will come that all are kept                             */
    bool eager;        /* `scores` are kept                                              */
    uint32_t in_runs;  /* kept without being looked at, until the first cut...           */
    int32_t run_most;  /* ...and the greatest score of those                             */
    int32_t least;     /* lower scores do not matter; 0 until `wanted` are known to come */
    const uint64_t *allowed; /* passages of the segment at work that count; NULL: all  */
    nh_top_hits ties;
    nh_error *err;
    nh_status status;         /* what went wrong while ties were settled               */
    nh_tally *tally;          /* NULL where it is not kept                              */
    uint32_t n_scores;        /* of the array below; stays 0 where it is not kept       */
    int32_t scores[NH_EAGER]; /* the best ones, falling                                */
} nh_best;

/* Room for the best `wanted` of those that come, at most `most`, or UINT32_MAX. Where that is no
 * more, or where many are wanted hardly more, nothing is spent on a threshold. NH_E_LIMIT,
 * NH_E_NOMEM. */
NH_MUST_USE nh_status nh_best_begin(nh_best *b, nh_evaluation *e, uint32_t wanted,
                                    uint32_t most, bool merge, nh_error *err);

/* Lets each candidate raise `least`, where many are wanted, whose scores are hardly above `most`;
 * else `least` rises when room is made. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_best_tally(nh_best *b, int32_t most);

/* Forgets the candidates of `segment`, which will come again; `least` stays. Where many are wanted
 * or `all` will come, none have come. */
void nh_best_take_back(nh_best *b, uint32_t segment);

/* Raises `least` by how many candidates there are of each step of their scores, where all were kept
 * in runs and there are more than are wanted. */
void nh_best_tell(nh_best *b);

/* Raises `least` by `n` candidates that are about to come, if they are many for the few that are
 * wanted, and nothing is known yet. */
void nh_best_foretell(nh_best *b, const int32_t *scores, uint32_t n);

/* Keeps those that may be among the best, and raises `least`. */
void nh_best_settle(nh_best *b);

/* Makes room for another candidate. */
void nh_best_make_room(nh_best *b);

/* Lets the score of a new candidate raise `least`. */
static inline void nh_best_raise(nh_best *b, int32_t score)
{
    uint32_t at = b->n_scores < b->wanted ? b->n_scores++ : b->wanted - 1;

    for (; at > 0 && b->scores[at - 1] < score; at--)
        b->scores[at] = b->scores[at - 1];
    b->scores[at] = score;
    if (b->n_scores == b->wanted && b->scores[b->wanted - 1] > b->least)
        b->least = b->scores[b->wanted - 1];
}

/* The same by a tally: `least` comes near the score that it would be if it were exact. */
static inline void nh_best_count(nh_best *b, int32_t score)
{
    nh_tally *t = b->tally;
    const uint32_t at = (uint32_t)score >> t->shift;
    const uint32_t step = at < NH_TALLY ? at : NH_TALLY - 1;
    int32_t least;

    t->counts[step]++;
    t->beyond += step > t->step;
    if (t->beyond < b->wanted)
        return;
    while (t->beyond >= b->wanted)
        t->beyond -= t->counts[++t->step];
    least = (int32_t)(t->step << t->shift);
    b->least = least > b->least ? least : b->least;
}

/* Adds a candidate. What goes wrong shows in `status`. */
static inline void nh_best_add(nh_best *b, int32_t score, uint32_t passage,
                               uint32_t segment)
{
    if (score < b->least || b->wanted == 0)
        return;
    if (b->allowed != NULL && !nh_bits_get(b->allowed, passage))
        return;
    b->list[b->count++] = (nh_candidate){score, passage, segment};
    if (b->tally != NULL)
        nh_best_count(b, score);
    else if (b->eager && score > b->least)
        nh_best_raise(b, score);
    if (b->count == b->room)
        nh_best_make_room(b);
}

/* Adds `n` candidates of a segment. */
static inline void nh_best_add_run(nh_best *b, const int32_t *scores,
                                   const uint32_t *passages, uint32_t n, uint32_t segment)
{
    nh_candidate *const list = b->list + b->count;
    int32_t most = b->run_most;

    if (!b->all || b->allowed != NULL || n > b->room - b->count - 1) {
        for (uint32_t i = 0; i < n; i++)
            nh_best_add(b, scores[i], passages[i], segment);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        list[i] = (nh_candidate){scores[i], passages[i], segment};
        most = scores[i] > most ? scores[i] : most;
    }
    b->run_most = most;
    b->in_runs += n;
    b->count += n;
}

/* The best ones into e->top, sorted. NH_E_CORRUPT and what `status` says. */
NH_MUST_USE nh_status nh_best_finish(nh_best *b);

#endif
