/* indexer/inspect/entropy/champion_costs.c - bytes and entropy of the champions of terms and pairs. */
#include "indexer/inspect/entropy/champion_costs.h"

#include "indexer/inspect/entropy/entropy.h"

static void count_worth(nh_champion_costs *c, bool beside, nh_worth w)
{
    c->tf[beside][w.tf]++;
    c->lengths[beside][w.length]++;
}

nh_status nh_champion_costs_add(nh_champion_costs *c, nh_segment *seg, const nh_term *term,
                                nh_error *err)
{
    nh_champions found;
    nh_status st;

    if (!nh_term_has_champions(term))
        return NH_OK;
    st = nh_champions_read(seg, term, &found, err);
    if (st != NH_OK)
        return st;
    c->n[found.n]++;
    count_worth(c, true, found.rest);
    count_worth(c, true, found.hundredth);
    count_worth(c, true, found.thousandth);
    for (uint32_t i = 0; i < found.n; i++)
        count_worth(c, false, found.worths[i]);
    c->passage_bits += nh_choice_bits(found.n, nh_segment_info_get(seg)->passages);
    c->bytes += nh_champions_size(&found);
    return NH_OK;
}

double nh_champion_costs_bits(const nh_champion_costs *c)
{
    double bits = c->passage_bits + nh_entropy_bits(c->n, NH_CHAMPIONS + 1);

    for (unsigned i = 0; i < 2; i++)
        bits += nh_entropy_bits(c->tf[i], 256) + nh_entropy_bits(c->lengths[i], 256);
    return bits;
}
