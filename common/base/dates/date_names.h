/*
 * common/base/dates/date_names.h - private: names of months, days and zones.
 */
#ifndef NH_BASE_DATE_NAMES_H
#define NH_BASE_DATE_NAMES_H

#include "newshound/base.h"

/* 1..12 for the name of a month in English, German, French or Spanish, or its first three
 * letters or more, in any case; else 0. */
unsigned nh_month_of(nh_str word);

/* True for the English name of a day of the week, or its first three letters or more. */
bool nh_is_weekday(nh_str word);

/* Minutes east of Greenwich of a zone's name in capitals; false if it is not known, or
 * stands for several zones. */
bool nh_zone_of(nh_str word, int *minutes);

#endif
