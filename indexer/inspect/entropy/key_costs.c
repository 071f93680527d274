/* indexer/inspect/entropy/key_costs.c - bytes and entropy of the keys of dictionaries. */
#include "indexer/inspect/entropy/key_costs.h"

#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "indexer/inspect/entropy/entropy.h"

void nh_key_costs_begin(nh_key_costs *c)
{
    c->n = 0;
    c->before_len = 0;
}

/* Of a block the first key shares nothing on disk, but could. */
static uint64_t size_on_disk(const nh_key_costs *c, size_t len, size_t shared)
{
    if (c->n % NH_TERM_BLOCK == 0)
        shared = 0;
    return len - shared + nh_var_size(shared) + nh_var_size(len - shared);
}

void nh_key_costs_add(nh_key_costs *c, nh_str key)
{
    const size_t shared = nh_str_shared((nh_str){c->before, c->before_len}, key);
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
