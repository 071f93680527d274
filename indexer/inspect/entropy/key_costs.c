/* indexer/inspect/entropy/key_costs.c - bytes and entropy of the keys of dictionaries. */
#include "indexer/inspect/entropy/key_costs.h"

#include <string.h>

#include "indexer/inspect/entropy/entropy.h"

void nh_key_costs_begin(nh_key_costs *c)
{
    c->n = 0;
    c->before_len = 0;
}

static size_t shared_with(const nh_key_costs *c, nh_str key)
{
    size_t n = 0;

    while (n < key.len && n < c->before_len && (uint8_t)key.ptr[n] == c->before[n])
        n++;
    return n;
}

/* Of a block the first key shares nothing on disk, but could. Numbers up to 127 take one byte. */
static uint64_t size_on_disk(const nh_key_costs *c, size_t len, size_t shared)
{
    if (c->n % NH_TERM_BLOCK == 0)
        shared = 0;
    return len - shared + (shared > 127 ? 2u : 1u) + (len - shared > 127 ? 2u : 1u);
}

void nh_key_costs_add(nh_key_costs *c, nh_str key)
{
    const size_t shared = shared_with(c, key);
    uint8_t last = shared > 0 ? (uint8_t)key.ptr[shared - 1] : 0;

    c->bytes += size_on_disk(c, key.len, shared);
    c->shared[shared]++;
    for (size_t i = shared; i < key.len; i++) {
        c->next[last][(uint8_t)key.ptr[i]]++;
        last = (uint8_t)key.ptr[i];
    }
    c->next[last][NH_KEY_END]++;
    memcpy(c->before, key.ptr, key.len);
    c->before_len = key.len;
    c->n++;
}

double nh_key_costs_bits(const nh_key_costs *c)
{
    double bits = nh_entropy_bits(c->shared, 256);

    for (size_t i = 0; i < NH_KEY_END; i++)
        bits += nh_entropy_bits(c->next[i], NH_KEY_END + 1);
    return bits;
}
