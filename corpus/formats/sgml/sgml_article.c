/* corpus/formats/sgml/sgml_article.c - an article from one SGML record, by a table of its elements. */
#include "corpus/formats/sgml/sgml_article.h"

#include <inttypes.h>

#include "common/base/dates/date.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/input/chunks.h"
#include "corpus/input/sgml.h"

/* A record on its way into parts. */
typedef struct record_scan {
    nh_reading *reading;
    const nh_sgml_format *format;
    const nh_sgml_element *zone; /* the named element that we are in, or NULL */
    bool bare;                   /* text is what is in no named element       */
} record_scan;

static const nh_sgml_element *find_element(const nh_sgml_format *format, nh_str name)
{
    for (size_t i = 0; i < format->n_elements; i++) {
        if (nh_sgml_is(name, format->elements[i].tag))
            return &format->elements[i];
    }
    return NULL;
}

/* The buffer that text goes to here; NULL where it goes nowhere. */
static nh_buffer *buffer_here(const record_scan *scan)
{
    nh_buffer *parts = scan->reading->parts;

    if (scan->zone == NULL)
        return scan->bare ? &parts[NH_PART_TEXT] : NULL;
    if (scan->zone->part == NH_PARTS || (scan->bare && scan->zone->part != NH_PART_TEXT))
        return NULL;
    return &parts[scan->zone->part];
}

static bool is_paragraph_tag(nh_str name)
{
    static const char *const tags[] = {"P",  "BR", "H1", "H2", "H3",
                                       "H4", "LI", "TR", "DIV"};

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (nh_sgml_is(name, tags[i]))
            return true;
    }
    return false;
}

/*
 * Text in which an indented line begins a paragraph gets a blank line there. Some copies of
 * Reuters-21578 have "&\t", spelled so, in place of the blanks.
 */
static void put_indented(nh_buffer *out, nh_str text)
{
    size_t from = 0;

    for (size_t at = 0; at < text.len; at++) {
        const nh_str rest = nh_str_part(text, at, text.len - at);
        size_t mark = 0;

        if (nh_str_starts(rest, NH_STR("\n    ")))
            mark = 5;
        else if (nh_str_starts(rest, NH_STR("\n&\\t")))
            mark = 4;
        if (mark == 0)
            continue;
        nh_sgml_decode(nh_str_part(text, from, at - from), out);
        nh_buf_text(out, NH_STR("\n\n"));
        from = at + mark;
        at = from - 1;
    }
    nh_sgml_decode(nh_str_part(text, from, text.len - from), out);
}

/* A keyword's buffer holds name and value of each, every one ended by a NUL, which
 * decoded text never holds. */
static void begin_keyword(record_scan *scan)
{
    nh_buffer *out = &scan->reading->parts[NH_PART_KEYWORD];

    nh_buf_bytes(out, scan->zone->keyword, strlen(scan->zone->keyword) + 1);
}

static void open_tag(record_scan *scan, nh_str name)
{
    const nh_sgml_element *element = find_element(scan->format, name);
    nh_buffer *out = NULL;

    if (element != NULL && (scan->zone == NULL || scan->zone->part != NH_PART_TEXT)) {
        scan->zone = element;
        out = buffer_here(scan);
        if (out != NULL && element->part == NH_PART_KEYWORD)
            begin_keyword(scan);
        else if (out != NULL && out->size > 0)
            nh_buf_text(out, NH_STR("\n\n"));
        return;
    }
    out = buffer_here(scan);
    if (out == NULL || (scan->zone != NULL && scan->zone->part == NH_PART_KEYWORD))
        return;
    nh_buf_text(out, is_paragraph_tag(name) ? NH_STR("\n\n") : NH_STR(" "));
}

static void close_tag(record_scan *scan, nh_str name)
{
    nh_buffer *out = buffer_here(scan);
    const bool keyword = scan->zone != NULL && scan->zone->part == NH_PART_KEYWORD;

    if (scan->zone != NULL && nh_sgml_is(name, scan->zone->tag)) {
        if (out != NULL && keyword)
            nh_buf_u8(out, 0);
        scan->zone = NULL;
        return;
    }
    if (out == NULL)
        return;
    if (keyword) { /* one of several: <D>usa</D> */
        nh_buf_u8(out, 0);
        begin_keyword(scan);
    } else {
        nh_buf_text(out, is_paragraph_tag(name) ? NH_STR("\n\n") : NH_STR(" "));
    }
}

