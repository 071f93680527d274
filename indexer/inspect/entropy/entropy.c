/* indexer/inspect/entropy/entropy.c - how few bits numbers could take that somebody knows to be as they are. */
#include "indexer/inspect/entropy/entropy.h"

#include <math.h>

double nh_entropy_bits(const uint64_t *counts, size_t kinds)
{
    uint64_t all = 0;
    double bits = 0;

    for (size_t i = 0; i < kinds; i++)
        all += counts[i];
    for (size_t i = 0; i < kinds; i++)
        if (counts[i] > 0)
            bits += (double)counts[i] * log2((double)all / (double)counts[i]);
    return bits;
}

/* n of `of`, or its rest: a product of as few factors as there are; at most 127 of 255. */
double nh_choice_bits(uint32_t n, uint32_t of)
{
    double bits = 0;

    if (n >= of)
        return 0;
    if (n > of - n)
        n = of - n;
    for (uint32_t i = 0; i < n; i++)
        bits += log2((double)(of - i) / (double)(i + 1));
    return bits;
}
