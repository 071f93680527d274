/* searcher/measure/files/decimal.c - numbers written in decimal, read the same in every locale. */
#include "searcher/measure/files/decimal.h"

#include <math.h>

#define DIGITS_KEPT 19    /* of a mantissa: what a u64 holds for certain      */
#define EXPONENT_MAX 5000 /* beyond this a number is 0 or too large anyway */

/* A number on its way: mantissa * 10^exponent. */
typedef struct number {
    bool negative;
    uint64_t mantissa; /* the first DIGITS_KEPT digits that are not leading zeros */
    int kept;          /* how many of them                                        */
    int64_t exponent;
    bool any; /* a digit was seen */
} number;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char peek(nh_str text, size_t at)
{
    return at < text.len ? text.ptr[at] : '\0';
}

static void take_digit(number *n, char c, bool behind_point)
{
    n->any = true;
    if (n->kept < DIGITS_KEPT) {
        n->mantissa = n->mantissa * 10 + (uint64_t)(c - '0');
        n->kept += n->mantissa > 0;
        n->exponent -= behind_point;
    } else {
        n->exponent += !behind_point;
    }
}

/* The digits and the point; returns where they end. */
static size_t take_mantissa(nh_str text, size_t at, number *n)
{
    bool point = false;

    for (; at < text.len; at++) {
        if (text.ptr[at] == '.' && !point)
            point = true;
        else if (is_digit(text.ptr[at]))
            take_digit(n, text.ptr[at], point);
        else
            break;
    }
    return at;
}

/* "e-3", if it is there; returns where it ends, or `at` if what stands there is none. */
static size_t take_exponent(nh_str text, size_t at, number *n)
{
    const bool negative = peek(text, at + 1) == '-';
    size_t i = at + 1 + (negative || peek(text, at + 1) == '+');
    int64_t e = 0;

    if ((peek(text, at) != 'e' && peek(text, at) != 'E') || !is_digit(peek(text, i)))
        return at;
    for (; is_digit(peek(text, i)); i++)
        if (e < EXPONENT_MAX)
            e = e * 10 + (text.ptr[i] - '0');
    n->exponent += negative ? -e : e;
    return i;
}

/* Trailing zeros say nothing: without them 1.50 and 1.5 are the same bits for certain. */
static void drop_zeros(number *n)
{
    while (n->mantissa > 0 && n->mantissa % 10 == 0) {
        n->mantissa /= 10;
        n->exponent++;
    }
}

/* One rounding where both factors are exact (up to 2^53 and 10^22), as Clinger showed (PLDI
 * 1990); beyond that one more for each step. */
static double scale(const number *n)
{
    double value = (double)n->mantissa;
    int64_t left = n->exponent < 0 ? -n->exponent : n->exponent;

    while (left > 0 && value > 0 && isfinite(value)) {
        const int64_t step = left < 22 ? left : 22;
        double power = 1;

        for (int64_t i = 0; i < step; i++)
            power *= 10;
        value = n->exponent < 0 ? value / power : value * power;
        left -= step;
    }
    return value;
}

bool nh_decimal_read(nh_str text, double *out)
{
    number n = {.negative = peek(text, 0) == '-'};
    size_t at = n.negative || peek(text, 0) == '+';
    double value;

    at = take_mantissa(text, at, &n);
    if (n.any)
        at = take_exponent(text, at, &n);
    if (!n.any || at != text.len)
        return false;
    drop_zeros(&n);
    value = scale(&n);
    if (!isfinite(value))
        return false;
    *out = n.negative ? -value : value;
    return true;
}

bool nh_decimal_read_int(nh_str text, int32_t *out)
{
    const bool negative = peek(text, 0) == '-';
    size_t at = negative || peek(text, 0) == '+';
    int64_t value = 0;

    if (at == text.len)
        return false;
    for (; at < text.len; at++) {
        if (!is_digit(text.ptr[at]) || value > INT32_MAX)
            return false;
        value = value * 10 + (text.ptr[at] - '0');
    }
    value = negative ? -value : value;
    if (value < INT32_MIN || value > INT32_MAX)
        return false;
    *out = (int32_t)value;
    return true;
}
