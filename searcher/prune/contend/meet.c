/* searcher/prune/contend/meet.c - which of some passages a block of a list has. */
#include "searcher/prune/contend/meet.h"

#include "common/codec/kernels/kernels.h"

static void meet_bits(const nh_list *l, const uint32_t *passages, uint32_t n, nh_met *out)
{
    const nh_bit_row row = {l->bits.bytes, l->bits.first, l->bits.range};

    out->n = (uint32_t)nh_kernels_get()->bits_meet(&row, passages, n, out->which, out->at);
}

/* The same where nobody asks for the places, which it takes longer to find. */
static void probe_bits(const nh_list *l, const uint32_t *passages, uint32_t n, nh_met *out)
{
    out->n = 0;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t bit = passages[i] - l->bits.first; /* large if before them */

        out->which[out->n] = (uint8_t)i;
        if (bit < l->bits.range)
            out->n += l->bits.bytes[bit / 8] >> (bit % 8) & 1;
    }
}

void nh_meet(const nh_list *l, const uint32_t *passages, uint32_t n, bool places,
             nh_met *out)
{
    if (l->bits_block == NH_NO_BLOCK)
        out->n = (uint32_t)nh_kernels_get()->ids_meet(passages, n, l->data.passages,
                                                      l->data.count, out->which,
                                                      places ? out->at : NULL);
    else if (places)
        meet_bits(l, passages, n, out);
    else
        probe_bits(l, passages, n, out);
}

uint32_t nh_meet_end(const uint32_t *passages, uint32_t from, uint32_t n, uint32_t last)
{
    uint32_t to = from + 1;

    if (passages[n - 1] <= last)
        return n;
    while (to + 8 <= n && passages[to + 7] <= last)
        to += 8;
    while (passages[to] <= last)
        to++;
    return to;
}

int32_t nh_greatest_score(const int32_t *scores, uint32_t n)
{
    int32_t most = 0;

    for (uint32_t i = 0; i < n; i++)
        most = scores[i] > most ? scores[i] : most;
    return most;
}
