/*
 * common/text/letters/bit_places.h - where the bits of masks are, as numbers.
 */
#ifndef NH_TEXT_BIT_PLACES_H
#define NH_TEXT_BIT_PLACES_H

#include <stddef.h>
#include <stdint.h>

/* Places that a lister may write behind the last one. */
#define NH_BIT_ROOM 32u

/* The place of each bit of `n` masks, ascending, into `out`; the lowest bit of masks[i] has place
 * base + 64 i. Returns how many; NH_BIT_ROOM places behind them may be written, too. */
typedef size_t (*nh_bit_lister)(const uint64_t *masks, size_t n, uint32_t base,
                                uint32_t *out);

/* The fastest lister for this processor; the environment variable NH_CPU=scalar asks for the
 * first. All list the same places. */
nh_bit_lister nh_bit_lister_get(void);

/* The i-th lister that this build has and this processor can run, from 0 (portable C, the
 * definition); NULL behind the last. */
nh_bit_lister nh_bit_lister_usable(size_t i);

#endif
