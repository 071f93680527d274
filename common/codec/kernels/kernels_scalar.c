/* common/codec/kernels/kernels_scalar.c - the inner loops in portable C: the definition of each. */
#include <string.h>

#include "common/base/bytes/little_endian.h"
#include "common/codec/kernels/kernels_bit_rows.h"
#include "common/codec/kernels/kernels_impl.h"
#include "common/codec/numbers/pack.h"
#include "common/codec/postings/postings_codec.h"

/* Values from number `i` on, whose bytes stand in the last 16 of the range: from a copy with
 * room behind it. */
static void unpack_tail(const uint8_t *in, size_t size, unsigned width, size_t i, size_t n,
                        uint32_t *out)
{
    const uint64_t mask = ((uint64_t)1 << width) - 1;
    const size_t base = i * width / 8;
    uint8_t copy[32] = {0};

    memcpy(copy, in + base, size - base);
    for (; i < n; i++) {
        const size_t bit = i * width - base * 8;

        out[i] = (uint32_t)(nh_le64(copy + bit / 8) >> (bit % 8) & mask);
    }
}

static void bits_unpack(const uint8_t *in, size_t size, unsigned width, size_t n,
                        uint32_t *out)
{
    const uint64_t mask = ((uint64_t)1 << width) - 1;
    size_t i = 0;

    if (width == 0) {
        memset(out, 0, n * sizeof *out);
        return;
    }
    for (; i < n && i * width / 8 + 8 <= size; i++)
        out[i] = (uint32_t)(nh_le64(in + i * width / 8) >> (i * width % 8) & mask);
    if (i < n)
        unpack_tail(in, size, width, i, n, out);
}

static void lanes_unpack(const uint8_t *in, unsigned width, uint32_t *out)
{
    const uint64_t mask = ((uint64_t)1 << width) - 1;

    if (width == 0) {
        memset(out, 0, 256 * sizeof *out);
        return;
    }
    for (unsigned i = 0; i < 256; i++) {
        const unsigned bit = i / 8 * width;
        const uint8_t *word = in + ((size_t)(bit / 32) * 8 + i % 8) * 4;
        uint64_t v = nh_le32(word);

        if (bit % 32 + width > 32)
            v |= (uint64_t)nh_le32(word + 32) << 32;
        out[i] = (uint32_t)(v >> (bit % 32) & mask);
    }
}

static void lanes_bytes(const uint8_t *in, unsigned width, uint8_t *out)
{
    uint32_t values[256];

    lanes_unpack(in, width, values);
    for (unsigned i = 0; i < 256; i++)
        out[i] = (uint8_t)values[i];
}

static void ids_from_gaps(uint32_t *v, size_t n, uint32_t last)
{
    uint32_t id = last - (uint32_t)(n - 1);

    for (size_t i = 0; i < n; i++)
        id -= v[i];
    v[0] = id;
    for (size_t i = 1; i < n; i++)
        v[i] += v[i - 1] + 1;
}

/* The bits of one word, lowest first. */
static size_t expand_word(uint64_t word, uint32_t first, size_t k, size_t room,
                          uint32_t *ids)
{
    for (; word != 0; word &= word - 1, k++)
        if (k < room)
            ids[k] = first + (uint32_t)__builtin_ctzll(word);
    return k;
}

static size_t bitset_expand(const uint8_t *in, size_t size, uint32_t first, size_t room,
                            uint32_t *ids)
{
    size_t i = 0, k = 0;

    for (; i + 8 <= size; i += 8)
        k = expand_word(nh_le64(in + i), first + (uint32_t)i * 8, k, room, ids);
    for (; i < size; i++)
        k = expand_word(in[i], first + (uint32_t)i * 8, k, room, ids);
    return k;
}

static size_t bits_distances(const uint8_t *in, size_t size, size_t room, uint8_t *out)
{
    size_t k = 0, next = 0; /* bit behind the last one                                   */

    for (size_t i = 0; i < size; i++)
        for (unsigned bits = in[i]; bits != 0; bits &= bits - 1, k++) {
            const size_t bit = i * 8 + (size_t)__builtin_ctz(bits);

            if (k < room)
                out[k] = (uint8_t)(bit + 1 - next);
            next = bit + 1;
        }
    return k;
}

