/*
 * common/text/letters/byte_sets.h - which bytes of a text are in a set, 64 at a time.
 *
 * A mask has a bit for each of 64 bytes, the first byte's lowest. Where words begin and end
 * follows from a few masks by shifts, without a branch for each byte.
 */
#ifndef NH_TEXT_BYTE_SETS_H
#define NH_TEXT_BYTE_SETS_H

#include <stddef.h>
#include <stdint.h>

#define NH_BYTE_SETS 4u
#define NH_BYTE_BLOCK ((size_t)64)

/* Sets of ASCII characters: bit h of low[s][l] says that character 16h + l is in set s. */
typedef struct nh_byte_sets {
    uint8_t low[NH_BYTE_SETS][16];
} nh_byte_sets;

typedef struct nh_byte_masks {
    uint64_t set[NH_BYTE_SETS]; /* the bytes that are in it                              */
    uint64_t high;              /* the bytes over 7F, which are in none                  */
} nh_byte_masks;

/* out[i] for the 64 bytes from bytes + 64 i, for i below `blocks`. */
typedef void (*nh_byte_masker)(const nh_byte_sets *sets, const char *bytes, size_t blocks,
                               nh_byte_masks *out);

/*
 * The bytes of one set, for 64 bytes after another, until a byte is no ASCII.
 * low     the row of the set in nh_byte_sets
 * blocks  at least 1
 * in      in[i] for the 64 bytes from bytes + 64 i
 * high    the bytes over 7F of the last one
 * Returns how many masks it wrote: up to the first one with a byte over 7F, or `blocks`.
 */
typedef size_t (*nh_set_masker)(const uint8_t low[16], const char *bytes, size_t blocks,
                                uint64_t *in, uint64_t *high);

/* Puts an ASCII character into set `s`. */
void nh_byte_sets_put(nh_byte_sets *sets, unsigned s, uint8_t c);

/* The fastest masker for this processor; the environment variable NH_CPU=scalar asks for the
 * first. All give the same masks. */
nh_byte_masker nh_byte_masker_get(void);

/* The i-th masker that this build has and this processor can run, from 0 (portable C, the
 * definition); NULL behind the last. */
nh_byte_masker nh_byte_masker_usable(size_t i);

/* The same of those for one set. */
nh_set_masker nh_set_masker_get(void);
nh_set_masker nh_set_masker_usable(size_t i);

#endif
