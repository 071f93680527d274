/* corpus/formats/jsonl.c - one JSON object per line. */
#include "corpus/formats/jsonl.h"

#include <inttypes.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/codec/input/lines.h"
#include "common/text/letters/utf8.h"
#include "corpus/formats/surrogates.h"

/* From this many digits on, a number in a date field counts seconds, then milliseconds. */
#define EPOCH_DIGITS 9
#define EPOCH_MS_DIGITS 12

/* One line on its way into fields. */
typedef struct json_line {
    uint8_t *bytes;
    size_t size;
    nh_place place;
    const nh_json_field *fields;
    size_t count;
} json_line;

/* The line with its invalid sequences repaired, in the scratch buffer. */
static nh_status repair_utf8(nh_reading *reading, json_line *line, nh_error *err)
{
    nh_utf8_report report = {0};
    nh_str text = {0};
    const nh_str raw = {(const char *)line->bytes, line->size};
    nh_status st = nh_utf8_adopt(raw, &reading->scratch, &text, &report, err);

    if (st != NH_OK)
        return st;
    line->size = text.len;
    nh_buf_zeros(&reading->scratch, NH_SOURCE_PADDING);
    line->bytes = reading->scratch.bytes;
    nh_notices_warn(&reading->notices, "bad-utf8",
                    nh_reading_place(reading, line->place.offset + report.bad_at),
                    report.source == NH_UTF8_WINDOWS ? "read as Windows-1252"
                                                     : "%" PRIu64
                                                       " invalid sequences became "
                                                       "U+FFFD",
                    report.repairs);
    return nh_buf_status(&reading->scratch, err, "a repaired line");
}

/* Parses; a line with broken letters is mended and parsed again, once for each kind. */
static nh_status parse_line(nh_reading *reading, json_line *line, nh_json_verdict *verdict,
                            nh_error *err)
{
    nh_status st = NH_OK;

    *verdict =
        nh_json_read(reading->json, line->bytes, line->size, &line->fields, &line->count);
    if (*verdict == NH_JSON_BAD_UTF8) {
        st = repair_utf8(reading, line, err);
        if (st != NH_OK)
            return st;
        *verdict = nh_json_read(reading->json, line->bytes, line->size, &line->fields,
                                &line->count);
    }
    if (*verdict == NH_JSON_BAD_STRING) {
        const size_t lone = nh_surrogates_mend(line->bytes, line->size);

        if (lone == 0)
            return NH_OK;
        nh_notices_warn(&reading->notices, "lone-surrogate", line->place,
                        "%zu lone surrogates became U+FFFD", lone);
        *verdict = nh_json_read(reading->json, line->bytes, line->size, &line->fields,
                                &line->count);
    }
    return NH_OK;
}

static nh_status refuse_line(nh_reading *reading, nh_json_verdict verdict, nh_place place,
                             nh_error *err)
{
    nh_notices *notices = &reading->notices;

    switch (verdict) {
    case NH_JSON_NO_MEMORY:
        return nh_fail_memory(err, "a line of JSON");
    case NH_JSON_TOO_DEEP:
        return nh_notices_skip(notices, "json-depth", place, err,
                               "nested deeper than %d levels", NH_JSON_DEPTH_LIMIT);
    case NH_JSON_TOO_MANY_KEYS:
        return nh_notices_skip(notices, "json-keys", place, err,
                               "an object of more than %d keys", NH_JSON_KEY_LIMIT);
    case NH_JSON_NOT_OBJECT:
        return nh_notices_skip(notices, "bad-json", place, err, "not a JSON object");
    case NH_JSON_FINE:
    case NH_JSON_MALFORMED:
    case NH_JSON_BAD_UTF8:
    case NH_JSON_BAD_STRING:
        break;
    }
    return nh_notices_skip(notices, "bad-json", place, err, "malformed JSON");
}

/* Seconds since 1970 as digits; true if the field is that. */
static bool read_epoch(const nh_json_field *field, nh_date *out)
{
    int64_t n = 0;

    if (!field->number || field->value.len < EPOCH_DIGITS || field->value.len > 18)
        return false;
    for (size_t i = 0; i < field->value.len; i++) {
        if (field->value.ptr[i] < '0' || field->value.ptr[i] > '9')
            return false;
        n = n * 10 + (field->value.ptr[i] - '0');
    }
    *out = (nh_date){.seconds = field->value.len >= EPOCH_MS_DIGITS ? n / 1000 : n,
                     .precision = NH_DATE_SECOND,
                     .source = NH_DATE_FROM_FIELD};
    return true;
}

/* The field that each part was taken from, and how well its name fits. */
typedef struct part_choice {
    const nh_json_field *field;
    unsigned rank;
} part_choice;

static nh_str value_of(const part_choice *choice)
{
    return choice->field != NULL ? choice->field->value : (nh_str){0};
}

