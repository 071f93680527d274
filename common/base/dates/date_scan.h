/*
 * common/base/dates/date_scan.h - private: reading a date and a time of day from a place in a text.
 */
#ifndef NH_BASE_DATE_SCAN_H
#define NH_BASE_DATE_SCAN_H

#include "newshound/base.h"

/* A place in a text. */
typedef struct nh_date_scan {
    nh_str text; /* borrowed */
    size_t at;
} nh_date_scan;

/* A civil date; month and day are 0 where they are not given. */
typedef struct nh_civil {
    int64_t year; /* 1..9999 */
    unsigned month;
    unsigned day;
} nh_civil;

/* Each reads what it names and steps over it; else it is false and the place unchanged. */

/* 2025, 2025-06, 2025-06-30, 20250630, with - / or . between. */
bool nh_scan_digits_date(nh_date_scan *scan, nh_civil *out);

/* "June 30, 2025", "30 June 2025", "26-FEB-1987", "30. Juni 2025", "30 de junio de 2025",
 * "June 2025". */
bool nh_scan_words_date(nh_date_scan *scan, nh_civil *out);

/* 6/30/2025 or 30/6/2025, where only one reading is a date. */
bool nh_scan_slash_date(nh_date_scan *scan, nh_civil *out);

/* A day of the week and the comma after it: "Mon, ". */
bool nh_scan_weekday(nh_date_scan *scan);

/* A time of day and its zone; *out is seconds to add to the day's first, UTC. *known is
 * false where the zone is a name that is not known. */
bool nh_scan_time(nh_date_scan *scan, int64_t *out, bool *known);

/* Steps over blanks. */
void nh_scan_blanks(nh_date_scan *scan);

/* Days of a month. */
unsigned nh_days_of_month(int64_t year, unsigned month);

#endif
