/* common/base/dates/date_scan.c - the spellings of dates. */
#include "common/base/dates/date_scan.h"

#include <strings.h>

#include "common/base/dates/date_names.h"
#include "common/base/str.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static char char_at(const nh_date_scan *scan, size_t ahead)
{
    return scan->at + ahead < scan->text.len ? scan->text.ptr[scan->at + ahead] : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

void nh_scan_blanks(nh_date_scan *scan)
{
    while (char_at(scan, 0) == ' ' || char_at(scan, 0) == '\t' ||
           char_at(scan, 0) == '\n' || char_at(scan, 0) == '\r')
        scan->at++;
}

static bool take_char(nh_date_scan *scan, char c)
{
    if (scan->at == scan->text.len || scan->text.ptr[scan->at] != c)
        return false;
    scan->at++;
    return true;
}

/* A number of `least` to `most` digits, with no digit behind it. */
static bool take_number(nh_date_scan *scan, size_t least, size_t most, unsigned *out)
{
    unsigned value = 0;
    size_t n = 0;

    while (n < most && is_digit(char_at(scan, n)))
        value = value * 10 + (unsigned)(char_at(scan, n++) - '0');
    if (n < least || is_digit(char_at(scan, n)))
        return false;
    scan->at += n;
    *out = value;
    return true;
}

/* Exactly `n` digits, whatever is behind them. */
static bool take_digits(nh_date_scan *scan, size_t n, unsigned *out)
{
    const nh_date_scan part = {{scan->text.ptr, scan->at + n}, scan->at};
    nh_date_scan copy = part;

    if (n > scan->text.len - scan->at || !take_number(&copy, n, n, out))
        return false;
    scan->at += n;
    return true;
}

static nh_str word_at(const nh_date_scan *scan)
{
    size_t n = 0;

    while (is_letter(char_at(scan, n)))
        n++;
    return (nh_str){scan->text.ptr + scan->at, n};
}

static bool take_month(nh_date_scan *scan, unsigned *out)
{
    const nh_str word = word_at(scan);
    const unsigned month = nh_month_of(word);

    if (month == 0)
        return false;
    *out = month;
    scan->at += word.len;
    (void)take_char(scan, '.');
    return true;
}

unsigned nh_days_of_month(int64_t year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* True if month and day, as far as they are given, exist. */
static bool civil_exists(nh_civil civil)
{
    if (civil.year < 1 || civil.year > 9999 || civil.month > 12)
        return false;
    if (civil.month == 0)
        return civil.day == 0;
    return civil.day <= nh_days_of_month(civil.year, civil.month);
}

static bool settle(nh_date_scan *scan, nh_date_scan end, nh_civil civil, nh_civil *out)
{
    if (!civil_exists(civil))
        return false;
    *scan = end;
    *out = civil;
    return true;
}

/* 20250630 */
static bool scan_compact(nh_date_scan *scan, nh_civil *out)
{
    nh_date_scan s = *scan;
    unsigned year = 0;
    nh_civil civil = {0};

    if (!take_digits(&s, 4, &year) || !take_digits(&s, 2, &civil.month) ||
        !take_number(&s, 2, 2, &civil.day) || civil.month == 0 || civil.day == 0)
        return false;
    civil.year = year;
    return settle(scan, s, civil, out);
}

bool nh_scan_digits_date(nh_date_scan *scan, nh_civil *out)
{
    nh_date_scan s = *scan;
    nh_civil civil = {0};
    unsigned number = 0;
    char mark = '\0';

    if (!take_number(&s, 4, 4, &number))
        return scan_compact(scan, out);
    civil.year = number;
    mark = char_at(&s, 0);
    if ((mark == '-' || mark == '/' || mark == '.') && is_digit(char_at(&s, 1))) {
        s.at++;
        if (!take_number(&s, 1, 2, &civil.month) || civil.month == 0)
            return false;
        if (char_at(&s, 0) == mark && is_digit(char_at(&s, 1))) {
            s.at++;
            if (!take_number(&s, 1, 2, &civil.day) || civil.day == 0)
                return false;
        }
    }
    return settle(scan, s, civil, out);
}

bool nh_scan_slash_date(nh_date_scan *scan, nh_civil *out)
{
    nh_date_scan s = *scan;
    unsigned first = 0;
    unsigned second = 0;
    unsigned year = 0;

    if (!take_number(&s, 1, 2, &first))
        return false;
    const char mark = char_at(&s, 0);

    if ((mark != '/' && mark != '.') || !take_char(&s, mark) ||
        !take_number(&s, 1, 2, &second) || !take_char(&s, mark) ||
        !take_number(&s, 4, 4, &year) || first == 0 || second == 0)
        return false;
    if (mark == '.') /* nobody writes the month first with full stops */
        return settle(scan, s, (nh_civil){year, second, first}, out);
    if (first <= 12 && second <= 12 && first != second)
        return false;
    return first > 12 ? settle(scan, s, (nh_civil){year, second, first}, out)
                      : settle(scan, s, (nh_civil){year, first, second}, out);
}

/* Blanks, a comma, a hyphen, a "de" or an "of" between the parts of a date. */
static void skip_between(nh_date_scan *scan)
{
    nh_scan_blanks(scan);
    if (!take_char(scan, ','))
        (void)take_char(scan, '-');
    nh_scan_blanks(scan);

    const nh_str word = word_at(scan);

    if (word.len == 2 &&
        (strncasecmp(word.ptr, "of", 2) == 0 || strncasecmp(word.ptr, "de", 2) == 0)) {
        scan->at += 2;
        nh_scan_blanks(scan);
    }
}

/* 30, 30th, 30. */
static bool take_day(nh_date_scan *scan, unsigned *out)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    nh_date_scan s = *scan;

    if (!take_number(&s, 1, 2, out) || *out == 0)
        return false;
    const nh_str word = word_at(&s);

    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        if (word.len == 2 && strncasecmp(word.ptr, endings[i], 2) == 0)
            s.at += 2;
    }
    (void)take_char(&s, '.');
    *scan = s;
    return true;
}

