/* common/text/letters/byte_sets.c - which bytes are in a set: the choice, and portable C. */
#include "common/text/letters/byte_sets.h"

#include <stdlib.h>
#include <string.h>

#include "common/text/letters/byte_sets_impl.h"

void nh_byte_sets_put(nh_byte_sets *sets, unsigned s, uint8_t c)
{
    sets->low[s][c & 15] = (uint8_t)(sets->low[s][c & 15] | 1u << (c >> 4));
}

static nh_byte_masks mask_block(const nh_byte_sets *sets, const char *bytes)
{
    nh_byte_masks m = {0};

    for (unsigned i = 0; i < NH_BYTE_BLOCK; i++) {
        const uint8_t c = (uint8_t)bytes[i];
        const unsigned row = c >> 4; /* rows of bytes over 7F are 8 and more: in no set */

        for (unsigned s = 0; s < NH_BYTE_SETS; s++)
            m.set[s] |= (uint64_t)((unsigned)sets->low[s][c & 15] >> row & 1u) << i;
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

nh_byte_masker nh_byte_masker_get(void)
{
    const char *wish = getenv("NH_CPU");
    const nh_byte_masker fast = nh_byte_masker_usable(1);

    return fast == NULL || (wish != NULL && strcmp(wish, "scalar") == 0) ? mask_portably
                                                                         : fast;
}
