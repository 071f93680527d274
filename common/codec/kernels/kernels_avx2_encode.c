/* common/codec/kernels/kernels_avx2_encode.c - the inner loops of encoding, for processors with AVX2. */
#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

#include <immintrin.h>
#include <string.h>

#include "common/codec/kernels/byte_ones.h"
#include "common/codec/postings/postings_codec.h"

#define STEP 8u

/* Slots i..i + 7, none of which is the first; there is room for as many postings. */
static inline void take_eight(const uint32_t *slots, size_t i, nh_slot_rows *rows)
{
    const __m256i bytes =
        _mm256_setr_epi8(1, 5, 9, 13, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
                         -1, -1, -1, 1, 5, 9, 13, -1, -1, -1, -1, -1, -1, -1, -1);
    __m256i now, before, same, places;
    __m128i ones;
    unsigned fresh;

    memcpy(&now, slots + i, sizeof now);
    memcpy(&before, slots + i - 1, sizeof before);
    places = _mm256_shuffle_epi8(now, bytes);
    ones =
        _mm_or_si128(_mm256_castsi256_si128(places), _mm256_extracti128_si256(places, 1));
    _mm_storel_epi64((__m128i *)(void *)(rows->places + rows->at), ones);
    now = _mm256_srli_epi32(now, 16);
    same = _mm256_cmpeq_epi32(now, _mm256_srli_epi32(before, 16));
    fresh = (unsigned)_mm256_movemask_ps(_mm256_castsi256_ps(same)) ^ 255u;
    ones = _mm_cvtsi64_si128((long long)nh_byte_ones[fresh]);
    now = _mm256_add_epi32(now, _mm256_set1_epi32((int)rows->base));
    now = _mm256_permutevar8x32_epi32(now, _mm256_cvtepu8_epi32(ones));
    memcpy(rows->passages + rows->count, &now, sizeof now);
    ones = _mm_add_epi16(_mm_cvtepu8_epi16(ones), _mm_set1_epi16((short)rows->at));
    memcpy(rows->begins + rows->count, &ones, sizeof ones);
    rows->count += (uint32_t)__builtin_popcount(fresh);
    rows->at += STEP;
}

size_t nh_avx2_slots_take(const uint32_t *slots, size_t n, nh_slot_rows *rows)
{
    nh_slot_rows now = *rows;
    size_t i = 0;

    if (n > STEP && now.count < now.room)
        i = nh_slots_take_on(slots, 1, 0, &now);
    for (; i > 0 && n - i >= STEP && now.room - now.count >= STEP; i += STEP)
        take_eight(slots, i, &now);
    i = nh_slots_take_on(slots, n, i, &now);
    rows->count = now.count;
    rows->at = now.at;
    return i;
}

/* ---- places ------------------------------------------------------------------------- */

#define AT_ONCE 7u  /* places of 8 bits that fit a word beside 7 bits       */
#define MASKS 1024u /* places whose masks are spread before they are packed */
#define SPREAD 0x0101010101010101u

/* Bits on their way out: whole bytes went, fewer than 8 bits are held. */
typedef struct packing {
    const uint8_t *places;
    uint8_t *to;
    uint64_t word;
    unsigned held;
} packing;

/* Up to seven places; each byte of `masks` has the bits that its place takes. */
static inline void pack_some(packing *p, uint64_t places, uint64_t masks)
{
    p->word |= _pext_u64(places, masks) << p->held;
    p->held += (unsigned)__builtin_popcountll(masks);
    memcpy(p->to, &p->word, sizeof p->word);
    p->to += p->held / 8;
    p->word >>= p->held & ~7u;
    p->held %= 8;
}

static void pack_all(packing *now, const uint8_t *masks, size_t n)
{
    packing p = *now;
    uint64_t m = 0, places = 0;

    for (; n > AT_ONCE; n -= AT_ONCE) { /* so that a place behind can be read */
        memcpy(&m, masks, sizeof m);
        memcpy(&places, p.places, sizeof places);
        pack_some(&p, places, m & (((uint64_t)1 << 8 * AT_ONCE) - 1));
        masks += AT_ONCE;
        p.places += AT_ONCE;
    }
    m = places = 0;
    memcpy(&m, masks, n);
    memcpy(&places, p.places, n);
    pack_some(&p, places, m);
    p.places += n;
    *now = p;
}

/* Each place has a mask of its own, as wide as its passage asks for, and one instruction puts the
 * places of seven masks side by side. */
uint8_t *nh_avx2_places_pack(const uint8_t *places, const uint8_t *tf, const uint8_t *spans,
                             size_t n, uint8_t *to)
{
    packing p = {.places = places, .to = to};
    uint8_t masks[MASKS + 256 + 8];
    size_t have = 0;

    for (size_t k = 0; k < n; k++) {
        const uint64_t mask = SPREAD * ((1u << nh_position_bits(spans[k])) - 1);

        memcpy(masks + have, &mask, sizeof mask);
        for (unsigned i = 8; i < tf[k]; i += 8)
            memcpy(masks + have + i, &mask, sizeof mask);
        have += tf[k];
        if (have >= MASKS) {
            pack_all(&p, masks, have);
            have = 0;
        }
    }
    pack_all(&p, masks, have);
    return p.to + (p.held > 0);
}

#else

typedef int nh_kernels_avx2_encode_absent; /* a file may not be empty */

#endif