/* The year of four digits at `s`, which ends the date. */
static bool settle_year(nh_date_scan *scan, nh_date_scan s, nh_civil civil, nh_civil *out)
{
    unsigned year = 0;

    if (!take_number(&s, 4, 4, &year))
        return false;
    civil.year = year;
    return settle(scan, s, civil, out);
}

/* "June 30, 2025" or "June 2025". */
static bool scan_month_first(nh_date_scan *scan, nh_civil *out)
{
    nh_date_scan s = *scan;
    nh_civil civil = {0};

    if (!take_month(&s, &civil.month))
        return false;
    skip_between(&s);
    if (settle_year(scan, s, civil, out))
        return true;
    if (!take_day(&s, &civil.day))
        return false;
    skip_between(&s);
    return settle_year(scan, s, civil, out);
}

/* "30 June 2025". */
static bool scan_day_first(nh_date_scan *scan, nh_civil *out)
{
    nh_date_scan s = *scan;
    nh_civil civil = {0};

    if (!take_day(&s, &civil.day))
        return false;
    skip_between(&s);
    if (!take_month(&s, &civil.month))
        return false;
    skip_between(&s);
    return settle_year(scan, s, civil, out);
}

bool nh_scan_words_date(nh_date_scan *scan, nh_civil *out)
{
    return is_digit(char_at(scan, 0)) ? scan_day_first(scan, out)
                                      : scan_month_first(scan, out);
}

bool nh_scan_weekday(nh_date_scan *scan)
{
    const nh_str word = word_at(scan);

    if (!nh_is_weekday(word))
        return false;
    scan->at += word.len;
    (void)take_char(scan, '.');
    (void)take_char(scan, ',');
    nh_scan_blanks(scan);
    return true;
}

/* +02:00, -0500, +02 */
static bool take_offset(nh_date_scan *scan, int *minutes)
{
    nh_date_scan s = *scan;
    const bool west = char_at(&s, 0) == '-';
    unsigned hour = 0;
    unsigned minute = 0;

    if (!take_char(&s, '+') && !take_char(&s, '-'))
        return false;
    if (!take_digits(&s, 2, &hour) || hour > 14)
        return false;
    (void)take_char(&s, ':');
    if (is_digit(char_at(&s, 0)) && (!take_number(&s, 2, 2, &minute) || minute > 59))
        return false;
    *minutes = (int)(hour * 60 + minute) * (west ? -1 : 1);
    *scan = s;
    return true;
}

/* A zone, or nothing, which is UTC. *known is false after a name that is not known. */
static void take_zone(nh_date_scan *scan, int *minutes, bool *known)
{
    const nh_date_scan before = *scan;

    *known = true;
    *minutes = 0;
    nh_scan_blanks(scan);
    if (take_offset(scan, minutes))
        return;
    const nh_str word = word_at(scan);

    if (word.len == 0 || word.len > 5 || word.ptr[0] < 'A' || word.ptr[0] > 'Z') {
        *scan = before;
        return;
    }
    scan->at += word.len;
    *known = nh_zone_of(word, minutes);
    if (*known)
        (void)take_offset(scan, minutes); /* "GMT+0200" */
}

/* "a.m.", "PM": the hour on the clock of 24 hours. False if there was none to change. */
static bool take_half(nh_date_scan *scan, unsigned *hour)
{
    nh_date_scan s = *scan;

    nh_scan_blanks(&s);
    const char half = (char)(char_at(&s, 0) | 0x20);

    if ((half != 'a' && half != 'p') || *hour == 0 || *hour > 12)
        return false;
    s.at++;
    (void)take_char(&s, '.');
    if ((char_at(&s, 0) | 0x20) != 'm')
        return false;
    s.at++;
    (void)take_char(&s, '.');
    if (is_letter(char_at(&s, 0)))
        return false;
    *hour = *hour % 12 + (half == 'p' ? 12 : 0);
    *scan = s;
    return true;
}

bool nh_scan_time(nh_date_scan *scan, int64_t *out, bool *known)
{
    nh_date_scan s = *scan;
    unsigned hour = 0;
    unsigned minute = 0;
    unsigned second = 0;
    int zone = 0;

    if (!take_number(&s, 1, 2, &hour) || !take_char(&s, ':') ||
        !take_number(&s, 2, 2, &minute))
        return false;
    if (take_char(&s, ':')) {
        if (!take_number(&s, 2, 2, &second))
            return false;
        if ((char_at(&s, 0) == '.' || char_at(&s, 0) == ',') && is_digit(char_at(&s, 1)))
            s.at++;
        while (is_digit(char_at(&s, 0)))
            s.at++;
    }
    (void)take_half(&s, &hour);
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    take_zone(&s, &zone, known);
    *out = (int64_t)hour * 3600 + (int64_t)minute * 60 + second - (int64_t)zone * 60;
    *scan = s;
    return true;
}
