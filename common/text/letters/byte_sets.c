/* common/text/letters/byte_sets.c - which bytes are in a set: the choice, and portable C. */
#include "common/text/letters/byte_sets.h"

#include <stdlib.h>
#include <string.h>

#include "common/text/letters/byte_sets_impl.h"

void nh_byte_sets_put(nh_byte_sets *sets, unsigned s, uint8_t c)
{
    sets->low[s][c & 15] = (uint8_t)(sets->low[s][c & 15] | 1u << (c >> 4));
}

/* 1 if a byte is in the set of this row. Those over 7F have bits from 8 on: they are in none. */
static inline uint64_t is_in(const uint8_t low[16], uint8_t c)
{
    return (unsigned)low[c & 15] >> (c >> 4) & 1u;
}

static nh_byte_masks mask_block(const nh_byte_sets *sets, const char *bytes)
{
    nh_byte_masks m = {0};

    for (unsigned i = 0; i < NH_BYTE_BLOCK; i++) {
        const uint8_t c = (uint8_t)bytes[i];

        for (unsigned s = 0; s < NH_BYTE_SETS; s++)
            m.set[s] |= is_in(sets->low[s], c) << i;
        m.high |= (uint64_t)(c >> 7) << i;
    }
    return m;
}

static void mask_portably(const nh_byte_sets *sets, const char *bytes, size_t blocks,
                          nh_byte_masks *out)
{
    for (size_t i = 0; i < blocks; i++)
        out[i] = mask_block(sets, bytes + i * NH_BYTE_BLOCK);
}

static size_t mask_one_portably(const uint8_t low[16], const char *bytes, size_t blocks,
                                uint64_t *in, uint64_t *high)
{
    size_t i = 0;

    do {
        const uint8_t *p = (const uint8_t *)bytes + i * NH_BYTE_BLOCK;

        in[i] = *high = 0;
        for (unsigned k = 0; k < NH_BYTE_BLOCK; k++) {
            in[i] |= is_in(low, p[k]) << k;
            *high |= (uint64_t)(p[k] >> 7) << k;
        }
    } while (++i < blocks && *high == 0);
    return i;
}

nh_byte_masker nh_byte_masker_usable(size_t i)
{
    if (i == 0)
        return mask_portably;
#if defined(NH_HAVE_AVX2)
    if (i == 1 && __builtin_cpu_supports("avx2"))
        return nh_byte_masks_avx2;
#endif
    return NULL;
}

nh_set_masker nh_set_masker_usable(size_t i)
{
    if (i == 0)
        return mask_one_portably;
#if defined(NH_HAVE_AVX2)
    if (i == 1 && nh_byte_masker_usable(i) != NULL)
        return nh_set_masks_avx2;
#endif
    return NULL;
}

/* The one to be used of those that are usable. */
static size_t choice(void)
{
    const char *wish = getenv("NH_CPU");

    return nh_byte_masker_usable(1) == NULL || (wish != NULL && strcmp(wish, "scalar") == 0)
               ? 0
               : 1;
}

nh_byte_masker nh_byte_masker_get(void)
{
    return nh_byte_masker_usable(choice());
}

nh_set_masker nh_set_masker_get(void)
{
    return nh_set_masker_usable(choice());
}
