/* searcher/prune/best/best_least.c - thresholds from all candidates that come, and from some that come again. */
#include "searcher/prune/best/best.h"

#include "common/codec/numbers/pack.h"

#define STEP_BITS 9u /* of the scores by which a few more than are wanted are told    */
#define GROUPS 16u   /* of candidates, whose best tell of a few                       */
#define FEW 12u      /* so few: of more, hardly any would be below what is told       */

/* Articles that have several passages would be tallied several times. */
nh_status nh_best_tally(nh_best *b, int32_t most)
{
    if (b->wanted <= NH_EAGER || b->merge || b->all)
        return NH_OK;
    b->tally = nh_arena_new(b->e->arena, nh_tally);
    if (b->tally == NULL)
        return nh_arena_fail(b->e->arena, b->err, "the hits");
    while ((uint32_t)most >> b->tally->shift >= NH_TALLY)
        b->tally->shift++;
    return NH_OK;
}

void nh_best_take_back(nh_best *b, uint32_t segment)
{
    uint32_t n = 0;

    b->n_scores = 0;
    for (uint32_t i = 0; i < b->count; i++) {
        b->list[n] = b->list[i];
        if (b->list[n].segment == segment)
            continue;
        if (b->eager)
            nh_best_raise(b, b->list[n].score);
        n++;
    }
    b->count = n;
}

/* The least step of scores, each 2^shift wide, from which on `wanted` candidates come or more. All
 * came in runs, so that none is above run_most. */
static uint32_t find_step(const nh_best *b, unsigned shift)
{
    const nh_candidate *const list = b->list;
    const uint32_t count = b->count;
    uint32_t counts[1u << STEP_BITS] = {0}, step = 1u << STEP_BITS, sum = 0;

    for (uint32_t i = 0; i < count; i++)
        counts[(uint32_t)list[i].score >> shift]++;
    while (sum < b->wanted)
        sum += counts[--step];
    return step;
}

void nh_best_tell(nh_best *b)
{
    const unsigned bits = nh_bits((uint32_t)b->run_most);
    const unsigned shift = bits > STEP_BITS ? bits - STEP_BITS : 0;
    int32_t least;

    if (!b->all || b->in_runs != b->count || b->count <= b->wanted)
        return;
    least = (int32_t)(find_step(b, shift) << shift);
    b->least = least > b->least ? least : b->least;
}

/* The greatest score of each group, which is every 16th from one on. */
static void find_greatest(const int32_t *scores, uint32_t n, int32_t most[GROUPS])
{
    for (uint32_t g = 0; g < GROUPS; g++)
        most[g] = 0;
    for (uint32_t i = 0; i + GROUPS <= n; i += GROUPS)
        for (uint32_t g = 0; g < GROUPS; g++)
            most[g] = scores[i + g] > most[g] ? scores[i + g] : most[g];
}

/* The greatest of them that `wanted` reach. Each is compared with each, since nobody can foresee in
 * what order they stand. */
static int32_t reached_by(const int32_t most[GROUPS], uint32_t wanted)
{
    int32_t reached = 0;

    for (uint32_t g = 0; g < GROUPS; g++) {
        uint32_t n = 0;

        for (uint32_t k = 0; k < GROUPS; k++)
            n += most[k] >= most[g];
        reached = n >= wanted && most[g] > reached ? most[g] : reached;
    }
    return reached;
}

/* So many groups have one that scores so much. */
void nh_best_foretell(nh_best *b, const int32_t *scores, uint32_t n)
{
    int32_t most[GROUPS];

    if (b->least > 0 || !b->eager || b->allowed != NULL || b->wanted > FEW ||
        n < 4 * GROUPS)
        return;
    find_greatest(scores, n, most);
    b->least = reached_by(most, b->wanted);
}
