/* searcher/prune/lists/bands.c - blocks of a list found by their impacts, and put in order by them. */
#include "searcher/prune/lists/bands.h"

#include "common/codec/kernels/kernels.h"

#define FEW 24u /* blocks that are sorted one by one */

uint32_t nh_band_find(const nh_directory *d, unsigned low, unsigned high, uint32_t *found)
{
    const nh_kernels *kernels = nh_kernels_get();
    uint8_t which[NH_BLOCK + 8];
    uint32_t n = 0;

    for (uint32_t at = 0; at < d->n; at += NH_BLOCK) {
        const uint32_t left = d->n - at < NH_BLOCK ? d->n - at : NH_BLOCK;
        const size_t k = kernels->bytes_reach(d->impact + at, left, (uint8_t)low, which);

        for (size_t i = 0; i < k; i++) {
            found[n] = at + which[i];
            n += d->impact[at + which[i]] < high;
        }
    }
    return n;
}

/* A few blocks by falling impact; those that are equal as they come. */
static void insert_blocks(const nh_directory *d, const uint32_t *found, uint32_t n,
                          uint32_t *order)
{
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t impact = d->impact[found[i]];
        uint32_t at = i;

        for (; at > 0 && d->impact[order[at - 1]] < impact; at--)
            order[at] = order[at - 1];
        order[at] = found[i];
    }
}

void nh_band_sort(const nh_directory *d, const uint32_t *found, uint32_t n, uint32_t *order)
{
    uint32_t places[NH_BANDS] = {0}, sum = 0;

    if (n <= FEW) {
        insert_blocks(d, found, n, order);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        places[d->impact[found[i]]]++;
    for (uint32_t v = NH_BANDS; v-- > 0;) {
        const uint32_t count = places[v];

        places[v] = sum;
        sum += count;
    }
    for (uint32_t i = 0; i < n; i++)
        order[places[d->impact[found[i]]]++] = found[i];
}
