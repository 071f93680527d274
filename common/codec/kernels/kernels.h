/*
 * common/codec/kernels/kernels.h - which inner loops run on this processor.
 *
 * A set is a table of functions. The scalar set is the definition; every other set gives the
 * same numbers for the same bytes. No kernel reads a byte outside the range it is given
 * and its slack.
 */
#ifndef NH_CODEC_KERNELS_H
#define NH_CODEC_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NH_PLACES_SLACK \
    32u /* bytes behind unpacked places that are there, whatever they hold */

/* Numbers as bits: bit i % 8 of byte i / 8 says that first + i is in. */
typedef struct nh_bit_row {
    const uint8_t *in;
    uint32_t first;
    uint32_t range; /* bits, at most 65,536                                            */
} nh_bit_row;

/* A row of which so many bits must be set. */
typedef struct nh_counted_row {
    nh_bit_row row;
    uint32_t count;
} nh_counted_row;

#define NH_BIT_ROW_SLACK \
    8u /* bytes behind a row that some kernels may read, whatever they hold */

#define NH_PACKED_SLACK 64u /* bytes behind packed places that can be read */

/* Where the places of a posting lie in the bytes of its block, as one number: in which bit they
 * begin (of 20 bits, which all of a block fit into), the bits of each (0..8), how many (1..255). */
static inline uint32_t nh_places_make(uint32_t bit, unsigned width, unsigned count)
{
    return bit | (uint32_t)width << 20 | (uint32_t)count << 24;
}

/* One of the three. */
static inline uint32_t nh_places_bit(uint32_t places)
{
    return places & 0xfffff;
}

/* As above. */
static inline unsigned nh_places_width(uint32_t places)
{
    return places >> 20 & 15;
}

/* As above. */
static inline unsigned nh_places_count(uint32_t places)
{
    return places >> 24;
}

/* The places of a word, below 255, in one passage, behind whose last byte NH_PACKED_SLACK more
 * can be read. */
typedef struct nh_packed_places {
    const uint8_t *in;
    uint32_t places; /* nh_places_make()                                               */
} nh_packed_places;

#define NH_PACK_SLACK 8u /* bytes behind packed places that may be written */

#define NH_SLOT_SLACK \
    8u /* elements behind those that count which are written, whatever to */

/* Postings that grow from slots: occurrences, each a passage (16 bits), its place there (8) and
 * something else (8), highest bits first. The arrays have NH_SLOT_SLACK elements to spare. */
typedef struct nh_slot_rows {
    uint32_t *passages; /* by posting                                          */
    uint16_t *begins;   /* by posting: its first occurrence                    */
    uint8_t *places;    /* by occurrence                                       */
    uint32_t count;     /* postings                                            */
    uint32_t room;      /* postings that there is room for, at least `count`   */
    uint32_t at;        /* occurrences, at most 65,535                         */
    uint32_t base;      /* is added to passages                                */
} nh_slot_rows;

