/* corpus/topics/formats/topic_sgml.c - questions as TREC keeps them, in SGML or XML. */
#include "corpus/topics/formats/topic_sgml.h"

#include <strings.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/input/chunks.h"
#include "corpus/input/sgml.h"

/* Elements of a record that are kept: more than a question is made of. */
#define ELEMENTS 64

/* A record on its way into parts. Texts are ranges of the decoded buffer until it is complete,
 * since it may move while it grows. */
typedef struct topic_scan {
    nh_topic_reading *reading;
    nh_str text; /* of the record, valid UTF-8                                        */
    uint64_t
        offset; /* of its first byte in the file; NH_NO_OFFSET: letters were repaired */
    size_t count;
    bool open; /* the last element goes on                                               */
    struct element {
        nh_str name;
        size_t from, to; /* bytes of the decoded buffer                                   */
        uint64_t offset; /* of its text in the file                                       */
    } elements[ELEMENTS];
} topic_scan;

/* Tags that mark up text instead of beginning something of their own. */
static bool is_inline(nh_str name)
{
    static const char *const tags[] = {"p", "br",     "b",   "i",   "em",
                                       "u", "strong", "sub", "sup", "span"};

    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        if (nh_sgml_is(name, tags[i]))
            return true;
    }
    return false;
}

/* An element begins, and with it ends the one before. */
static void begin_element(topic_scan *scan, nh_str name)
{
    const size_t at = scan->reading->decoded.size;

    if (scan->count > 0 && scan->elements[scan->count - 1].from == at)
        scan->count--; /* it holds nothing, and leaves its place */
    scan->open = nh_topic_parts_want(&scan->reading->parts, name) && scan->count < ELEMENTS;
    if (scan->open)
        scan->elements[scan->count++] =
            (struct element){.name = name, .from = at, .to = at, .offset = NH_NO_OFFSET};
}

/* What TREC writes before the texts of its topics. */
static nh_str without_label(nh_str name, nh_str text)
{
    static const struct {
        const char *name;
        const char *label;
    } known[] = {{"num", "Number:"},
                 {"title", "Topic:"},
                 {"desc", "Description:"},
                 {"narr", "Narrative:"}};

    text = nh_str_trim(text);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        const size_t size = strlen(known[i].label);

        if (nh_sgml_is(name, known[i].name) && text.len >= size &&
            strncasecmp(text.ptr, known[i].label, size) == 0)
            return nh_str_trim(nh_str_part(text, size, text.len - size));
    }
    return text;
}

/* Makes each run of blanks from `from` on one blank: texts are wrapped into lines. */
static void squeeze(nh_buffer *out, size_t from)
{
    size_t to = from;

    for (size_t at = from; at < out->size; at++) {
        const bool blank = nh_is_blank((char)out->bytes[at]);

        if (blank && to > from && out->bytes[to - 1] == ' ')
            continue;
        out->bytes[to++] = blank ? ' ' : out->bytes[at];
    }
    out->size = to;
}

static void add_text(topic_scan *scan, nh_str text)
{
    nh_buffer *out = &scan->reading->decoded;
    struct element *element = NULL;

    if (!scan->open)
        return;
    element = &scan->elements[scan->count - 1];
    if (element->to == element->from) {
        text = without_label(element->name, text);
        if (text.len > 0 && scan->offset != NH_NO_OFFSET)
            element->offset = scan->offset + (uint64_t)(text.ptr - scan->text.ptr);
    } else {
        nh_buf_u8(out, ' ');
    }
    nh_sgml_decode(text, out);
    if (nh_buf_ok(out))
        squeeze(out, element->from);
    element->to = out->size;
}

/* The number of a record may be an attribute of its tag. */
static void begin_record(topic_scan *scan, nh_str rest)
{
    static const char *const names[] = {"number", "id", "num", "qid"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const nh_str value = nh_sgml_attribute(rest, names[i]);

        if (value.len == 0)
            continue;
        begin_element(scan, nh_str_of(names[i]));
        add_text(scan, value);
    }
    begin_element(scan, (nh_str){"", 0});
}

static void scan_record(topic_scan *scan)
{
    nh_sgml sgml = nh_sgml_begin(scan->text);
    nh_sgml_piece piece = nh_sgml_next(&sgml);

    begin_record(scan, piece.rest);
    for (piece = nh_sgml_next(&sgml); piece.kind != NH_SGML_END;
         piece = nh_sgml_next(&sgml)) {
        if (piece.kind == NH_SGML_TEXT)
            add_text(scan, piece.text);
        else if (is_inline(piece.name))
            continue;
        else if (piece.kind == NH_SGML_OPEN)
            begin_element(scan, piece.name);
        else
            begin_element(scan, (nh_str){"", 0});
    }
}

static nh_status read_record(nh_topic_reading *reading, nh_str raw, uint64_t offset,
                             nh_error *err)
{
    topic_scan scan = {.reading = reading, .offset = offset};
    nh_utf8_report report = {0};
    nh_buffer *out = &reading->decoded;
    nh_status st = nh_utf8_adopt(raw, &reading->joined, &scan.text, &report, err);

    if (st != NH_OK)
        return st;
    if (report.source != NH_UTF8_AS_IS)
        scan.offset = NH_NO_OFFSET;
    nh_buf_clear(out);
    scan_record(&scan);
    if (!nh_buf_ok(out))
        return nh_buf_status(out, err, "a topic");
    for (size_t i = 0; i < scan.count; i++) {
        const struct element *e = &scan.elements[i];
        const nh_topic_value value = {
            .text = nh_str_part(nh_buf_str(out), e->from, e->to - e->from),
            .offset = e->offset};

        nh_topic_parts_put(&reading->parts, e->name, value);
    }
    return nh_topic_compose(reading, false, err);
}

/* A file without a single topic is told, since it is hardly what was meant. */
static nh_status end_file(nh_topic_reading *reading, uint64_t stray, bool *got,
                          nh_error *err)
{
    *got = reading->rows == 0 && stray > 0;
    if (!*got)
        return NH_OK;
    return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err,
                           "no <top>, <topic> or <query> in this file");
}

nh_status nh_topic_sgml_next(nh_topic_reading *reading, bool *got, nh_error *err)
{
    nh_source *source = &reading->source;
    nh_chunk chunk = {0};
    bool bad = false;
    nh_status st = NH_OK;

    nh_topic_begin(reading);
    st = nh_chunk_next(source, reading->record, reading->row_limit, &chunk, err);
    *got = false;
    if (st != NH_OK)
        return st;
    if (chunk.kind == NH_CHUNK_END)
        return end_file(reading, chunk.stray, got, err);
    if (chunk.kind == NH_CHUNK_UNFINISHED && source->ended && source->at == source->end &&
        source->fault != NH_SOURCE_WHOLE && source->fault != NH_SOURCE_TRAILING)
        return NH_OK; /* the source broke off in it, and says so itself */
    *got = true;
    reading->topic.row = chunk.line + 1;
    reading->line_start = chunk.line_start;
    nh_topic_set_raw(reading, chunk.text, chunk.offset);
    if (chunk.kind == NH_CHUNK_TOO_BIG)
        return nh_topic_too_long(reading, err);
    st = nh_topic_check_nul(reading, &bad, err);
    return st != NH_OK || bad ? st : read_record(reading, chunk.text, chunk.offset, err);
}
