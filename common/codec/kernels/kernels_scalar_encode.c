/* common/codec/kernels/kernels_scalar_encode.c - the inner loops of encoding in portable C: the definition. */
#include "common/codec/kernels/kernels_impl.h"
#include "common/codec/numbers/bit_writer.h"
#include "common/codec/postings/postings_codec.h"

/* Whether a slot begins a posting is arithmetic rather than a branch, which nothing could
 * foretell. */
size_t nh_slots_take_on(const uint32_t *slots, size_t n, size_t i, nh_slot_rows *rows)
{
    uint32_t before = i > 0 ? slots[i - 1] >> 16 : UINT32_MAX;
    uint32_t count = rows->count, at = rows->at;

    for (; i < n; i++) {
        const uint32_t passage = slots[i] >> 16;

        if (count == rows->room && passage != before)
            break;
        rows->passages[count] = rows->base + passage;
        rows->begins[count] = (uint16_t)at;
        count += passage != before;
        before = passage;
        rows->places[at++] = (uint8_t)(slots[i] >> 8);
    }
    rows->count = count;
    rows->at = at;
    return i;
}

size_t nh_scalar_slots_take(const uint32_t *slots, size_t n, nh_slot_rows *rows)
{
    return nh_slots_take_on(slots, n, 0, rows);
}

#define AT_ONCE 7u /* places of 8 bits that fit a word beside 7 bits */

/* Places of a passage gather in a word, whose whole bytes then go out: there is nothing to ask, but
 * how many places there are. */
uint8_t *nh_scalar_places_pack(const uint8_t *places, const uint8_t *tf,
                               const uint8_t *spans, size_t count, uint8_t *to)
{
    uint64_t word = 0;
    unsigned held = 0;

    for (size_t i = 0; i < count; i++) {
        const unsigned width = nh_position_bits(spans[i]);

        for (unsigned left = tf[i]; left > 0;) {
            const unsigned n = left < AT_ONCE ? left : AT_ONCE;

            for (unsigned k = 0; k < n; k++, held += width)
                word |= (uint64_t)*places++ << held;
            nh_bits_store_word(to, word);
            to += held / 8;
            word >>= held & ~7u;
            held %= 8;
            left -= n;
        }
    }
    return to + (held > 0);
}