typedef struct nh_kernels {
    const char *name; /* "scalar", "avx2-no-pext", "avx2" */

    /* out[0..n): value i is bits [i * width, (i + 1) * width) of `in`. width 0..32; size is
     * the bytes that n values take. */
    void (*bits_unpack)(const uint8_t *in, size_t size, unsigned width, size_t n,
                        uint32_t *out);

    /* out[0..256) from eight lanes at width 0..32; `in` has 32 * width bytes. */
    void (*lanes_unpack)(const uint8_t *in, unsigned width, uint32_t *out);

    /* The same at width 0..8, as bytes. */
    void (*lanes_bytes)(const uint8_t *in, unsigned width, uint8_t *out);

    /* v[0] is 0 and v[1..n) are gaps less 1: makes them ids that end in `last`, modulo 2^32.
     * n >= 1. */
    void (*ids_from_gaps)(uint32_t *v, size_t n, uint32_t last);

    /* ids[k] = first + i for each bit i that is set in `in`, at most `room` of them. Returns
     * how many bits are set. */
    size_t (*bitset_expand)(const uint8_t *in, size_t size, uint32_t first, size_t room,
                            uint32_t *ids);

    /* out[k] = distance of the k-th bit that is set in `in` (below 8 * size, at most 65,536) from
     * the one before, the first from bit -1, modulo 256. Returns how many bits are set; if they
     * are more than `room`, `out` may hold anything. `out` has room for `room` and for 8. */
    size_t (*bits_distances)(const uint8_t *in, size_t size, size_t room, uint8_t *out);

    /* The sum of n bytes. */
    uint32_t (*bytes_sum)(const uint8_t *in, size_t n);

    /* The greatest of n bytes; 0 of none. */
    uint8_t (*bytes_most)(const uint8_t *in, size_t n);

    /* v[0] is 0, places[0] is UINT32_MAX, and gap i less 1 is v[i] + (places[i] - places[i - 1] -
     * 1) * 2^low: makes v ids that end in `last`, modulo 2^32. n >= 1; low 0..31. */
    void (*ids_from_split)(const uint32_t *places, size_t n, unsigned low, uint32_t last,
                           uint32_t *v);

    /* Which numbers of `a` are in `b`, both ascending strictly, at most 256: the k-th of them is
     * a[which[k]] and b[at[k]]. Returns how many. `which` and `at` have room for n_a + 8, and `b`
     * for 256, of which those behind n_b may be anything. at NULL: unwanted. */
    size_t (*ids_meet)(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b,
                       uint8_t *which, uint8_t *at);

    /* Which of ids[0..n), ascending strictly, at most 256, are in `row`, which has at most 256
     * numbers: the k-th of them is ids[which[k]] and number at[k] of the row. Returns how many.
     * `which` and `at` have room for n + 8. */
    size_t (*bits_meet)(const nh_bit_row *row, const uint32_t *ids, size_t n,
                        uint8_t *which, uint8_t *at);

    /* out[k] = bytes[i] for the k-th bit i that is set among the first `n` bits of `in`, 256 at
     * most. `out` has room for so many, and for 8. */
    void (*bytes_gather)(const uint8_t *in, size_t n, const uint8_t *bytes, uint8_t *out);

    /* out[k] = the place of the k-th of bytes[0..n), at most 256, that is `least` or more. Returns
     * how many are. `out` has room for n + 8. */
    size_t (*bytes_reach)(const uint8_t *bytes, size_t n, uint8_t least, uint8_t *out);

    /* places[k] = where those of posting k lie (nh_places_make), tf[k] of them in a passage of
     * spans[k], if they begin where those before it end; for k < n, which is at most 256. The
     * arrays are as long as the next multiple of 32 says. Returns the bits of all. */
    uint32_t (*places_measure)(const uint8_t *spans, const uint8_t *tf, size_t n,
                               uint32_t *places);

    /* How many of the first `n` bits of `in` are set. */
    size_t (*bits_count)(const uint8_t *in, size_t n);

    /* Sets bit first + i of `bits`, which has two words to spare, for each bit i that is set in one
     * of rows[0..n). NH_BIT_ROW_SLACK more bytes of each can be read. Returns the number of the
     * first row that has not so many bits set as it says, behind which nothing is done; n if
     * each has. */
    size_t (*rows_join)(const nh_counted_row *rows, size_t n, uint64_t *bits);

    /* The same question without setting any; *both: how many that are set in rows are set in
     * `bits`, too, which has two words to spare. */
    size_t (*rows_share)(const nh_counted_row *rows, size_t n, const uint64_t *bits,
                         size_t *both);

    /* Sets the bits of `bits` that ids[0..n) name. */
    void (*ids_join)(const uint32_t *ids, size_t n, uint64_t *bits);

    /* How many of the bits that ids[0..n) name are set in `bits`. */
    size_t (*ids_share)(const uint32_t *ids, size_t n, const uint64_t *bits);

    /* Sums of `least` or more, which is at least 1, among sums[0..n), n a multiple of 32: the k-th
     * of them is scores[k] = sums[ids[k] - first]. All sums become 0. Returns how many. `ids` and
     * `scores` have room for n. */
    size_t (*sums_take)(int32_t *sums, size_t n, int32_t least, uint32_t first,
                        uint32_t *ids, int32_t *scores);

    /* Keeps, in their order, those of ids[0..n) whose score is `least` or more, and their scores,
     * in arrays with room for the next multiple of 8: others, or the same. `least` is above
     * INT32_MIN. Returns how many; what was behind those may be overwritten. */
    size_t (*scores_keep)(const uint32_t *ids, const int32_t *scores, size_t n,
                          int32_t least, uint32_t *out_ids, int32_t *out_scores);

    /* scores[i] = times * (factor * parts[i] + 0.5, cut down to an integer below 2^31), for i < n,
     * a multiple of 8. */
    void (*scores_fill)(const double *parts, size_t n, double factor, int32_t times,
                        int32_t *scores);

    /* out[0..n): value k is the `width` (0..8) bits from bit `bit` + k * width on; `in` has
     * `size` bytes, which hold them all. `out` has room for n + NH_PLACES_SLACK. */
    void (*places_unpack)(const uint8_t *in, size_t size, size_t bit, unsigned width,
                          size_t n, uint8_t *out);

    /* Keeps, in their order, those of starts[0..n) to which `shift` has to be added for one of
     * places[0..m), behind which NH_PLACES_SLACK more can be read. How many are kept. */
    size_t (*places_join)(uint8_t *starts, size_t n, unsigned shift, const uint8_t *places,
                          size_t m);

    /* For each i of which[0..n): counts[i] = how many places of b[i] are `apart` (0..255) behind
     * one of a[i], the places of each being distinct; where they are not, a count above 0 may be
     * any such. Keeps in `which` those that have some, in their order. How many are kept. */
    size_t (*places_follow)(const nh_packed_places *a, const nh_packed_places *b,
                            unsigned apart, uint8_t *which, size_t n, uint8_t *counts);

    /* Appends slots[0..n), passages ascending, to `rows`: the first one begins a posting, and so
     * does each one of another passage than the slot before. Returns how many went in: all of
     * them, or those before the posting that there is no room for. */
    size_t (*slots_take)(const uint32_t *slots, size_t n, nh_slot_rows *rows);

    /* The places of n passages side by side, lowest bits first: those of passage k are the next
     * tf[k] ones, at as many bits as spans[k], over all of them, asks for. Returns the end of the
     * bytes, behind which NH_PACK_SLACK more may be written. */
    uint8_t *(*places_pack)(const uint8_t *places, const uint8_t *tf, const uint8_t *spans,
                            size_t n, uint8_t *to);
} nh_kernels;

/* The set for this processor, chosen at the first call; where the environment variable NH_CPU
 * names one that it can run, that one. Any number of threads. */
const nh_kernels *nh_kernels_get(void);

/* The i-th set that this build has and this processor can run, from 0 (scalar); NULL behind
 * the last. */
const nh_kernels *nh_kernels_usable(size_t i);

#endif
