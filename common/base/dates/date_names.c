/* common/base/dates/date_names.c - names of months, days and zones. */
#include "common/base/dates/date_names.h"

#include <strings.h>

#include "common/base/str.h"

/* Names of months, each group in the order of the months. */
static const struct {
    const char *name;
    unsigned month;
} months[] = {
    {"january", 1},   {"february", 2},   {"march", 3},      {"april", 4},
    {"may", 5},       {"june", 6},       {"july", 7},       {"august", 8},
    {"september", 9}, {"october", 10},   {"november", 11},  {"december", 12},
    {"januar", 1},    {"februar", 2},    {"märz", 3},       {"mai", 5},
    {"juni", 6},      {"juli", 7},       {"oktober", 10},   {"dezember", 12},
    {"janvier", 1},   {"février", 2},    {"mars", 3},       {"avril", 4},
    {"juin", 6},      {"juillet", 7},    {"août", 8},       {"septembre", 9},
    {"octobre", 10},  {"novembre", 11},  {"décembre", 12},  {"enero", 1},
    {"febrero", 2},   {"marzo", 3},      {"abril", 4},      {"mayo", 5},
    {"junio", 6},     {"julio", 7},      {"agosto", 8},     {"septiembre", 9},
    {"octubre", 10},  {"noviembre", 11}, {"diciembre", 12},
};

static const char *const weekdays[] = {"monday", "tuesday",  "wednesday", "thursday",
                                       "friday", "saturday", "sunday"};

/* Minutes east of Greenwich. Names that stand for several zones are not here. */
static const struct {
    const char *name;
    int minutes;
} zones[] = {
    {"Z", 0},      {"UTC", 0},    {"GMT", 0},    {"WET", 0},    {"EST", -300},
    {"EDT", -240}, {"ET", -240},  {"CST", -360}, {"CDT", -300}, {"MST", -420},
    {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"BST", 60},   {"CET", 60},
    {"CEST", 120}, {"EET", 120},  {"EEST", 180}, {"MSK", 180},  {"JST", 540},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* True if `word` is `name`, or its first letters (three at least). */
static bool is_short_for(nh_str word, const char *name)
{
    return word.len >= 3 && word.len <= strlen(name) &&
           strncasecmp(word.ptr, name, word.len) == 0;
}

unsigned nh_month_of(nh_str word)
{
    for (size_t i = 0; i < COUNT_OF(months); i++) {
        if (is_short_for(word, months[i].name))
            return months[i].month;
    }
    return 0;
}

bool nh_is_weekday(nh_str word)
{
    for (size_t i = 0; i < COUNT_OF(weekdays); i++) {
        if (is_short_for(word, weekdays[i]))
            return true;
    }
    return false;
}

bool nh_zone_of(nh_str word, int *minutes)
{
    for (size_t i = 0; i < COUNT_OF(zones); i++) {
        if (!nh_str_equal(word, nh_str_of(zones[i].name)))
            continue;
        *minutes = zones[i].minutes;
        return true;
    }
    return false;
}