static uint8_t bytes_most(const uint8_t *in, size_t n)
{
    uint8_t most = 0;

    for (size_t i = 0; i < n; i++)
        most = in[i] > most ? in[i] : most;
    return most;
}

static uint32_t bytes_sum(const uint8_t *in, size_t n)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += in[i];
    return sum;
}

static void ids_from_split(const uint32_t *places, size_t n, unsigned low, uint32_t last,
                           uint32_t *v)
{
    const uint32_t high = (places[n - 1] + 1 - (uint32_t)(n - 1)) << low;
    uint32_t id = last - (uint32_t)(n - 1) - high;

    for (size_t i = 0; i < n; i++)
        id -= v[i];
    for (size_t i = 0; i < n; i++) {
        id += v[i];
        v[i] = id + (uint32_t)i + ((places[i] + 1 - (uint32_t)i) << low);
    }
}

/* Each is sought by itself, without a branch, so that searches of several run side by side. */
static size_t ids_meet(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                       uint8_t *which, uint8_t *at)
{
    size_t n = 0;

    for (size_t i = 0; i < n_a && n_b > 0; i++) {
        const uint32_t *found = b;

        for (size_t left = n_b, half; left > 1; left -= half) {
            half = left / 2;
            found += half & ((size_t)0 - (size_t)(found[half - 1] < a[i]));
        }
        which[n] = (uint8_t)i;
        if (at != NULL)
            at[n] = (uint8_t)(found - b);
        n += *found == a[i];
    }
    return n;
}

static size_t count_word(uint64_t word)
{
    return nh_ones(word);
}

static size_t scores_keep(const uint32_t *ids, const int32_t *scores, size_t n,
                          int32_t least, uint32_t *out_ids, int32_t *out_scores)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        const int32_t score = scores[i];

        out_ids[k] = ids[i];
        out_scores[k] = score;
        k += score >= least;
    }
    return k;
}

static size_t sums_take(int32_t *sums, size_t n, int32_t least, uint32_t first,
                        uint32_t *ids, int32_t *scores)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        if (sums[i] >= least) {
            ids[k] = first + (uint32_t)i;
            scores[k++] = sums[i];
        }
        sums[i] = 0;
    }
    return k;
}

static size_t bits_count(const uint8_t *in, size_t n)
{
    size_t i = 0, sum = 0;

    for (; i + 64 <= n; i += 64)
        sum += count_word(nh_le64(in + i / 8));
    for (; i + 8 <= n; i += 8)
        sum += count_word(in[i / 8]);
    return i < n ? sum + count_word(in[i / 8] & ((1u << (n - i)) - 1)) : sum;
}

static void places_unpack(const uint8_t *in, size_t size, size_t bit, unsigned width,
                          size_t n, uint8_t *out)
{
    const uint32_t mask = (1u << width) - 1;

    for (size_t k = 0; k < n; k++, bit += width) {
        const size_t at = bit / 8;
        uint32_t two = at < size ? in[at] : 0;

        two |= at + 1 < size ? (uint32_t)in[at + 1] << 8 : 0;
        out[k] = (uint8_t)(two >> (bit % 8) & mask);
    }
}

/* A bit for each place. */
static size_t places_join(uint8_t *starts, size_t n, unsigned shift, const uint8_t *places,
                          size_t m)
{
    uint64_t set[4] = {0};
    size_t kept = 0;

    for (size_t k = 0; k < m; k++)
        set[places[k] / 64] |= (uint64_t)1 << (places[k] % 64);
    for (size_t i = 0; i < n; i++) {
        const uint8_t start = starts[i];
        const unsigned place = start + shift;

        starts[kept] = start;
        kept += place < 256 && (set[place / 64] >> (place % 64) & 1) != 0;
    }
    return kept;
}

static size_t unpack(const nh_packed_places *p, uint8_t *out)
{
    const size_t bit = nh_places_bit(p->places), n = nh_places_count(p->places);
    const unsigned width = nh_places_width(p->places);

    places_unpack(p->in, (bit + n * width + 7) / 8, bit, width, n, out);
    return n;
}

