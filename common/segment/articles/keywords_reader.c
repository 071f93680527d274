/* common/segment/articles/keywords_reader.c - article -> source, language and further keywords. */
#include "common/segment/articles/keywords_reader.h"

#include <inttypes.h>

#include "common/base/bytes/cursor.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/segment_impl.h"

#define LEAST_COLUMN_BYTES 44u /* of a column's entry with an empty name */
#define PIECE 1024u            /* codes that are looked at without a branch */

/* The section being checked. */
typedef struct checking {
    nh_segment *seg;
    const uint8_t *bytes;
    uint64_t size;
    nh_cursor c;
    nh_error *err;
} checking;

/* Places of a column's arrays, as its entry says. */
typedef struct places {
    uint64_t value_at, bytes, starts, codes, end;
} places;

static nh_status corrupt(const checking *k, uint64_t at, const char *what)
{
    return nh_container_corrupt(k->seg->file, NH_SECTION_KEYWORDS, at, k->err, "%s", what);
}

static uint64_t aligned4(uint64_t at)
{
    return (at + 3) / 4 * 4;
}

/* Code `i` of a column. */
static uint32_t code_at(const nh_column *column, uint64_t i)
{
    const uint8_t *p = column->codes + i * column->width;

    if (column->width == 1)
        return p[0];
    if (column->width == 2)
        return nh_le16(p);
    return nh_le32(p);
}

nh_str nh_column_value(const nh_column *column, uint32_t v)
{
    const uint32_t from = nh_le32(column->value_at + (size_t)v * 4);
    const uint32_t to = nh_le32(column->value_at + (size_t)v * 4 + 4);

    return (nh_str){(const char *)column->bytes + from, to - from};
}

/* The values are distinct and in byte order, and lie one behind the other. */
static nh_status check_values(const checking *k, const nh_column *column, uint64_t at)
{
    if (nh_le32(column->value_at) != 0)
        return corrupt(k, at, "values that do not begin at 0");
    for (uint32_t v = 0; v < column->n_values; v++) {
        const uint32_t to = nh_le32(column->value_at + (size_t)v * 4 + 4);

        if (to < nh_le32(column->value_at + (size_t)v * 4) || to > column->bytes_size)
            return corrupt(k, at, "a value with an impossible place");
        if (v > 0 &&
            nh_str_compare(nh_column_value(column, v - 1), nh_column_value(column, v)) >= 0)
            return corrupt(k, at, "values out of order");
    }
    return NH_OK;
}

/* The largest of `n` codes from code `from` on, at most PIECE. */
static uint32_t largest_code(const nh_column *column, size_t from, size_t n)
{
    const uint8_t *const p = column->codes + from * column->width;
    uint32_t most = 0;
    uint8_t most8 = 0;

    if (column->width == 1) {
        for (size_t i = 0; i < n; i++)
            most8 = p[i] > most8 ? p[i] : most8;
        return most8;
    }
    for (size_t i = 0; i < n; i++) {
        const uint32_t code = code_at(column, from + i);

        most = code > most ? code : most;
    }
    return most;
}

/* In pieces without branches, which compilers turn into vectors. */
static nh_status check_single(const checking *k, const nh_column *column, uint64_t at)
{
    const size_t n = k->seg->info.articles;

    for (size_t from = 0; from < n; from += PIECE)
        if (largest_code(column, from, n - from < PIECE ? n - from : PIECE) >
            column->n_values)
            return corrupt(k, at, "a code without a value");
    return NH_OK;
}

static nh_status check_multi(const checking *k, const nh_column *column, uint64_t at)
{
    for (uint32_t i = 0; i < k->seg->info.articles; i++) {
        const uint32_t from = nh_le32(column->starts + (size_t)i * 4);
        const uint32_t to = nh_le32(column->starts + (size_t)i * 4 + 4);
        uint32_t before = 0;

        for (uint64_t c = from; c < to; c++) {
            const uint32_t code = code_at(column, c);

            if (code <= before || code > column->n_values)
                return corrupt(k, at, "codes of an article that make no sense");
            before = code;
        }
    }
    return NH_OK;
}

/* Starts of a column's codes: from 0, never falling. *count is how many codes there are. */
static nh_status check_starts(const checking *k, const nh_column *column, uint64_t at,
                              uint64_t *count)
{
    const uint32_t n = k->seg->info.articles;
    uint32_t before = 0;

    if (nh_le32(column->starts) != 0)
        return corrupt(k, at, "starts that do not begin at 0");
    for (uint32_t i = 1; i <= n; i++) {
        const uint32_t start = nh_le32(column->starts + (size_t)i * 4);

        if (start < before)
            return corrupt(k, at, "starts out of order");
        before = start;
    }
    *count = before;
    return NH_OK;
}

/* The arrays of a column lie where arithmetic says, the first one at `from`. */
static nh_status place_column(const checking *k, const places *p, uint64_t from,
                              nh_column *column, uint64_t at)
{
    const uint64_t articles = k->seg->info.articles;
    const uint64_t starts_size = column->multi ? (articles + 1) * 4 : 0;
    uint64_t count = articles;
    nh_status st = NH_OK;

    if (p->value_at != from || p->value_at > k->size || p->end > k->size ||
        (uint64_t)column->n_values * 4 + 4 > k->size - p->value_at ||
        p->bytes != p->value_at + (uint64_t)column->n_values * 4 + 4)
        return corrupt(k, at, "a column whose values are not where they belong");
    column->value_at = k->bytes + p->value_at;
    column->bytes = k->bytes + p->bytes;
    column->bytes_size = nh_le32(column->value_at + (size_t)column->n_values * 4);
    if (column->bytes_size > k->size - p->bytes ||
        p->starts != aligned4(p->bytes + column->bytes_size) || p->starts > k->size ||
        starts_size > k->size - p->starts || p->codes != p->starts + starts_size)
        return corrupt(k, at, "a column whose codes are not where they belong");
    column->starts = k->bytes + p->starts;
    column->codes = k->bytes + p->codes;
    if (column->multi)
        st = check_starts(k, column, p->starts, &count);
    if (st == NH_OK && p->end != p->codes + count * column->width)
        st = corrupt(k, at, "a column that does not end with its codes");
    if (st == NH_OK)
        st = check_values(k, column, p->value_at);
    if (st == NH_OK)
        st = column->multi ? check_multi(k, column, p->codes)
                           : check_single(k, column, p->codes);
    return st;
}