static void put_text(const record_scan *scan, nh_str text)
{
    nh_buffer *out = buffer_here(scan);

    if (out == NULL)
        return;
    if (scan->format->indented && out == &scan->reading->parts[NH_PART_TEXT])
        put_indented(out, text);
    else
        nh_sgml_decode(text, out);
}

/* Walks over the record; `bare` as in record_scan. Returns the tags that were too long. */
static size_t read_parts(nh_reading *reading, const nh_sgml_format *format, nh_str record,
                         bool bare)
{
    record_scan scan = {reading, format, NULL, bare};
    nh_sgml sgml = nh_sgml_begin(record);
    nh_sgml_piece piece = {0};

    for (;;) {
        piece = nh_sgml_next(&sgml);
        if (piece.kind == NH_SGML_END)
            break;
        if (piece.kind == NH_SGML_TEXT)
            put_text(&scan, piece.text);
        else if (piece.kind == NH_SGML_OPEN)
            open_tag(&scan, piece.name);
        else
            close_tag(&scan, piece.name);
    }
    if (scan.zone != NULL && scan.zone->part == NH_PART_KEYWORD &&
        buffer_here(&scan) != NULL)
        nh_buf_u8(&reading->parts[NH_PART_KEYWORD], 0);
    return sgml.long_tags;
}

/* The part's text on one line: runs of blanks become one. */
static nh_str flat_part(nh_reading *reading, nh_part part)
{
    nh_buffer *buffer = &reading->parts[part];
    size_t size = 0;

    for (size_t i = 0; i < buffer->size; i++) {
        const char c = (char)buffer->bytes[i];

        if (!nh_is_blank(c))
            buffer->bytes[size++] = buffer->bytes[i];
        else if (size > 0 && buffer->bytes[size - 1] != ' ')
            buffer->bytes[size++] = ' ';
    }
    buffer->size = size;
    return nh_str_trim(nh_buf_str(buffer));
}

static nh_str take_string(nh_str *list)
{
    const char *end = memchr(list->ptr, 0, list->len);
    const size_t size = end != NULL ? (size_t)(end - list->ptr) : list->len;
    const nh_str text = nh_str_part(*list, 0, size);
    const size_t taken = end != NULL ? size + 1 : size;

    *list = nh_str_part(*list, taken, list->len - taken);
    return nh_str_trim(text);
}

static nh_status take_keywords(nh_reading *reading, nh_error *err)
{
    nh_str list = nh_buf_str(&reading->parts[NH_PART_KEYWORD]);
    nh_status st = NH_OK;

    while (st == NH_OK && list.len > 0) {
        const nh_str name = take_string(&list);
        const nh_str value = list.len > 0 ? take_string(&list) : (nh_str){0};

        st = nh_draft_keyword(&reading->draft, name, value, err);
    }
    return st;
}

/* A date field may hold more than a date: "January 1, 1989, Sunday, Home Edition". */
static void take_date(nh_reading *reading, nh_str text, nh_place place)
{
    nh_date date = {0};
    size_t at = 0;
    size_t size = 0;

    if (text.len > 0 && !nh_date_parse(text, &date) &&
        nh_date_find(text, &date, &at, &size))
        text = nh_str_part(text, at, size);
    nh_reading_date(reading, text, place);
}

static nh_status fill_draft(nh_reading *reading, const nh_sgml_format *format,
                            nh_str record, nh_place place, nh_error *err)
{
    nh_article *article = &reading->draft.article;
    nh_sgml sgml = nh_sgml_begin(record);

    nh_draft_clear(&reading->draft);
    article->id = flat_part(reading, NH_PART_ID);
    if (format->id != NULL)
        article->id = nh_sgml_attribute(nh_sgml_next(&sgml).rest, format->id);
    article->headline = flat_part(reading, NH_PART_HEADLINE);
    article->text = nh_str_trim(nh_buf_str(&reading->parts[NH_PART_TEXT]));
    article->language = flat_part(reading, NH_PART_LANGUAGE);
    article->source = flat_part(reading, NH_PART_SOURCE);
    article->url = flat_part(reading, NH_PART_URL);
    if (article->source.len == 0 && format->source != NULL)
        article->source = nh_str_of(format->source);
    take_date(reading, flat_part(reading, NH_PART_DATE), place);
    return take_keywords(reading, err);
}

