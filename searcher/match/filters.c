/* searcher/match/filters.c - articles by their keywords, ids and dates. */
#include "searcher/match/filters.h"

#include "common/base/bytes/buffer.h"
#include "common/base/dates/date.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/text/letters/fold.h"
#include "searcher/match/bits.h"

#define LONGEST_YEAR ((int64_t)366 * 86400) /* seconds */

/* A value as it is compared: each word between blanks folded. Appended to `out`. */
static void fold_value(nh_str value, nh_buffer *out)
{
    for (size_t at = 0, end; at < value.len; at = end + 1) {
        char folded[NH_WORD_MAX];
        nh_str word;
        size_t size;

        for (end = at; end < value.len && value.ptr[end] != ' ';)
            end++;
        word = nh_str_part(value, at, end - at);
        size = nh_fold(word, NH_FOLD_CASE | NH_FOLD_MARKS, folded);
        nh_buf_text(out, size != NH_FOLD_TOO_LONG ? (nh_str){folded, size} : word);
        if (end < value.len)
            nh_buf_u8(out, ' ');
    }
}

/* What values are compared with. */
typedef struct wanted {
    nh_buffer text;
    nh_buffer value;
    bool prefix;
} wanted;

static void begin_wanted(wanted *w, const nh_node *node, const nh_env *env)
{
    *w = (wanted){.text = {.env = env}, .value = {.env = env}, .prefix = node->prefix};
    fold_value(node->text, &w->text);
}

static nh_status end_wanted(wanted *w, nh_status st, nh_error *err)
{
    if (st == NH_OK)
        st = nh_buf_status(&w->text, err, "a keyword");
    if (st == NH_OK)
        st = nh_buf_status(&w->value, err, "a keyword");
    nh_buf_free(&w->text);
    nh_buf_free(&w->value);
    return st;
}

/* A buffer that went bad stays so until end_wanted() asks for it. */
static bool fits(wanted *w, nh_str value)
{
    nh_str folded;

    if (!nh_buf_ok(&w->value))
        return false;
    nh_buf_clear(&w->value);
    fold_value(value, &w->value);
    folded = nh_buf_str(&w->value);
    return w->prefix ? nh_str_starts(folded, nh_buf_str(&w->text))
                     : nh_str_equal(folded, nh_buf_str(&w->text));
}

static nh_status filter_id(const nh_segment_view *view, const nh_node *node, wanted *w,
                           uint64_t *bits, nh_error *err)
{
    uint32_t article;
    bool found = false;
    nh_status st = NH_OK;

    if (!node->prefix)
        st = nh_id_find(view->segment, node->text, &found, &article, err);
    if (st == NH_OK && found)
        nh_bits_set(bits, article);
    for (uint32_t a = 0; a < view->articles.count && !found && !node->exact && st == NH_OK;
         a++) {
        char room[NH_ID_ROOM];
        nh_str id;

        st = nh_id_get(view->segment, a, room, &id, err);
        if (st == NH_OK && fits(w, id))
            nh_bits_set(bits, a);
    }
    return st;
}

/* Articles with one of the values that are marked. */
static void find_articles(const nh_segment_view *view, const nh_column *column,
                          const bool *marked, uint64_t *bits)
{
    for (uint32_t a = 0; a < view->articles.count; a++) {
        const uint32_t n = nh_column_values_of(column, a);

        for (uint32_t i = 0; i < n; i++)
            if (marked[nh_column_value_of(column, a, i)])
                nh_bits_set(bits, a);
    }
}

static nh_status filter_column(const nh_segment_view *view, const nh_column *column,
                               wanted *w, nh_arena *arena, uint64_t *bits, nh_error *err)
{
    bool *marked = (bool *)nh_arena_array(arena, column->n_values, sizeof *marked);
    bool any = false;

    if (marked == NULL)
        return nh_arena_fail(arena, err, "the values of a field");
    for (uint32_t v = 0; v < column->n_values; v++) {
        marked[v] = fits(w, nh_column_value(column, v));
        any = any || marked[v];
    }
    if (any)
        find_articles(view, column, marked, bits);
    return NH_OK;
}

nh_status nh_filter_keyword(const nh_segment_view *view, const nh_node *node,
                            nh_arena *arena, uint64_t *bits, nh_error *err)
{
    nh_column column;
    bool found = false;
    nh_status st;
    wanted w;

    begin_wanted(&w, node, nh_segment_env(view->segment));
    if (nh_str_equal(node->name, NH_STR("id"))) {
        st = filter_id(view, node, &w, bits, err);
    } else {
        st = nh_column_find(view->segment, node->name, &found, &column, err);
        if (st == NH_OK && found)
            st = filter_column(view, &column, &w, arena, bits, err);
    }
    return end_wanted(&w, st, err);
}

nh_status nh_filter_value_fits(const nh_env *env, const nh_node *node, nh_str value,
                               bool *out, nh_error *err)
{
    wanted w;

    begin_wanted(&w, node, env);
    *out = fits(&w, value);
    return end_wanted(&w, NH_OK, err);
}

/* A year at most lies between the first and the last second of what is known. */
bool nh_filter_date_fits(const nh_node *node, nh_date date)
{
    int64_t first, last;

    if (date.precision == NH_DATE_NONE || node->undated)
        return date.precision == NH_DATE_NONE && node->undated;
    if (date.seconds > node->to || date.seconds >= node->from)
        return date.seconds <= node->to;
    if (date.seconds < node->from - LONGEST_YEAR)
        return false;
    nh_date_range(date, &first, &last);
    return last >= node->from;
}

nh_status nh_filter_date(const nh_segment_view *view, const nh_node *node, uint64_t *bits,
                         nh_error *err)
{
    nh_date_view dates;
    nh_status st = nh_date_view_get(view->segment, &dates, err);

    for (uint32_t a = 0; a < view->articles.count && st == NH_OK; a++) {
        nh_date date;

        st = nh_date_at(&dates, a, &date, err);
        if (st == NH_OK && nh_filter_date_fits(node, date))
            nh_bits_set(bits, a);
    }
    return st;
}
