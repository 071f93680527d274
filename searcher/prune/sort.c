/* searcher/prune/sort.c - keys of 64 bits in order, byte by byte from the lowest, and the k-th best score. */
#include "searcher/prune/sort.h"

#include <string.h>

#define FEW 48u /* so many are inserted one by one */

static void insert_all(uint64_t *keys, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const uint64_t key = keys[i];
        size_t at = i;

        for (; at > 0 && keys[at - 1] > key; at--)
            keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/* How often each byte stands at each place, in one pass. */
static void count_bytes(const uint64_t *keys, size_t n, unsigned low,
                        uint32_t counts[8][256])
{
    for (size_t i = 0; i < n; i++) {
        uint64_t rest = keys[i] >> low;

        for (unsigned b = 0; low + 8 * b < 64; b++, rest >>= 8)
            counts[b][rest & 255]++;
    }
}

/* Counts become the places where keys with a byte begin. */
static void sum_up(uint32_t counts[256])
{
    uint32_t sum = 0;

    for (unsigned b = 0; b < 256; b++) {
        const uint32_t count = counts[b];

        counts[b] = sum;
        sum += count;
    }
}

void nh_sort_keys_from(uint64_t *keys, uint64_t *room, size_t n, unsigned low)
{
    uint32_t places[8][256] = {{0}};
    uint64_t *from = keys, *to = room;

    if (n <= FEW) {
        insert_all(keys, n);
        return;
    }
    count_bytes(keys, n, low, places);
    for (unsigned b = 0; low + 8 * b < 64; b++) {
        uint64_t *const swap = from;
        const unsigned shift = low + 8 * b;

        if (places[b][keys[0] >> shift & 255] == n) /* all have this byte */
            continue;
        sum_up(places[b]);
        for (size_t i = 0; i < n; i++)
            to[places[b][from[i] >> shift & 255]++] = from[i];
        from = to;
        to = swap;
    }
    if (from != keys)
        memcpy(keys, from, n * sizeof *keys);
}

void nh_sort_keys(uint64_t *keys, uint64_t *room, size_t n)
{
    nh_sort_keys_from(keys, room, n, 0);
}

static int32_t middle_of(int32_t a, int32_t b, int32_t c)
{
    const int32_t low = a < b ? a : b, high = a < b ? b : a;

    return c < low ? low : (c > high ? high : c);
}

/* Parts the scores at a pivot until `place` is alone, or among equals. */
int32_t nh_select_score(int32_t *scores, size_t n, size_t place)
{
    size_t from = 0, to = n; /* it stands in [from, to) */

    while (to - from > 1) {
        const int32_t pivot =
            middle_of(scores[from], scores[from + (to - from) / 2], scores[to - 1]);
        size_t above = from, below = to, i = from;

        while (i < below) { /* above the pivot, equal to it, not looked at, below it */
            const int32_t score = scores[i];

            if (score > pivot) {
                scores[i++] = scores[above];
                scores[above++] = score;
            } else if (score < pivot) {
                scores[i] = scores[--below];
                scores[below] = score;
            } else {
                i++;
            }
        }
        if (place < above)
            to = above;
        else if (place >= below)
            from = below;
        else
            return pivot;
    }
    return scores[from];
}
