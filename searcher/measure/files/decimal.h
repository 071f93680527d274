/*
 * searcher/measure/files/decimal.h - numbers written in decimal, read the same in every locale.
 */
#ifndef NH_SEARCHER_DECIMAL_H
#define NH_SEARCHER_DECIMAL_H

#include "newshound/base.h"

/*
 * Reads the whole of `text` as a number: sign, digits with at most one point among them, and an
 * exponent. Exact to the nearest double where the digits are at most 15 and the exponent is
 * small, as in any run file; else within a few units of the last place. What is too large is no
 * number, what is too small is 0.
 */
bool nh_decimal_read(nh_str text, double *out);

/* Reads the whole of `text` as a whole number in the range of int32_t, with a sign or without. */
bool nh_decimal_read_int(nh_str text, int32_t *out);

#endif
