/* searcher/prune/best/sort.c - keys of 64 bits in order, spread by their highest bits, and the k-th best score. */
#include "searcher/prune/best/sort.h"

#include <string.h>

#define FEW 16u      /* so many are inserted one by one...                            */
#define CROWD 24u    /* ...or so many that share a place                              */
#define PLACES 1024u /* that keys are spread over, at most                             */
#define MANY 8192u   /* that are not spread: they go byte by byte from the lowest     */
#define MOST_CROWDS (MANY / CROWD)

/* Inserts keys of `from`, which may be `keys`, one by one: linear where none moves far. */
static void insert_all(const uint64_t *from, uint64_t *keys, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const uint64_t key = from[i];
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

/* Byte by byte from the lowest: a pass for each byte in which keys differ, whatever they are. */
static void sort_bytes(uint64_t *keys, uint64_t *room, size_t n, unsigned low)
{
    uint32_t places[8][256] = {{0}};
    uint64_t *from = keys, *to = room;

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

/* What keys are spread by: how far each is above the least one, shifted. */
typedef struct spread {
    uint64_t least;
    unsigned shift;
    uint32_t n_places; /* a power of 2 */
    uint32_t begins[PLACES];
} spread;

static void begin_spread(spread *s, const uint64_t *keys, size_t n)
{
    uint64_t least = keys[0], most = keys[0];

    for (size_t i = 1; i < n; i++) {
        least = keys[i] < least ? keys[i] : least;
        most = keys[i] > most ? keys[i] : most;
    }
    s->least = least;
    s->shift = 0;
    for (s->n_places = 2 * FEW; 2 * s->n_places <= n && s->n_places < PLACES;)
        s->n_places *= 2;
    while ((most - least) >> s->shift >= s->n_places)
        s->shift++;
    memset(s->begins, 0, s->n_places * sizeof *s->begins);
    for (size_t i = 0; i < n; i++)
        s->begins[(keys[i] - least) >> s->shift]++;
}

/* Counts become the places where keys begin; those where a crowd does, more
 * than `most`. How many. */
static size_t find_crowds(spread *s, uint32_t most, uint32_t crowds[MOST_CROWDS])
{
    size_t n = 0;
    uint32_t sum = 0;

    for (uint32_t p = 0; p < s->n_places; p++) {
        const uint32_t count = s->begins[p];

        s->begins[p] = sum;
        sum += count;
        if (count > most)
            crowds[n++] = p;
    }
    return n;
}

/* Puts keys where they belong in `room`, but for those that share a place. How many places have a
 * crowd; where each of those begins and ends can be asked now. */
static size_t put_down(spread *s, const uint64_t *keys, uint64_t *room, size_t n,
                       uint32_t most, uint32_t crowds[MOST_CROWDS])
{
    size_t n_crowds;

    begin_spread(s, keys, n);
    n_crowds = find_crowds(s, most, crowds);
    for (size_t i = 0; i < n; i++)
        room[s->begins[(keys[i] - s->least) >> s->shift]++] = keys[i];
    return n_crowds;
}

static uint32_t begin_of(const spread *s, uint32_t place)
{
    return place > 0 ? s->begins[place - 1] : 0; /* where that place ends */
}

/* A crowd has its highest bits in common, so that it is spread by others; what is a crowd even
 * then goes byte by byte. */
static void sort_crowd(uint64_t *keys, uint64_t *room, size_t n, unsigned low)
{
    spread s;
    uint32_t crowds[MOST_CROWDS];
    const size_t n_crowds = put_down(&s, keys, room, n, 2 * CROWD, crowds);

    for (size_t i = 0; i < n_crowds; i++) {
        const uint32_t begin = begin_of(&s, crowds[i]);

        sort_bytes(room + begin, keys + begin, s.begins[crowds[i]] - begin, low);
    }
    insert_all(room, keys, n);
}

static void sort_spread(uint64_t *keys, uint64_t *room, size_t n, unsigned low)
{
    spread s;
    uint32_t crowds[MOST_CROWDS];
    const size_t n_crowds = put_down(&s, keys, room, n, CROWD, crowds);

    for (size_t i = 0; i < n_crowds; i++) {
        const uint32_t begin = begin_of(&s, crowds[i]);

        sort_crowd(room + begin, keys + begin, s.begins[crowds[i]] - begin, low);
    }
    insert_all(room, keys, n);
}

void nh_sort_keys_from(uint64_t *keys, uint64_t *room, size_t n, unsigned low)
{
    if (n <= FEW)
        insert_all(keys, keys, n);
    else if (n <= MANY)
        sort_spread(keys, room, n, low);
    else
        sort_bytes(keys, room, n, low);
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
