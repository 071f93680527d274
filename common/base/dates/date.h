/*
 * common/base/dates/date.h - dates in running text, and what a date covers; base.h reads and writes them.
 */
#ifndef NH_BASE_DATE_H
#define NH_BASE_DATE_H

#include "newshound/base.h"

/*
 * The first date of day precision in a running text, where the year is given. True, *out
 * and its place [*at, *at + *size); false where there is none.
 */
bool nh_date_find(nh_str text, nh_date *out, size_t *at, size_t *size);

/* The first and the last second that the date covers: a month covers all its days. */
void nh_date_range(nh_date date, int64_t *first, int64_t *last);

/* Days since 1970-01-01 of a civil date (proleptic Gregorian), year -9999..9999. */
int64_t nh_date_days(int64_t year, unsigned month, unsigned day);

#endif