/* A text given as a list is a list of paragraphs. Items of a list follow one another and
 * share one name. */
static nh_status join_text(nh_reading *reading, const json_line *line,
                           const nh_json_field *first, nh_str *out, nh_error *err)
{
    const nh_json_field *end = line->fields + line->count;
    nh_buffer *joined = &reading->joined;

    *out = first->value;
    if (first + 1 == end || first[1].name.ptr != first->name.ptr)
        return NH_OK;
    nh_buf_clear(joined);
    for (const nh_json_field *f = first; f < end && f->name.ptr == first->name.ptr; f++) {
        if (f > first)
            nh_buf_text(joined, NH_STR("\n\n"));
        nh_buf_text(joined, f->value);
    }
    *out = nh_buf_str(joined);
    return nh_buf_status(joined, err, "a text in pieces");
}

/* Puts what was chosen for each part into the draft. */
static nh_status fill_draft(nh_reading *reading, const json_line *line,
                            const part_choice *parts, nh_error *err)
{
    nh_article *article = &reading->draft.article;
    const part_choice *date = &parts[NH_PART_DATE];

    article->id = value_of(&parts[NH_PART_ID]);
    article->headline = value_of(&parts[NH_PART_HEADLINE]);
    article->language = value_of(&parts[NH_PART_LANGUAGE]);
    article->source = value_of(&parts[NH_PART_SOURCE]);
    article->url = value_of(&parts[NH_PART_URL]);
    if (date->field != NULL && !read_epoch(date->field, &article->date))
        nh_reading_date(reading, date->field->value, line->place);
    if (parts[NH_PART_TEXT].field == NULL)
        return NH_OK;
    return join_text(reading, line, parts[NH_PART_TEXT].field, &article->text, err);
}

/* Looks at every field: each part takes the best that there is, the others are keywords. */
static nh_status take_fields(nh_reading *reading, const json_line *line, nh_error *err)
{
    part_choice parts[NH_PARTS] = {{0}};
    nh_status st = NH_OK;

    nh_draft_clear(&reading->draft);
    for (size_t i = 0; st == NH_OK && i < line->count; i++) {
        const nh_json_field *field = &line->fields[i];
        nh_str name = {0};
        unsigned rank = 0;
        const nh_part part = nh_mapping_part(&reading->mapping, field->name, &name, &rank);
        part_choice *choice = &parts[part];

        if (part == NH_PART_KEYWORD)
            st = nh_draft_keyword(&reading->draft, name, field->value, err);
        else if (field->value.len > 0 && (choice->field == NULL || rank < choice->rank))
            *choice = (part_choice){field, rank};
    }
    return st == NH_OK ? fill_draft(reading, line, parts, err) : st;
}

/* Makes an article of one line. *got is false if it was skipped, or blank. */
static nh_status read_line(nh_reading *reading, json_line *line, bool *got, nh_error *err)
{
    nh_json_verdict verdict = NH_JSON_MALFORMED;
    nh_status st = parse_line(reading, line, &verdict, err);

    if (st != NH_OK)
        return st;
    if (verdict != NH_JSON_FINE)
        return refuse_line(reading, verdict, line->place, err);
    st = take_fields(reading, line, err);
    if (st != NH_OK)
        return st;
    return nh_reading_finish(reading, line->place, got, err);
}

static bool is_blank_line(const nh_line *line)
{
    size_t at = 0;

    while (at < line->size &&
           (line->bytes[at] == ' ' || line->bytes[at] == '\t' || line->bytes[at] == '\r'))
        at++;
    return at == line->size;
}

/* A byte order mark before the first line is no part of it. */
static void drop_mark(nh_line *line)
{
    if (line->offset != 0 || line->size < 3 || memcmp(line->bytes, "\xef\xbb\xbf", 3) != 0)
        return;
    line->bytes += 3;
    line->size -= 3;
    line->offset += 3;
}

nh_status nh_jsonl_next(nh_reading *reading, bool *got, nh_error *err)
{
    nh_status st = NH_OK;
    nh_line line = {0};

    *got = false;
    if (reading->json == NULL)
        reading->json = nh_json_new();
    if (reading->json == NULL)
        return nh_fail_memory(err, "a JSON parser");
    while (st == NH_OK && !*got) {
        st = nh_line_next(&reading->source, reading->document_limit, &line, err);
        if (st != NH_OK || line.kind == NH_LINE_END)
            break;
        reading->record++;
        drop_mark(&line);
        json_line json = {line.bytes, line.size, nh_reading_place(reading, line.offset),
                          NULL, 0};

        if (line.kind == NH_LINE_TOO_LONG)
            st = nh_notices_skip(&reading->notices, "line-too-long", json.place, err,
                                 "a line over %" PRIu64 " bytes", reading->document_limit);
        else if (!is_blank_line(&line))
            st = read_line(reading, &json, got, err);
    }
    return st;
}
