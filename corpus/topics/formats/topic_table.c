/* corpus/topics/formats/topic_table.c - a row of cells as a question: what TSV and CSV have in common. */
#include "corpus/topics/formats/topic_table.h"

#include "common/base/str.h"
#include "corpus/topics/formats/topic_lines.h"

void nh_topic_cells_add(nh_topic_cells *cells, nh_str text, uint64_t offset)
{
    const nh_str bare = nh_str_trim(text);

    if (cells->count < NH_TOPIC_COLUMN_LIMIT)
        cells->cells[cells->count] = (nh_topic_value){
            .text = bare,
            .offset = offset + (bare.len > 0 ? (uint64_t)(bare.ptr - text.ptr) : 0)};
    cells->count++;
}

/* True of a text that may name a column: a word without blanks and signs. */
static bool is_name(nh_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';

        if (!letter && (i == 0 || ((c < '0' || c > '9') && c != '-')))
            return false;
    }
    return true;
}

bool nh_topic_is_head(const nh_topic_parts *parts, const nh_topic_cells *cells)
{
    bool question = false;

    if (cells->count > NH_TOPIC_COLUMN_LIMIT)
        return false;
    for (size_t i = 0; i < cells->count; i++) {
        const nh_str name = cells->cells[i].text;

        if (!is_name(name))
            return false;
        question = question || (name.len > 0 && nh_topic_parts_is_text(parts, name));
    }
    return question;
}

/* Keeps the names of the columns. */
static nh_status keep_head(nh_topic_reading *reading, const nh_topic_cells *cells,
                           nh_error *err)
{
    nh_buffer *bytes = &reading->head_bytes;
    size_t at = 0;

    nh_buf_clear(bytes);
    for (size_t i = 0; i < cells->count; i++)
        nh_buf_text(bytes, cells->cells[i].text);
    if (!nh_buf_ok(bytes))
        return nh_buf_status(bytes, err, "names of columns");
    for (size_t i = 0; i < cells->count; i++) {
        reading->columns[i] = nh_str_part(nh_buf_str(bytes), at, cells->cells[i].text.len);
        at += cells->cells[i].text.len;
    }
    reading->n_columns = cells->count;
    reading->head = NH_TOPIC_HEAD_NAMES;
    return NH_OK;
}

/* What rows are made of where nothing names the columns: as many as the first good one has. */
static void guess_head(nh_topic_reading *reading, size_t count, bool singles)
{
    const nh_str names[] = {NH_STR("id"), reading->parts.fields[0]};

    if (count == 2 || !singles) {
        reading->head = NH_TOPIC_HEAD_PAIRS;
        reading->columns[0] = names[0];
        reading->columns[1] = names[1];
        reading->n_columns = 2;
    } else if (count == 1) {
        reading->head = NH_TOPIC_HEAD_SINGLES;
        reading->columns[0] = names[1];
        reading->n_columns = 1;
    }
}

static nh_status refuse_count(nh_topic_reading *reading, const nh_topic_cells *cells,
                              nh_error *err)
{
    const size_t extra = reading->n_columns;

    if (reading->head == NH_TOPIC_HEAD_UNREAD)
        return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err,
                               "%zu cell%s, but no first row with names", cells->count,
                               nh_plural(cells->count));
    return nh_topic_refuse(
        reading, NH_E_REFUSED,
        cells->count > extra && extra < NH_TOPIC_COLUMN_LIMIT ? cells->cells[extra].offset
                                                              : NH_NO_OFFSET,
        err, "%zu cell%s in a table of %zu column%s", cells->count, nh_plural(cells->count),
        reading->n_columns, nh_plural(reading->n_columns));
}

/* True if the table knows its columns and one of them is an id. */
static bool has_ids(const nh_topic_reading *reading)
{
    nh_topic_parts parts = {0};

    for (size_t i = 0; i < reading->n_columns; i++)
        nh_topic_parts_put(&parts, reading->columns[i],
                           (nh_topic_value){.text = NH_STR("x")});
    return parts.others[NH_TOPIC_ID].rank > 0;
}

nh_status nh_topic_table_row(nh_topic_reading *reading, const nh_topic_cells *cells,
                             bool singles, bool *got, nh_error *err)
{
    const bool named = reading->head == NH_TOPIC_HEAD_NAMES;

    *got = true;
    if (reading->head == NH_TOPIC_HEAD_UNREAD && nh_topic_is_head(&reading->parts, cells)) {
        *got = false;
        return keep_head(reading, cells, err);
    }
    if (reading->head == NH_TOPIC_HEAD_UNREAD)
        guess_head(reading, cells->count, singles);
    if (reading->head == NH_TOPIC_HEAD_UNREAD || cells->count > reading->n_columns ||
        (!named && cells->count < reading->n_columns))
        return refuse_count(reading, cells, err);
    for (size_t i = 0; i < cells->count; i++)
        nh_topic_parts_put(&reading->parts, reading->columns[i], cells->cells[i]);
    return nh_topic_compose(reading, !has_ids(reading), err);
}

static void split_line(const nh_topic_reading *reading, nh_topic_cells *cells)
{
    const nh_str line = reading->raw;
    size_t at = 0;

    cells->count = 0;
    while (at <= line.len) {
        const nh_str rest = nh_str_part(line, at, line.len - at);
        const char *tab = rest.len > 0 ? memchr(rest.ptr, '\t', rest.len) : NULL;
        const size_t size = tab != NULL ? (size_t)(tab - rest.ptr) : rest.len;

        nh_topic_cells_add(cells, nh_str_part(rest, 0, size), reading->raw_offset + at);
        at += size + 1;
    }
}

nh_status nh_topic_tsv_next(nh_topic_reading *reading, bool *got, nh_error *err)
{
    nh_topic_cells cells = {.count = 0};
    nh_status st = NH_OK;

    *got = false;
    while (st == NH_OK && !*got) {
        nh_line line = {0};

        st = nh_topic_line(reading, &line, err);
        if (st != NH_OK || line.kind == NH_LINE_END)
            break;
        *got = reading->topic.code != NH_OK;
        if (*got)
            break;
        split_line(reading, &cells);
        st = nh_topic_table_row(reading, &cells, false, got, err);
    }
    return st;
}
