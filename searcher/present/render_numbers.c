/* searcher/present/render_numbers.c - numbers written alike whatever locale the host program has. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "searcher/present/render_forms.h"

#define SCORE_BITS 20

/* A score is a whole number of 2^-20, so that its decimals come from whole numbers as well. */
void nh_render_score(nh_score score, unsigned digits, nh_buffer *out)
{
    const uint64_t units = score < 0 ? 0 - (uint64_t)score : (uint64_t)score;
    uint64_t whole = units >> SCORE_BITS;
    uint64_t scale = 1;

    for (unsigned i = 0; i < digits; i++)
        scale *= 10;
    const uint64_t exact = (units & (NH_SCORE_ONE - 1)) * scale;
    const uint64_t left = exact & (NH_SCORE_ONE - 1);
    uint64_t part = exact >> SCORE_BITS;

    part += left > NH_SCORE_ONE / 2 || (left == NH_SCORE_ONE / 2 && (part & 1) != 0);
    whole += part / scale;
    nh_buf_print(out, "%s%" PRIu64 ".%0*" PRIu64, score < 0 ? "-" : "", whole, (int)digits,
                 part % scale);
}

/* Whatever stands between the digits is the locale's way to write a point. */
static void put_with_point(const char *number, nh_buffer *out)
{
    const size_t before = strspn(number, "+-0123456789");
    const size_t between = strcspn(number + before, "+-0123456789e");
    const char *rest = number + before + between;

    nh_buf_bytes(out, number, before);
    if (between > 0)
        nh_buf_u8(out, '.');
    nh_buf_bytes(out, rest, strlen(rest));
}

void nh_render_fixed(double value, int digits, nh_buffer *out)
{
    char text[400]; /* the largest number has 309 digits before its point */

    (void)snprintf(text, sizeof text, "%.*f", digits, value);
    put_with_point(text, out);
}

void nh_render_short(double value, nh_buffer *out)
{
    char text[64];

    (void)snprintf(text, sizeof text, "%g", value);
    put_with_point(text, out);
}
