/*
 * common/text/passages/date.h - civil dates to seconds, and newspaper spellings of dates.
 */
#ifndef NH_TEXT_DATE_H
#define NH_TEXT_DATE_H

#include "newshound/base.h"

/*
 * Reads a whole field: 2025, 2025-06, 2025-06-30, 20250630, 2025-06-30T12:34:56Z (or +02:00,
 * or without a zone: UTC), "June 30, 2025", "30 June 2025", "26-FEB-1987 15:01:01.79",
 * "Mon, 30 Jun 2025 10:00:00 GMT". True and *out (source left at 0), or false.
 */
bool nh_date_read(nh_str text, nh_date *out);

/*
 * The first date of day precision in a running text, where the year is given. True, *out
 * and its place [*at, *at + *size); false where there is none.
 */
bool nh_date_find(nh_str text, nh_date *out, size_t *at, size_t *size);

/* The first and the last second that the date covers: a month covers all its days. */
void nh_date_range(nh_date date, int64_t *first, int64_t *last);

/* Days since 1970-01-01 of a civil date (proleptic Gregorian), year -9999..9999. */
int64_t nh_date_days(int64_t year, unsigned month, unsigned day);

/* "2025-06-30", "2025-06", "2025", "2025-06-30T12:34:56Z", or "" for no date. NUL-ended. */
void nh_date_format(nh_date date, char out[32]);

#endif