static nh_status read_entry(checking *k, nh_column *column, places *p)
{
    const size_t at = k->c.at;
    uint8_t multi;

    column->name = nh_cur_str(&k->c);
    column->n_values = nh_cur_var32(&k->c);
    multi = nh_cur_u8(&k->c);
    column->multi = multi == 1;
    column->width = nh_cur_u8(&k->c);
    p->value_at = nh_cur_u64(&k->c);
    p->bytes = nh_cur_u64(&k->c);
    p->starts = nh_cur_u64(&k->c);
    p->codes = nh_cur_u64(&k->c);
    p->end = nh_cur_u64(&k->c);
    if (!nh_cur_ok(&k->c))
        return corrupt(k, k->c.bad_at, "ends too early, or a number is misspelt");
    if (column->n_values < 1 || multi > 1 ||
        (column->width != 1 && column->width != 2 && column->width != 4))
        return corrupt(k, at, "a column of impossible shape");
    return NH_OK;
}

/* Entries first, then the arrays in the same order; the second pass reads the entries again. */
static nh_status place_columns(checking *k, nh_column *columns, uint32_t n, size_t entries)
{
    uint64_t from = (k->c.at + 7) / 8 * 8;
    nh_status st = NH_OK;

    k->c.at = entries;
    for (uint32_t i = 0; st == NH_OK && i < n; i++) {
        const size_t at = k->c.at;
        places p;

        st = read_entry(k, &columns[i], &p);
        if (st == NH_OK && i > 0 &&
            nh_str_compare(columns[i - 1].name, columns[i].name) >= 0)
            st = corrupt(k, at, "columns out of order");
        if (st == NH_OK)
            st = place_column(k, &p, from, &columns[i], at);
        from = aligned4(p.end);
        if (st == NH_OK && i + 1 == n && p.end != k->size)
            st = corrupt(k, p.end, "bytes behind the last column");
    }
    return st;
}

static nh_status skip_entries(checking *k, uint32_t n)
{
    nh_column column;
    places p;
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < n; i++)
        st = read_entry(k, &column, &p);
    return st;
}

static nh_status check_columns(nh_segment *seg, nh_error *err)
{
    checking k = {.seg = seg, .err = err};
    nh_column *columns;
    uint32_t n;
    size_t entries;
    nh_status st =
        nh_container_section(seg->file, NH_SECTION_KEYWORDS, &k.bytes, &k.size, err);

    if (st != NH_OK || k.size == 0)
        return st;
    k.c = nh_cur(k.bytes, (size_t)k.size);
    n = nh_cur_var32(&k.c);
    entries = k.c.at;
    if (!nh_cur_ok(&k.c) || n < 1 || n > k.size / LEAST_COLUMN_BYTES)
        return corrupt(&k, 0, "an impossible number of columns");
    columns = (nh_column *)nh_zeroed(seg->env, n, sizeof *columns);
    if (columns == NULL)
        return nh_fail_memory(err, "keyword columns");
    st = skip_entries(&k, n);
    if (st == NH_OK)
        st = place_columns(&k, columns, n, entries);
    if (st != NH_OK) {
        nh_release(seg->env, columns);
        return st;
    }
    seg->columns = columns;
    seg->n_columns = n;
    return NH_OK;
}

nh_status nh_column_count(nh_segment *seg, uint32_t *out, nh_error *err)
{
    const nh_status st = nh_segment_once(seg, NH_READY_COLUMNS, check_columns, err);

    if (st == NH_OK)
        *out = seg->n_columns;
    return st;
}

nh_status nh_column_get(nh_segment *seg, uint32_t i, nh_column *out, nh_error *err)
{
    uint32_t n;
    const nh_status st = nh_column_count(seg, &n, err);

    if (st != NH_OK)
        return st;
    if (i >= n)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET, "no such column");
    *out = seg->columns[i];
    return NH_OK;
}

nh_status nh_column_find(nh_segment *seg, nh_str name, bool *found, nh_column *out,
                         nh_error *err)
{
    uint32_t n = 0;
    const nh_status st = nh_column_count(seg, &n, err);

    *found = false;
    for (uint32_t i = 0; st == NH_OK && i < n && !*found; i++) {
        *found = nh_str_equal(seg->columns[i].name, name);
        if (*found)
            *out = seg->columns[i];
    }
    return st;
}

uint32_t nh_column_values_of(const nh_column *column, uint32_t article)
{
    if (!column->multi)
        return code_at(column, article) != 0;
    return nh_le32(column->starts + (size_t)article * 4 + 4) -
           nh_le32(column->starts + (size_t)article * 4);
}

uint32_t nh_column_value_of(const nh_column *column, uint32_t article, uint32_t i)
{
    if (!column->multi)
        return code_at(column, article) - 1;
    return code_at(column, (uint64_t)nh_le32(column->starts + (size_t)article * 4) + i) - 1;
}
