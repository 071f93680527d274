/* common/text/letters/bit_places.c - where the bits of masks are: the choice, and portable C. */
#include "common/text/letters/bit_places.h"

#include <stdlib.h>
#include <string.h>

#include "common/text/letters/bit_places_impl.h"

static size_t list_portably(const uint64_t *masks, size_t n, uint32_t base, uint32_t *out)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++, base += 64)
        for (uint64_t rest = masks[i]; rest != 0; rest &= rest - 1)
            out[count++] = base + (uint32_t)__builtin_ctzll(rest);
    return count;
}

nh_bit_lister nh_bit_lister_usable(size_t i)
{
    if (i == 0)
        return list_portably;
#if defined(NH_HAVE_AVX2)
    if (i == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("popcnt"))
        return nh_bit_places_avx2;
#endif
    return NULL;
}

nh_bit_lister nh_bit_lister_get(void)
{
    const char *wish = getenv("NH_CPU");
    const nh_bit_lister fast = nh_bit_lister_usable(1);

    return fast == NULL || (wish != NULL && strcmp(wish, "scalar") == 0) ? list_portably
                                                                         : fast;
}
