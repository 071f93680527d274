/* corpus/topics/formats/topic_csv.c - questions in comma-separated values, by RFC 4180. */
#include "corpus/topics/formats/topic_csv.h"

#include <inttypes.h>

#include "common/base/str.h"
#include "common/codec/input/lines.h"
#include "corpus/topics/formats/csv_scan.h"

/* How the record that the source stands at ends. */
typedef struct record_end {
    nh_csv_state state; /* END, BAD, or what the source's end or the limit cut           */
    size_t size;        /* bytes up to there, the newline counted; to the bad byte        */
    size_t mark;        /* byte of the quotation mark that opened the last quoted cell    */
    bool over;          /* it is longer than the limit                                    */
} record_end;

static nh_status find_end(nh_source *source, uint64_t limit, record_end *out, nh_error *err)
{
    nh_status st = NH_OK;

    *out = (record_end){.state = NH_CSV_CELL};
    while (st == NH_OK) {
        const char *from = (const char *)source->bytes + source->at;
        const size_t held = source->end - source->at;

        while (out->size < held && out->size <= limit) {
            const nh_csv_state state = nh_csv_step(out->state, from[out->size]);

            if (state == NH_CSV_QUOTED && out->state == NH_CSV_CELL)
                out->mark = out->size;
            out->state = state;
            if (state == NH_CSV_BAD)
                return NH_OK;
            out->size++;
            if (state == NH_CSV_END)
                return NH_OK;
        }
        out->over = out->size > limit;
        if (out->over || source->ended)
            break;
        st = nh_source_fill(source, err);
    }
    return st;
}

/* Refuses the record and takes its first line only: a quotation mark that was forgotten there
 * does not take the next rows along. */
static nh_status refuse_record(nh_topic_reading *reading, const record_end *end,
                               nh_error *err)
{
    const uint64_t offset = reading->source.offset;
    nh_line line = {0};
    nh_status st = nh_line_next(&reading->source, reading->row_limit, &line, err);

    if (st != NH_OK)
        return st;
    nh_topic_set_raw(reading, (nh_str){(const char *)line.bytes, line.size}, offset);
    if (end->state == NH_CSV_BAD)
        return nh_topic_refuse(reading, NH_E_REFUSED, offset + end->size, err,
                               "something other than a comma follows a quoted cell");
    if (end->state == NH_CSV_QUOTED && end->over)
        return nh_topic_refuse(reading, NH_E_LIMIT, offset + end->mark, err,
                               "a quoted cell does not end within %" PRIu64 " bytes",
                               reading->row_limit);
    if (end->state == NH_CSV_QUOTED)
        return nh_topic_refuse(reading, NH_E_REFUSED, offset + end->mark, err,
                               "a quoted cell does not end");
    return nh_topic_too_long(reading, err);
}

/* The cell that ends before `end`, without what is around it; quoted ones lose their marks. */
static nh_str bare_cell(nh_str text, bool *quoted)
{
    nh_str cell = nh_str_trim(text);

    *quoted = cell.len >= 2 && cell.ptr[0] == '"';
    return *quoted ? nh_str_part(cell, 1, cell.len - 2) : cell;
}

/* Splits a record that is known to be well-formed. */
static void split(nh_str record, uint64_t offset, nh_topic_cells *cells)
{
    nh_csv_state state = NH_CSV_CELL;
    size_t from = 0;

    cells->count = 0;
    for (size_t at = 0; at <= record.len; at++) {
        const bool last = at == record.len;
        const bool inside = state == NH_CSV_QUOTED;
        bool quoted = false;

        if (!last)
            state = nh_csv_step(state, record.ptr[at]);
        if (!last && (inside || record.ptr[at] != ','))
            continue;
        const nh_str cell = bare_cell(nh_str_part(record, from, at - from), &quoted);
        const uint64_t place = cell.len > 0 ? (uint64_t)(cell.ptr - record.ptr) : from;

        nh_topic_cells_add(cells, cell, offset + place);
        if (cells->count <= NH_TOPIC_COLUMN_LIMIT)
            cells->cells[cells->count - 1].quoted = quoted;
        from = at + 1;
    }
}

bool nh_topic_csv_take(nh_str *rest, nh_topic_cells *cells)
{
    nh_csv_state state = NH_CSV_CELL;
    size_t size = 0;

    while (size < rest->len && state != NH_CSV_END && state != NH_CSV_BAD)
        state = nh_csv_step(state, rest->ptr[size++]);
    if (size == 0 || state == NH_CSV_BAD || state == NH_CSV_QUOTED)
        return false;
    split(nh_str_part(*rest, 0, state == NH_CSV_END ? size - 1 : size), 0, cells);
    *rest = nh_str_part(*rest, size, rest->len - size);
    return true;
}

/* Makes pairs of quotation marks single ones, in the window itself. */
static void undouble(nh_source *source, nh_topic_cells *cells)
{
    const char *base = (const char *)source->bytes;

    for (size_t i = 0; i < cells->count && i < NH_TOPIC_COLUMN_LIMIT; i++) {
        nh_str *cell = &cells->cells[i].text;
        char *to = NULL;
        size_t size = 0;

        if (!cells->cells[i].quoted)
            continue;
        to = (char *)source->bytes + (cell->ptr - base);
        for (size_t at = 0; at < cell->len; at++) {
            to[size++] = cell->ptr[at];
            at += cell->ptr[at] == '"' && at + 1 < cell->len && cell->ptr[at + 1] == '"';
        }
        cell->len = size;
    }
}

/* True if nothing is left, or only a piece that the source broke off in. */
static bool is_over(const nh_source *source, const record_end *end)
{
    const bool cut = end->state != NH_CSV_END && end->state != NH_CSV_BAD && !end->over;

    return end->size == 0 ||
           (cut && source->fault != NH_SOURCE_WHOLE && source->fault != NH_SOURCE_TRAILING);
}

/* Takes the record. *got is false if it is blank, or names the columns. */
static nh_status take_record(nh_topic_reading *reading, const record_end *end, bool *got,
                             nh_error *err)
{
    nh_source *source = &reading->source;
    const nh_str record = {(const char *)source->bytes + source->at,
                           end->state == NH_CSV_END ? end->size - 1 : end->size};
    const uint64_t offset = source->offset;
    nh_topic_cells cells = {.count = 0};
    nh_status st = NH_OK;

    *got = true;
    if (end->over || end->state == NH_CSV_BAD || end->state == NH_CSV_QUOTED)
        return refuse_record(reading, end, err);
    nh_source_take(source, end->size);
    nh_topic_set_raw(reading, record, offset);
    st = nh_topic_check_nul(reading, got, err);
    if (st != NH_OK || *got || nh_str_trim(record).len == 0)
        return st;
    split(record, offset, &cells);
    undouble(source, &cells);
    return nh_topic_table_row(reading, &cells, true, got, err);
}

nh_status nh_topic_csv_next(nh_topic_reading *reading, bool *got, nh_error *err)
{
    nh_source *source = &reading->source;
    nh_status st = NH_OK;

    *got = false;
    while (st == NH_OK && !*got) {
        record_end end = {0};

        nh_topic_begin(reading);
        st = find_end(source, reading->row_limit, &end, err);
        if (st != NH_OK)
            break;
        if (is_over(source, &end)) {
            nh_source_take(source, source->end - source->at);
            break;
        }
        st = take_record(reading, &end, got, err);
    }
    return st;
}
