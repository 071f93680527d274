/* common/base/dates/date.c - civil dates to seconds, and newspaper spellings of dates. */
#include "common/base/dates/date.h"

#include <inttypes.h>
#include <stdio.h>

#include "common/base/dates/date_scan.h"

#define DAY_SECONDS INT64_C(86400)

/*
 * Years are counted from March, so that the leap day is the last of a year, and in eras of
 * 400 years, which all have 146,097 days (after H. Hinnant, "chrono-compatible low-level date
 * algorithms").
 */
int64_t nh_date_days(int64_t year, unsigned month, unsigned day)
{
    const int64_t y = month <= 2 ? year - 1 : year;
    const int64_t era = (y >= 0 ? y : y - 399) / 400;
    const int64_t year_of_era = y - era * 400;
    const int64_t m = (month + 9) % 12;
    const int64_t day_of_year = (153 * m + 2) / 5 + (int64_t)day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

/* The civil date of a day: the inverse of nh_date_days(). */
static nh_civil civil_of(int64_t days)
{
    const int64_t z = days + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t day_of_era = z - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t m = (5 * day_of_year + 2) / 153;
    nh_civil civil = {.year = year_of_era + era * 400};

    civil.day = (unsigned)(day_of_year - (153 * m + 2) / 5 + 1);
    civil.month = (unsigned)(m < 10 ? m + 3 : m - 9);
    if (civil.month <= 2)
        civil.year++;
    return civil;
}

static nh_date date_of(nh_civil civil)
{
    nh_date date = {.precision = NH_DATE_YEAR};

    if (civil.month > 0)
        date.precision = civil.day > 0 ? NH_DATE_DAY : NH_DATE_MONTH;
    date.seconds = DAY_SECONDS * nh_date_days(civil.year, civil.month > 0 ? civil.month : 1,
                                              civil.day > 0 ? civil.day : 1);
    return date;
}

/* The time of day behind a date, after a T, a blank, a colon or "at". */
static bool read_time(nh_date_scan *scan, nh_date *date)
{
    int64_t seconds = 0;
    bool known = true;
    const size_t left = scan->text.len - scan->at;
    const char *rest = scan->text.ptr + scan->at;

    if (left > 1 && (rest[0] == 'T' || rest[0] == 't' || rest[0] == ':' || rest[0] == ','))
        scan->at++;
    nh_scan_blanks(scan);
    if (scan->text.len - scan->at > 3 && scan->text.ptr[scan->at] == 'a' &&
        scan->text.ptr[scan->at + 1] == 't')
        scan->at += 2;
    nh_scan_blanks(scan);
    if (!nh_scan_time(scan, &seconds, &known))
        return false;
    if (known) { /* else the day is all that is sure */
        date->seconds += seconds;
        date->precision = NH_DATE_SECOND;
    }
    return true;
}

bool nh_date_parse(nh_str text, nh_date *out)
{
    nh_date_scan scan = {text, 0};
    nh_civil civil = {0};
    nh_date date = {0};

    nh_scan_blanks(&scan);
    (void)nh_scan_weekday(&scan);
    if (!nh_scan_slash_date(&scan, &civil) && !nh_scan_words_date(&scan, &civil) &&
        !nh_scan_digits_date(&scan, &civil))
        return false;
    date = date_of(civil);
    nh_scan_blanks(&scan);
    if (scan.at < text.len && (date.precision != NH_DATE_DAY || !read_time(&scan, &date)))
        return false;
    nh_scan_blanks(&scan);
    if (scan.at < text.len)
        return false;
    *out = date;
    return true;
}

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (unsigned char)c >= 0x80;
}

bool nh_date_find(nh_str text, nh_date *out, size_t *at, size_t *size)
{
    for (size_t i = 0; i < text.len; i++) {
        nh_date_scan scan = {text, i};
        nh_civil civil = {0};

        if (!is_word_byte(text.ptr[i]) || (i > 0 && is_word_byte(text.ptr[i - 1])))
            continue;
        if ((!nh_scan_words_date(&scan, &civil) && !nh_scan_digits_date(&scan, &civil) &&
             !nh_scan_slash_date(&scan, &civil)) ||
            civil.day == 0 ||
            (scan.at < text.len && is_word_byte(text.ptr[scan.at]) &&
             text.ptr[scan.at] != 'T'))
            continue;
        *out = date_of(civil);
        *at = i;
        *size = scan.at - i;
        return true;
    }
    return false;
}

void nh_date_range(nh_date date, int64_t *first, int64_t *last)
{
    const int64_t day =
        (date.seconds - (date.seconds < 0 ? DAY_SECONDS - 1 : 0)) / DAY_SECONDS;
    const nh_civil civil = civil_of(day);

    *first = date.seconds;
    *last = date.seconds;
    if (date.precision == NH_DATE_DAY)
        *last = date.seconds + DAY_SECONDS - 1;
    if (date.precision == NH_DATE_MONTH)
        *last = date.seconds +
                DAY_SECONDS * (int64_t)nh_days_of_month(civil.year, civil.month) - 1;
    if (date.precision == NH_DATE_YEAR)
        *last = DAY_SECONDS * nh_date_days(civil.year + 1, 1, 1) - 1;
}

void nh_date_text(nh_date date, char out[NH_DATE_TEXT_SIZE])
{
    const int64_t day =
        (date.seconds - (date.seconds < 0 ? DAY_SECONDS - 1 : 0)) / DAY_SECONDS;
    const int64_t rest = date.seconds - day * DAY_SECONDS;
    const nh_civil civil = civil_of(day);
    int n = 0;

    out[0] = '\0';
    if (date.precision == NH_DATE_NONE || civil.year > 9999 || civil.year < 0)
        return;
    n = snprintf(out, NH_DATE_TEXT_SIZE, "%04" PRId64, civil.year);
    if (date.precision >= NH_DATE_MONTH)
        n += snprintf(out + n, NH_DATE_TEXT_SIZE - (size_t)n, "-%02u", civil.month);
    if (date.precision >= NH_DATE_DAY)
        n += snprintf(out + n, NH_DATE_TEXT_SIZE - (size_t)n, "-%02u", civil.day);
    if (date.precision >= NH_DATE_SECOND)
        (void)snprintf(out + n, NH_DATE_TEXT_SIZE - (size_t)n, "T%02d:%02d:%02dZ",
                       (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60));
}