/* The record as UTF-8. */
static nh_status adopt_record(nh_reading *reading, nh_str *record, nh_place place,
                              nh_error *err)
{
    nh_utf8_report report = {0};
    nh_status st = nh_utf8_adopt(*record, &reading->scratch, record, &report, err);

    if (st == NH_OK && report.source != NH_UTF8_AS_IS)
        nh_notices_warn(&reading->notices, "bad-utf8",
                        (nh_place){place.offset + report.bad_at, place.record}, "%s",
                        report.source == NH_UTF8_WINDOWS
                            ? "read as Windows-1252"
                            : "invalid sequences became U+FFFD");
    return st;
}

static nh_status read_record(nh_reading *reading, const nh_sgml_format *format,
                             nh_str record, nh_place place, bool *got, nh_error *err)
{
    nh_status st = adopt_record(reading, &record, place, err);
    size_t long_tags = 0;

    if (st != NH_OK)
        return st;
    for (size_t i = 0; i < NH_PARTS; i++)
        nh_buf_clear(&reading->parts[i]);
    long_tags = read_parts(reading, format, record, false);
    if (nh_buf_ok(&reading->parts[NH_PART_TEXT]) &&
        nh_str_trim(nh_buf_str(&reading->parts[NH_PART_TEXT])).len == 0) {
        nh_buf_clear(&reading->parts[NH_PART_TEXT]);
        (void)read_parts(reading, format, record, true);
    }
    for (size_t i = 0; i < NH_PARTS && st == NH_OK; i++)
        st = nh_buf_status(&reading->parts[i], err, "an SGML record");
    if (st == NH_OK)
        st = fill_draft(reading, format, record, place, err);
    if (st != NH_OK)
        return st;
    if (long_tags > 0)
        nh_notices_warn(&reading->notices, "long-tag", place,
                        "%zu tag%s over %zu bytes read as text", long_tags,
                        nh_plural(long_tags), NH_SGML_TAG_LIMIT);
    return nh_reading_finish(reading, place, got, err);
}

/* What is to be said about a record that is no article. */
static nh_status refuse_record(nh_reading *reading, const nh_chunk *chunk, nh_place place,
                               nh_error *err)
{
    if (chunk->kind == NH_CHUNK_TOO_BIG)
        return nh_notices_skip(&reading->notices, "doc-too-big", place, err,
                               "a record over %" PRIu64 " bytes", reading->document_limit);
    if (reading->source.fault != NH_SOURCE_WHOLE &&
        reading->source.at == reading->source.end)
        return NH_OK; /* cut off with the file, which is told on its own */
    return nh_notices_skip(&reading->notices, "no-end", place, err,
                           "a record without its close tag");
}

nh_status nh_sgml_article_next(nh_reading *reading, const nh_sgml_format *format, bool *got,
                               nh_error *err)
{
    nh_status st = NH_OK;

    *got = false;
    while (st == NH_OK && !*got) {
        nh_chunk chunk = {0};

        st = nh_chunk_next(&reading->source, format->record, reading->document_limit,
                           &chunk, err);
        if (st != NH_OK)
            break;
        if (chunk.stray > 0)
            nh_notices_warn(&reading->notices, "stray-text",
                            nh_reading_place(reading, chunk.offset),
                            "%" PRIu64 " byte%s between records left out", chunk.stray,
                            nh_plural(chunk.stray));
        if (chunk.kind == NH_CHUNK_END)
            break;
        reading->record++;
        const nh_place place = nh_reading_place(reading, chunk.offset);

        st = chunk.kind == NH_CHUNK_WHOLE
                 ? read_record(reading, format, chunk.text, place, got, err)
                 : refuse_record(reading, &chunk, place, err);
    }
    return st;
}