/* A bit for each place of a, moved on. */
static uint8_t count_following(const nh_packed_places *a, const nh_packed_places *b,
                               unsigned apart)
{
    uint8_t places[256];
    uint64_t set[8] = {0};
    uint8_t count = 0;
    size_t n = unpack(a, places);

    for (size_t k = 0; k < n; k++)
        set[(places[k] + apart) / 64] |= (uint64_t)1 << ((places[k] + apart) % 64);
    n = unpack(b, places);
    for (size_t k = 0; k < n; k++)
        count = (uint8_t)(count + (set[places[k] / 64] >> (places[k] % 64) & 1));
    return count;
}

static size_t places_follow(const nh_packed_places *a, const nh_packed_places *b,
                            unsigned apart, uint8_t *which, size_t n, uint8_t *counts)
{
    size_t kept = 0;

    for (size_t k = 0; k < n; k++) {
        const uint8_t i = which[k];

        counts[i] = count_following(&a[i], &b[i], apart);
        which[kept] = i;
        kept += counts[i] > 0;
    }
    return kept;
}

static size_t bits_meet(const nh_bit_row *row, const uint32_t *ids, size_t n,
                        uint8_t *which, uint8_t *at)
{
    size_t byte = 0, before = 0, k = 0; /* `before` bits are set before the byte */

    for (size_t i = 0; i < n; i++) {
        const uint32_t bit = ids[i] - row->first; /* large if it is before the row */

        if (bit >= row->range || (row->in[bit / 8] >> (bit % 8) & 1) == 0)
            continue;
        before += bits_count(row->in + byte, (bit / 8 - byte) * 8);
        byte = bit / 8;
        which[k] = (uint8_t)i;
        at[k++] = (uint8_t)(before + bits_count(row->in + byte, bit % 8));
    }
    return k;
}

static size_t rows_join(const nh_counted_row *rows, size_t n, uint64_t *bits)
{
    return nh_bit_rows_join(rows, n, bits, count_word);
}

static size_t rows_share(const nh_counted_row *rows, size_t n, const uint64_t *bits,
                         size_t *both)
{
    return nh_bit_rows_share(rows, n, bits, both, count_word);
}

static void bytes_gather(const uint8_t *in, size_t n, const uint8_t *bytes, uint8_t *out)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++)
        if ((in[i / 8] >> (i % 8) & 1) != 0)
            out[k++] = bytes[i];
}

static size_t bytes_reach(const uint8_t *bytes, size_t n, uint8_t least, uint8_t *out)
{
    size_t k = 0;

    for (size_t i = 0; i < n; i++) {
        out[k] = (uint8_t)i;
        k += bytes[i] >= least;
    }
    return k;
}

static void scores_fill(const double *parts, size_t n, double factor, int32_t times,
                        int32_t *scores)
{
    for (size_t i = 0; i < n; i++)
        scores[i] = times * (int32_t)(factor * parts[i] + 0.5);
}

static uint32_t places_measure(const uint8_t *spans, const uint8_t *tf, size_t n,
                               uint32_t *places)
{
    uint32_t bits = 0;

    for (size_t k = 0; k < n; k++) {
        const unsigned width = nh_position_bits(spans[k]);

        places[k] = nh_places_make(bits, width, tf[k]);
        bits += tf[k] * (uint32_t)width;
    }
    return bits;
}

const nh_kernels nh_kernels_scalar = {
    .name = "scalar",
    .bits_unpack = bits_unpack,
    .lanes_unpack = lanes_unpack,
    .lanes_bytes = lanes_bytes,
    .ids_from_gaps = ids_from_gaps,
    .bitset_expand = bitset_expand,
    .bits_distances = bits_distances,
    .bytes_sum = bytes_sum,
    .bytes_most = bytes_most,
    .bits_count = bits_count,
    .sums_take = sums_take,
    .scores_keep = scores_keep,
    .scores_fill = scores_fill,
    .places_unpack = places_unpack,
    .places_join = places_join,
    .ids_from_split = ids_from_split,
    .ids_meet = ids_meet,
    .places_follow = places_follow,
    .bits_meet = bits_meet,
    .rows_join = rows_join,
    .rows_share = rows_share,
    .ids_join = nh_ids_join,
    .ids_share = nh_ids_share,
    .bytes_gather = bytes_gather,
    .bytes_reach = bytes_reach,
    .places_measure = places_measure,
    .slots_take = nh_scalar_slots_take,
    .places_pack = nh_scalar_places_pack,
};
