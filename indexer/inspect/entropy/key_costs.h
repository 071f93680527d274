/*
 * indexer/inspect/entropy/key_costs.h - bytes and entropy of the keys of dictionaries.
 */
#ifndef NH_INDEXER_KEY_COSTS_H
#define NH_INDEXER_KEY_COSTS_H

#include "common/segment/terms/terms_reader.h"

#define NH_KEY_END 256u /* comes behind the last byte of a key */

/* Zero it. For one thread. */
typedef struct nh_key_costs {
    uint64_t shared[256]; /* by bytes shared with the key before        */
    uint64_t next[NH_KEY_END]
                 [NH_KEY_END + 1u]; /* what comes after each byte, in new bytes   */
    uint64_t bytes;                 /* as they are                                */
    uint64_t n;                     /* keys of the dictionary so far              */
    char before[256];               /* the last of them                           */
    size_t before_len;
} nh_key_costs;

/* Adds the key that comes next in its dictionary, at most 255 bytes. */
void nh_key_costs_add(nh_key_costs *c, nh_str key);

/* The next key is the first of a dictionary. */
void nh_key_costs_begin(nh_key_costs *c);

/* Entropy of all keys, in bits. */
double nh_key_costs_bits(const nh_key_costs *c);

#endif
