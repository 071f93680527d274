/* searcher/commands/output/output_warnings.c - what is odd about a query, with carets under it. */
#include <stdio.h>

#include "common/base/bytes/escape.h"
#include "common/base/str.h"
#include "searcher/commands/output/output.h"
#include "searcher/commands/search_verbs.h"

#define WARNED_PLACES 32u /* carets under a query for one kind of warning */

/* Every warning of the query and then of the results, as one list; false past the last. */
static bool warning_at(const nh_query *q, const nh_results *res, size_t i, nh_warning *out)
{
    nh_warning w = {0};
    size_t of_query = 0;

    while (nh_query_warning(q, of_query, &w))
        of_query++;
    return i < of_query ? nh_query_warning(q, i, out)
                        : nh_results_warning(res, i - of_query, out);
}

/* A caret under each of the `n` places; a column for each character, not for each byte. */
static void put_carets(nh_str query, const size_t *at, size_t n, nh_buffer *line)
{
    size_t k = 0;

    for (size_t i = 0; k < n; i++) {
        const bool inside = i < query.len && ((unsigned char)query.ptr[i] & 0xc0) == 0x80;

        if (i >= at[k]) {
            nh_buf_print(line, "^");
            while (k < n && at[k] <= i)
                k++;
        } else if (!inside) {
            nh_buf_print(line, " ");
        }
    }
}

/* Of the character at byte `at`, at most the length, from 1: what the caret below stands under. */
static size_t column_of(nh_str query, size_t at)
{
    size_t column = 1;

    for (size_t i = 0; i < at; i++)
        column += ((unsigned char)query.ptr[i] & 0xc0) != 0x80;
    return column;
}

/* "nh-search: column 7, 12: the sentence"; if `shown`, the query, and carets below. */
static void point_at(nh_str query, const size_t *at, size_t n, nh_str sentence, bool shown)
{
    nh_buffer line = {0};

    nh_buf_print(&line, NH_SEARCH_NAME ": column ");
    for (size_t i = 0; i < n; i++)
        nh_buf_print(&line, "%s%zu", i > 0 ? ", " : "", column_of(query, at[i]));
    nh_buf_print(&line, ": ");
    nh_escape_terminal(&line, sentence, false);
    if (shown) {
        nh_buf_print(&line, "\n  ");
        nh_escape_terminal(&line, query, false);
        nh_buf_print(&line, "\n  ");
        put_carets(query, at, n, &line);
    }
    fprintf(stderr, "%.*s\n", NH_STR_ARG(nh_buf_str(&line)));
    nh_buf_free(&line);
}

/* One line for all places that the same sentence is about. */
static void warn(nh_str query, const nh_query *q, const nh_results *res, size_t first)
{
    size_t at[WARNED_PLACES];
    size_t n = 0;
    nh_warning w = {0};
    nh_warning other = {0};

    if (!warning_at(q, res, first, &w))
        return;
    for (size_t i = 0; i < first; i++)
        if (warning_at(q, res, i, &other) && nh_str_equal(other.text, w.text))
            return;
    for (size_t i = first; warning_at(q, res, i, &other) && n < WARNED_PLACES; i++)
        if (nh_str_equal(other.text, w.text))
            at[n++] = other.at < query.len ? other.at : query.len;
    point_at(query, at, n, w.text, true);
}

int nh_output_refused(nh_str query, const nh_error *err)
{
    const size_t at = err->offset < query.len ? (size_t)err->offset : query.len;

    if ((err->code != NH_E_QUERY && err->code != NH_E_LIMIT) || err->offset == NH_NO_OFFSET)
        return nh_program_complain(NH_SEARCH_NAME, err);
    /* A query over a limit is mostly one that fills the terminal. */
    point_at(query, &at, 1, nh_str_of(err->what), err->code == NH_E_QUERY);
    return nh_exit_code(err->code);
}

void nh_output_warnings(nh_str query, const nh_query *q, const nh_results *res)
{
    nh_results_facts facts = {.size = sizeof facts};
    nh_warning w = {0};

    nh_results_facts_get(res, &facts);
    for (size_t i = 0; warning_at(q, res, i, &w); i++)
        warn(query, q, res, i);
    if (facts.relaxed)
        fprintf(stderr, NH_SEARCH_NAME ": few articles have all the words; "
                                       "those with any of them are shown\n");
}
