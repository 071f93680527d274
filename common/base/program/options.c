/* common/base/program/options.c - command lines as tables: words into values. */
#include "common/base/program/options.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/checked.h"
#include "common/base/error.h"
#include "common/base/str.h"

/* Where reading stands. `words` counts what was moved to the front of argv[first..]. */
typedef struct reading {
    const nh_option *table;
    char **argv;
    int argc;
    int at;
    nh_error *err;
} reading;

/* ---- values ------------------------------------------------------------------------- */

static bool read_decimal(nh_str s, uint64_t *out, size_t *used)
{
    uint64_t v = 0;
    size_t n = 0;

    for (; n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9'; n++)
        if (!nh_mul_u64(v, 10, &v) || !nh_add_u64(v, (uint64_t)(s.ptr[n] - '0'), &v))
            return false;
    *out = v;
    *used = n;
    return n > 0;
}

static bool read_count(const char *z, uint64_t *out)
{
    const nh_str s = nh_str_of(z);
    uint64_t v;
    size_t used;

    if (!read_decimal(s, &v, &used) || used != s.len)
        return false;
    *out = v;
    return true;
}

static bool read_size(const char *z, uint64_t *out)
{
    static const struct {
        const char *suffix;
        uint64_t factor;
    } units[] = {
        {"", 1},           {"K", 1u << 10}, {"KiB", 1u << 10}, {"M", 1u << 20},
        {"MiB", 1u << 20}, {"G", 1u << 30}, {"GiB", 1u << 30},
    };
    uint64_t v;
    size_t used;

    if (!read_decimal(nh_str_of(z), &v, &used))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
        if (strcmp(z + used, units[i].suffix) == 0)
            return nh_mul_u64(v, units[i].factor, out);
    return false;
}

static bool read_real(const char *z, double *out)
{
    char *end = NULL;
    double v;

    if (z[strspn(z, "+-.0123456789eE")] != '\0') /* no hexadecimal, no words */
        return false;
    v = strtod(z, &end);
    if (end == z || *end != '\0' || !isfinite(v))
        return false;
    *out = v;
    return true;
}

static bool read_choice(const char *z, const char *words, uint64_t *out)
{
    const size_t len = strlen(z);
    uint64_t index = 0;

    for (const char *word = words;; index++) {
        const size_t n = strcspn(word, "|");

        if (n == len && len > 0 && memcmp(word, z, n) == 0) {
            *out = index;
            return true;
        }
        if (word[n] == '\0')
            return false;
        word += n + 1;
    }
}

static bool read_item(const char *z, nh_option_list *list)
{
    if (list->count == NH_OPTION_LIST_MAX)
        return false;
    list->items[list->count++] = z;
    return true;
}

static const char *what_is_wanted(nh_option_kind kind)
{
    switch (kind) {
    case NH_OPT_COUNT:
        return "a whole number";
    case NH_OPT_SIZE:
        return "a number of bytes, such as 4096, 64K, 256M or 2G";
    case NH_OPT_REAL:
        return "a decimal number, such as 0.9";
    case NH_OPT_CHOICE:
        return "one of";
    case NH_OPT_LIST:
        return "fewer of them";
    case NH_OPT_TEXT:
    case NH_OPT_FLAG:
    case NH_OPT_HEADING:
    case NH_OPT_EXAMPLES:
    case NH_OPT_END:
        break;
    }
    return "a value";
}

static bool store(const nh_option *o, const char *value)
{
    switch (o->kind) {
    case NH_OPT_COUNT:
        return read_count(value, (uint64_t *)o->target);
    case NH_OPT_SIZE:
        return read_size(value, (uint64_t *)o->target);
    case NH_OPT_REAL:
        return read_real(value, (double *)o->target);
    case NH_OPT_CHOICE:
        return read_choice(value, o->argument, (uint64_t *)o->target);
    case NH_OPT_LIST:
        return read_item(value, (nh_option_list *)o->target);
    case NH_OPT_TEXT:
        *(const char **)o->target = value;
        return true;
    case NH_OPT_FLAG:
    case NH_OPT_HEADING:
    case NH_OPT_EXAMPLES:
    case NH_OPT_END:
        break;
    }
    return false;
}

/* The value is called what the help calls it, where its kind says no more. */
static nh_status needs_value(const reading *r, const nh_option *o, const char *shown)
{
    const bool free = o->kind == NH_OPT_TEXT || o->kind == NH_OPT_LIST;
    const char *wanted =
        free && o->argument != NULL ? o->argument : what_is_wanted(o->kind);

    return nh_fail(r->err, NH_E_ARG, shown, NH_NO_OFFSET, "needs a value: %s%s%s", wanted,
                   o->kind == NH_OPT_CHOICE ? " " : "",
                   o->kind == NH_OPT_CHOICE ? o->argument : "");
}

/* `shown` is the option as it was typed: "--limit" or "-n". */
static nh_status take_value(reading *r, const nh_option *o, const char *shown,
                            const char *value)
{
    if (value == NULL && r->at >= r->argc)
        return needs_value(r, o, shown);
    if (value == NULL)
        value = r->argv[r->at++];
    if (store(o, value))
        return NH_OK;
    return nh_fail(r->err, NH_E_ARG, shown, NH_NO_OFFSET,
                   "\"%s\" is not right, wanted %s%s%s", value, what_is_wanted(o->kind),
                   o->kind == NH_OPT_CHOICE ? " " : "",
                   o->kind == NH_OPT_CHOICE ? o->argument : "");
}

/* ---- names -------------------------------------------------------------------------- */

static bool is_option(const nh_option *o)
{
    return o->kind != NH_OPT_HEADING && o->kind != NH_OPT_EXAMPLES;
}

static const nh_option *by_name(const nh_option *table, nh_str name)
{
    for (const nh_option *o = table; o->kind != NH_OPT_END; o++)
        if (is_option(o) && o->name != NULL && nh_str_equal(nh_str_of(o->name), name))
            return o;
    return NULL;
}

static const nh_option *by_letter(const nh_option *table, char letter)
{
    for (const nh_option *o = table; o->kind != NH_OPT_END; o++)
        if (is_option(o) && o->letter == letter && letter != 0)
            return o;
    return NULL;
}

#define NAME_MAX_LEN 31

static size_t least_of(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Levenshtein's distance, one row at a time; names beyond the longest are far from all. */
static size_t distance(nh_str a, nh_str b)
{
    size_t row[NAME_MAX_LEN + 1];

    if (a.len > NAME_MAX_LEN || b.len > NAME_MAX_LEN)
        return NAME_MAX_LEN;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t diagonal = row[0];

        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            const size_t above = row[j];
            const size_t change = a.ptr[i - 1] != b.ptr[j - 1];

            row[j] = least_of(above + 1, row[j - 1] + 1, diagonal + change);
            diagonal = above;
        }
    }
    return row[b.len];
}

