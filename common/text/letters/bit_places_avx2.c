/* common/text/letters/bit_places_avx2.c - where the bits of masks are, for processors with BMI. */
#include "common/text/letters/bit_places_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>

#define STEP 8u

/* The lowest eight bits of `mask`; anything where there are fewer. Returns the others. */
static inline uint64_t list_eight(uint64_t mask, uint32_t base, uint32_t *out)
{
    for (unsigned i = 0; i < STEP; i++) {
        out[i] = base + (uint32_t)_tzcnt_u64(mask);
        mask = _blsr_u64(mask);
    }
    return mask;
}

/* How many bits a mask has nobody can foretell, so that they are listed by eight:
 * one branch goes astray where eight of them would. */
size_t nh_bit_places_avx2(const uint64_t *masks, size_t n, uint32_t base, uint32_t *out)
{
    uint32_t *const first = out;

    for (size_t i = 0; i < n; i++, base += 64) {
        const uint32_t count = (uint32_t)_mm_popcnt_u64(masks[i]);
        uint64_t rest = list_eight(masks[i], base, out);

        rest = list_eight(rest, base, out + STEP);
        rest = list_eight(rest, base, out + 2 * STEP);
        for (uint32_t done = 3 * STEP; done < count; done += STEP)
            rest = list_eight(rest, base, out + done);
        out += count;
    }
    return (size_t)(out - first);
}

#else

/* Without AVX2 this file is empty but for this declaration, as C wants one. */
typedef int nh_bit_places_avx2_unused;

#endif
