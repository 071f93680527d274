/* common/codec/numbers/sparse.c - numbers of which most are zero. */
#include "common/codec/numbers/sparse.h"

#include <string.h>

#include "common/codec/numbers/bit_reader.h"
#include "common/codec/numbers/bit_writer.h"
#include "common/codec/numbers/unary.h"

#define MOST_LOW 15u
#define SHORT_SIZE 255u /* so many bytes are read with zeros behind them                 */
#define SHORT_BITS 57u  /* of a load, wherever it begins in a byte                       */

static unsigned low_of(uint64_t sum, size_t n)
{
    const unsigned low = nh_unary_low(sum, n);

    return low < MOST_LOW ? low : MOST_LOW;
}

/* Whether four numbers are all zero, as most are. */
static inline bool are_zero(const uint16_t *four)
{
    uint64_t together;

    memcpy(&together, four, sizeof together);
    return together == 0;
}

/* The first number from `i` on that is not zero; n if there is none. */
static inline size_t next_number(const uint16_t *values, size_t n, size_t i)
{
    while (n - i >= 4 && are_zero(values + i))
        i += 4;
    while (i < n && values[i] == 0)
        i++;
    return i;
}

/* The bits that all numbers take. */
static size_t measure_bits(const uint16_t *values, size_t n, const nh_sparse_plan *plan)
{
    size_t bits = 0, next = 0;

    for (size_t i = next_number(values, n, 0); i < n; i = next_number(values, n, next)) {
        bits += ((i - next) >> plan->gap_low) + 1 + plan->gap_low;
        bits += ((values[i] - 1u) >> plan->value_low) + 1 + plan->value_low;
        next = i + 1;
    }
    return bits;
}

/* At least so many bits are the numbers' high parts, `sum` being their sum: what their low parts
 * can hold of it at most is taken off. */
static size_t least_high(uint64_t sum, size_t ones, unsigned low)
{
    const uint64_t lows = (uint64_t)ones * ((1u << low) - 1);

    return sum > lows ? (size_t)((sum - lows) >> low) : 0;
}

nh_sparse_plan nh_sparse_measure(const uint16_t *values, size_t n, size_t below)
{
    nh_sparse_plan plan = {.size = SIZE_MAX};
    uint32_t sum = 0, ones = 0;
    size_t end = n, least;

    for (size_t i = 0; i < n; i++) {
        ones += values[i] != 0;
        sum += values[i];
    }
    if (ones == 0)
        return plan;
    while (values[end - 1] == 0)
        end--;
    plan.gap_low = low_of(end - ones, ones);
    plan.value_low = low_of(sum - ones, ones);
    least = (size_t)ones * (2 + plan.gap_low + plan.value_low) +
            least_high(end - ones, ones, plan.gap_low) +
            least_high(sum - ones, ones, plan.value_low);
    if (1 + (least + 7) / 8 >= below)
        return plan;
    plan.size = 1 + (measure_bits(values, n, &plan) + 7) / 8;
    if (plan.size >= below)
        plan.size = SIZE_MAX;
    return plan;
}

static inline void put_number(nh_bit_writer *w, uint32_t value, unsigned low)
{
    nh_bits_put_unary(w, value >> low, value & ((1u << low) - 1), low);
}

void nh_sparse_put(const uint16_t *values, size_t n, const nh_sparse_plan *plan,
                   nh_buffer *out)
{
    uint8_t *to = nh_buf_extend(out, plan->size);
    nh_bit_writer w = {.next = to};
    size_t next = 0;

    if (to == NULL)
        return;
    nh_bits_put(&w, plan->gap_low | plan->value_low << 4, 8);
    for (size_t i = next_number(values, n, 0); i < n; i = next_number(values, n, next)) {
        put_number(&w, (uint32_t)(i - next), plan->gap_low);
        put_number(&w, values[i] - 1u, plan->value_low);
        next = i + 1;
    }
    nh_bits_end(&w);
}

/* False behind the last number, and where bits are missing, which *cut says. */
static bool take_number(nh_bit_reader *r, unsigned low, uint64_t *out, bool *cut)
{
    uint32_t high, rest = 0;

    if (!nh_bits_unary(r, &high))
        return false;
    *cut = !nh_bits_take(r, low, &rest);
    *out = (uint64_t)high << low | rest;
    return !*cut;
}

/* All of them, however long; the bytes are those behind the first. */
static bool get_any(const uint8_t *bytes, size_t size, nh_sparse_plan plan, size_t n,
                    uint32_t most, uint16_t *values)
{
    nh_bit_reader r = nh_bits_of(bytes, size);
    uint64_t at = 0, gap, value;
    unsigned spare = 8; /* bits that were held behind the last number */
    bool cut = false;

    memset(values, 0, n * sizeof *values);
    while (take_number(&r, plan.gap_low, &gap, &cut)) {
        at += gap;
        if (at >= n || !take_number(&r, plan.value_low, &value, &cut) || value >= most)
            return false;
        values[at++] = (uint16_t)(value + 1);
        spare = r.next == r.end ? r.held : 8;
    }
    return !cut && at > 0 && spare < 8;
}

/* The number in front of *word, some bit of which is set, and as many bits as it has. */
static inline uint32_t take_short(uint64_t *word, unsigned low, uint32_t mask, size_t *bits)
{
    const unsigned high = (unsigned)__builtin_ctzll(*word);
    const uint64_t rest = *word >> high >> 1;

    *word = rest >> low;
    *bits += high;
    return high << low | ((uint32_t)rest & mask);
}

/* The same of bytes with zeros behind them, a gap and a value with each load; false, too, if
 * something takes more care. */
static bool get_short(const uint8_t *bytes, size_t size, nh_sparse_plan plan, size_t n,
                      uint32_t most, uint16_t *values)
{
    const uint32_t gaps = (1u << plan.gap_low) - 1, others = (1u << plan.value_low) - 1;
    const size_t end = 8 * size, least = plan.gap_low + plan.value_low + 2;
    size_t bit = 0, at = 0;
    uint64_t word;

    memset(values, 0, n * sizeof *values);
    while ((word = nh_le64(bytes + bit / 8) >> bit % 8) != 0) {
        size_t used = least;
        uint32_t value;

        at += take_short(&word, plan.gap_low, gaps, &used);
        if (at >= n || word == 0)
            return false;
        value = take_short(&word, plan.value_low, others, &used);
        bit += used;
        if (value >= most || used > SHORT_BITS || bit > end)
            return false;
        values[at++] = (uint16_t)(value + 1);
    }
    return at > 0 && end - bit < 8;
}

bool nh_sparse_get(const uint8_t *bytes, size_t size, size_t n, uint32_t most,
                   uint16_t *values)
{
    nh_sparse_plan plan = {0};
    uint8_t padded[SHORT_SIZE + 16];

    if (size == 0)
        return false;
    plan.gap_low = bytes[0] & 15u;
    plan.value_low = bytes[0] >> 4;
    bytes++;
    size--;
    if (size <= SHORT_SIZE) {
        memcpy(padded, bytes, size);
        memset(padded + size, 0, 16);
        if (get_short(padded, size, plan, n, most, values))
            return true;
    }
    return get_any(bytes, size, plan, n, most, values);
}