/* A name that starts with what was typed, or differs in a third of its letters, rounded up, at
 * most. */
static const nh_option *nearest(const nh_option *table, nh_str typed)
{
    const nh_option *best = NULL;
    size_t best_distance = (typed.len + 2) / 3;

    for (const nh_option *o = table; o->kind != NH_OPT_END; o++) {
        size_t d;

        if (!is_option(o) || o->name == NULL || o->help == NULL)
            continue;
        d = typed.len > 1 && nh_str_starts(nh_str_of(o->name), typed)
                ? 0
                : distance(nh_str_of(o->name), typed);
        if (d <= best_distance && (best == NULL || d < best_distance)) {
            best = o;
            best_distance = d;
        }
    }
    return best;
}

static nh_status unknown_name(reading *r, const char *shown, nh_str name)
{
    const nh_option *near = nearest(r->table, name);

    if (near == NULL)
        return nh_fail(r->err, NH_E_ARG, shown, NH_NO_OFFSET,
                       "no such option; --help lists them");
    return nh_fail(r->err, NH_E_ARG, shown, NH_NO_OFFSET,
                   "no such option; did you mean --%s?", near->name);
}

/* ---- words -------------------------------------------------------------------------- */

/* "--no-name" for a flag called "name"; a table may have a name that begins with "no-". */
static const nh_option *negated(const nh_option *table, nh_str name)
{
    const nh_option *o;

    if (!nh_str_starts(name, NH_STR("no-")))
        return NULL;
    o = by_name(table, nh_str_part(name, 3, name.len - 3));
    return o != NULL && o->kind == NH_OPT_FLAG ? o : NULL;
}

static nh_status take_flag(reading *r, const nh_option *o, bool on, const char *shown,
                           const char *value)
{
    if (value != NULL)
        return nh_fail(r->err, NH_E_ARG, shown, NH_NO_OFFSET, "takes no value");
    *(bool *)o->target = on;
    return NH_OK;
}

/* `word` begins with two dashes. */
static nh_status take_long(reading *r, const char *word)
{
    const nh_str name = {word + 2, strcspn(word + 2, "=")};
    const char *value = word[2 + name.len] == '=' ? word + 2 + name.len + 1 : NULL;
    const nh_option *o = by_name(r->table, name);
    char shown[64];

    snprintf(shown, sizeof shown, "--%.*s", NH_STR_ARG(name));
    if (o != NULL && o->kind == NH_OPT_FLAG)
        return take_flag(r, o, true, shown, value);
    if (o != NULL)
        return take_value(r, o, shown, value);
    o = negated(r->table, name);
    return o != NULL ? take_flag(r, o, false, shown, value) : unknown_name(r, shown, name);
}

/* `word` is a dash and letters: flags, of which the last may be an option with its value. */
static nh_status take_letters(reading *r, const char *word)
{
    for (const char *z = word + 1; *z != '\0'; z++) {
        const nh_option *o = by_letter(r->table, *z);
        const char shown[3] = {'-', *z, '\0'};

        if (o == NULL)
            return nh_fail(r->err, NH_E_ARG, (unsigned char)*z < 0x80 ? shown : word,
                           NH_NO_OFFSET, "no such option; --help lists them");
        if (o->kind != NH_OPT_FLAG)
            return take_value(r, o, shown, z[1] != '\0' ? z + 1 : NULL);
        *(bool *)o->target = true;
    }
    return NH_OK;
}

nh_status nh_options_read(const nh_option *table, int argc, char **argv, int first,
                          int *rest, nh_error *err)
{
    reading r = {.table = table, .argv = argv, .argc = argc, .at = first, .err = err};
    bool ended = false;
    int words = 0;

    while (r.at < argc) {
        char *word = argv[r.at++];
        nh_status st = NH_OK;

        if (ended || word[0] != '-' || word[1] == '\0')
            argv[first + words++] = word;
        else if (strcmp(word, "--") == 0)
            ended = true;
        else
            st = word[1] == '-' ? take_long(&r, word) : take_letters(&r, word);
        if (st != NH_OK)
            return st;
    }
    *rest = words;
    return NH_OK;
}
