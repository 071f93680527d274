/* searcher/query/query_field.c - what stands before a colon, and dates behind it. */
#include "searcher/query/query_field.h"

#include "common/base/dates/date.h"
#include "common/base/str.h"

#define MOST_NAME 64 /* bytes; longer names are text */
#define DAY 86400    /* seconds */
#define MOST_DAYS 36525000

static bool is_one_of(nh_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (nh_str_equal(name, nh_str_of(names[i])))
            return true;
    return false;
}

/* The columns that every index has. */
static bool is_standard_column(void *self, nh_str name)
{
    static const char *const names[] = {"id",      "source", "lang",
                                        "section", "byline", "place"};

    (void)self;
    return is_one_of(name, names, sizeof names / sizeof *names);
}

static nh_field_kind kind_of(const nh_query_rules *rules, nh_str name)
{
    static const char *const scopes[] = {"title", "lede"};
    static const char *const dates[] = {"date", "after", "before", "last"};
    static const char *const reserved[] = {"sentence", "passage"};

    if (is_one_of(name, scopes, sizeof scopes / sizeof *scopes))
        return NH_FIELD_SCOPE;
    if (is_one_of(name, dates, sizeof dates / sizeof *dates))
        return NH_FIELD_DATE;
    if (is_one_of(name, reserved, sizeof reserved / sizeof *reserved))
        return NH_FIELD_RESERVED;
    if (rules->is_field != NULL ? rules->is_field(rules->self, name)
                                : is_standard_column(NULL, name))
        return NH_FIELD_KEYWORD;
    return NH_FIELD_NONE;
}

nh_query_field nh_query_field_find(nh_query_builder *b, nh_str name)
{
    char low[MOST_NAME];
    nh_query_field field = {NH_FIELD_NONE, name};

    if (name.len == 0 || name.len > MOST_NAME)
        return field;
    for (size_t i = 0; i < name.len; i++)
        low[i] = name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? (char)(name.ptr[i] | 0x20)
                                                          : name.ptr[i];
    field.kind = kind_of(&b->rules, (nh_str){low, name.len});
    if (field.kind != NH_FIELD_NONE && memcmp(low, name.ptr, name.len) != 0)
        field.name = nh_builder_keep(b, (nh_str){low, name.len});
    return field;
}

static bool read_period(nh_str text, int64_t *first, int64_t *last)
{
    nh_date date;

    if (!nh_date_parse(text, &date))
        return false;
    nh_date_range(date, first, last);
    return true;
}

/* Where ".." begins in `s`, or its length. */
static size_t find_dots(nh_str s)
{
    for (size_t i = 0; i + 1 < s.len; i++)
        if (s.ptr[i] == '.' && s.ptr[i + 1] == '.')
            return i;
    return s.len;
}

/* A..B, A.., ..B, .. */
static bool read_range(nh_str value, size_t dots, nh_node *out, bool *turned)
{
    const nh_str left = nh_str_part(value, 0, dots);
    const nh_str right = nh_str_part(value, dots + 2, value.len - dots - 2);
    int64_t from = INT64_MIN, to = INT64_MAX, left_end = 0, right_start = 0;

    if (left.len > 0 && !read_period(left, &from, &left_end))
        return false;
    if (right.len > 0 && !read_period(right, &right_start, &to))
        return false;
    *turned = from > to;
    out->from = *turned ? right_start : from;
    out->to = *turned ? left_end : to;
    return true;
}

static bool read_date(nh_str value, nh_node *out, bool *turned)
{
    const size_t dots = find_dots(value);
    int64_t from, to;

    if (nh_str_equal(value, NH_STR("none"))) {
        out->undated = true;
        return true;
    }
    if (dots < value.len)
        return read_range(value, dots, out, turned);
    if (!read_period(value, &from, &to))
        return false;
    out->from = from;
    out->to = to;
    return true;
}

static int64_t unit_days(char unit)
{
    switch (unit) {
    case 'd':
        return 1;
    case 'w':
        return 7;
    case 'm':
        return 30;
    case 'y':
        return 365;
    default:
        return 0;
    }
}

/* 7d: that long before now, until now. */
static bool read_last(nh_str value, int64_t now, nh_node *out)
{
    int64_t n = 0, days;

    if (value.len < 2 || now == INT64_MIN)
        return false;
    days = unit_days(value.ptr[value.len - 1]);
    for (size_t i = 0; i + 1 < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9' || n > MOST_DAYS)
            return false;
        n = n * 10 + (value.ptr[i] - '0');
    }
    if (days == 0 || n > MOST_DAYS / days || now < INT64_MIN + n * days * DAY)
        return false;
    out->from = now - n * days * DAY;
    out->to = now;
    return true;
}

bool nh_query_date_read(nh_str field, nh_str value, int64_t now, nh_node *out, bool *turned)
{
    nh_node node = *out;
    int64_t first, last;

    *turned = false;
    node.from = INT64_MIN;
    node.to = INT64_MAX;
    if (nh_str_equal(field, NH_STR("date"))) {
        if (!read_date(value, &node, turned))
            return false;
    } else if (nh_str_equal(field, NH_STR("last"))) {
        if (!read_last(value, now, &node))
            return false;
    } else {
        if (!read_period(value, &first, &last))
            return false;
        if (nh_str_equal(field, NH_STR("after")))
            node.from = last < INT64_MAX ? last + 1 : last;
        else
            node.to = first > INT64_MIN ? first - 1 : first;
    }
    *out = node;
    return true;
}
