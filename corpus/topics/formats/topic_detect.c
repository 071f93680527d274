/* corpus/topics/formats/topic_detect.c - what format questions are in, by a file's first bytes. */
#include "corpus/topics/formats/topic_detect.h"

#include "common/base/str.h"
#include "corpus/input/sgml.h"
#include "corpus/topics/formats/topic_csv.h"

/* Cells of `1`, `q-17`, `MB001`: an id, as a first cell must be if nothing names the columns.
 * A digit is asked for, since a question may begin with a word and a comma. */
static bool is_id(nh_str cell)
{
    bool digit = false;

    for (size_t i = 0; i < cell.len; i++) {
        if ((unsigned char)cell.ptr[i] <= ' ')
            return false;
        digit = digit || (cell.ptr[i] >= '0' && cell.ptr[i] <= '9');
    }
    return digit && cell.len <= NH_TOPIC_ID_LIMIT;
}

/* Takes one row off the text; false if there is none, or it may go on behind the text's end. */
typedef bool take_row(nh_str *rest, nh_topic_cells *cells);

static bool take_line(nh_str *rest, nh_topic_cells *cells)
{
    const char *newline = rest->len > 0 ? memchr(rest->ptr, '\n', rest->len) : NULL;
    const size_t size = newline != NULL ? (size_t)(newline - rest->ptr) : rest->len;
    const nh_str line = nh_str_part(*rest, 0, size);
    const char *tab = line.len > 0 ? memchr(line.ptr, '\t', line.len) : NULL;

    if (rest->len == 0)
        return false;
    cells->count = 0;
    if (tab != NULL) {
        const size_t at = (size_t)(tab - line.ptr);

        nh_topic_cells_add(cells, nh_str_part(line, 0, at), 0);
        nh_topic_cells_add(cells, nh_str_part(line, at + 1, line.len - at - 1), 0);
    } else {
        nh_topic_cells_add(cells, line, 0);
    }
    *rest = nh_str_part(*rest, size, rest->len - size);
    if (rest->len > 0)
        *rest = nh_str_part(*rest, 1, rest->len - 1);
    return true;
}

/* True if the first row is a pair, and most of the others are: one bad row proves nothing. */
static bool are_pairs(nh_str text, take_row *take, bool (*fits)(const nh_topic_cells *))
{
    nh_topic_cells cells = {.count = 0};
    size_t rows = 0;
    size_t good = 0;

    while (take(&text, &cells)) {
        if (cells.count == 1 && cells.cells[0].text.len == 0)
            continue;
        good += fits(&cells);
        rows++;
        if (good == 0)
            return false;
    }
    return good * 2 > rows;
}

static bool has_two(const nh_topic_cells *cells)
{
    return cells->count == 2 && cells->cells[0].text.len > 0;
}

static bool is_id_and_question(const nh_topic_cells *cells)
{
    return has_two(cells) && is_id(cells->cells[0].text);
}

/* True if the first row names columns, one of them that of a question. A name alone is a head
 * only above other rows: without them, it is a question. */
static bool has_head(nh_str text)
{
    nh_topic_parts parts = {0};
    nh_topic_cells cells = {.count = 0};

    return nh_topic_parts_read(&parts, "query") && nh_topic_csv_take(&text, &cells) &&
           nh_topic_is_head(&parts, &cells) &&
           (cells.count > 1 || nh_str_trim(text).len > 0);
}

static bool starts_as_json(nh_str text)
{
    if (text.len > 0 && text.ptr[0] == '[') /* a list: no rows, and told so, row by row */
        text = nh_str_trim(nh_str_part(text, 1, text.len - 1));
    return text.len > 0 && text.ptr[0] == '{';
}

static bool starts_as_sgml(nh_str text)
{
    const char next = text.len > 1 ? text.ptr[1] : '\0';

    return text.len > 1 && text.ptr[0] == '<' &&
           (next == '!' || next == '?' || (next >= 'A' && next <= 'Z') ||
            (next >= 'a' && next <= 'z'));
}

/* The text from its first byte that is no blank on; where it is cut, without the last line,
 * which is perhaps no whole row, unless that is all there is. */
static nh_str whole_rows(nh_str start, bool whole)
{
    const size_t trimmed = nh_str_trim(start).len;
    const char *last = NULL;

    while (trimmed > 0 && nh_is_blank(start.ptr[0]))
        start = nh_str_part(start, 1, start.len - 1);
    last = whole || trimmed == 0 ? NULL : memrchr(start.ptr, '\n', start.len);
    if (last != NULL)
        start.len = (size_t)(last - start.ptr) + 1;
    return start;
}

nh_topic_format nh_topic_detect(nh_str start, bool whole)
{
    const nh_str text = whole_rows(start, whole);

    if (starts_as_sgml(text))
        return NH_TOPICS_TREC;
    if (starts_as_json(text))
        return NH_TOPICS_JSONL;
    if (are_pairs(text, take_line, has_two))
        return NH_TOPICS_TSV;
    if (has_head(text) || are_pairs(text, nh_topic_csv_take, is_id_and_question))
        return NH_TOPICS_CSV;
    return NH_TOPICS_LINES;
}

nh_str nh_topic_record_name(nh_str start)
{
    nh_sgml sgml = nh_sgml_begin(start);
    nh_sgml_piece piece = nh_sgml_next(&sgml);

    while (piece.kind != NH_SGML_END) {
        if (piece.kind == NH_SGML_OPEN && nh_sgml_is(piece.name, "topic"))
            return NH_STR("topic");
        if (piece.kind == NH_SGML_OPEN && nh_sgml_is(piece.name, "query"))
            return NH_STR("query");
        if (piece.kind == NH_SGML_OPEN && nh_sgml_is(piece.name, "top"))
            break;
        piece = nh_sgml_next(&sgml);
    }
    return NH_STR("top");
}
