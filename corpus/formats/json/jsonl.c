/* corpus/formats/json/jsonl.c - one JSON object per line. */
#include "corpus/formats/json/jsonl.h"

#include <inttypes.h>

#include "common/base/str.h"
#include "common/codec/input/lines.h"
#include "corpus/formats/json/json_line.h"

/* From this many digits on, a number in a date field counts seconds, then milliseconds. */
#define EPOCH_DIGITS 9
#define EPOCH_MS_DIGITS 12

/* One line on its way into fields. */
typedef struct json_line {
    nh_json_line read;
    nh_place place;
} json_line;

/* Says what had to be mended. */
static void warn_mended(nh_reading *reading, const json_line *line)
{
    const nh_utf8_report *letters = &line->read.letters;

    if (letters->source != NH_UTF8_AS_IS)
        nh_notices_warn(&reading->notices, "bad-utf8",
                        nh_reading_place(reading, line->place.offset + letters->bad_at),
                        letters->source == NH_UTF8_WINDOWS
                            ? "read as Windows-1252"
                            : "%" PRIu64 " invalid sequence%s became U+FFFD",
                        letters->repairs, letters->repairs == 1 ? "" : "s");
    if (line->read.lone > 0)
        nh_notices_warn(&reading->notices, "lone-surrogate", line->place,
                        "%zu lone surrogate%s became U+FFFD", line->read.lone,
                        line->read.lone == 1 ? "" : "s");
}

static nh_status refuse_line(nh_reading *reading, nh_json_verdict verdict, nh_place place,
                             nh_error *err)
{
    const char *reason = verdict == NH_JSON_TOO_DEEP        ? "json-depth"
                         : verdict == NH_JSON_TOO_MANY_KEYS ? "json-keys"
                                                            : "bad-json";

    return nh_notices_skip(&reading->notices, reason, place, err, "%s",
                           nh_json_verdict_text(verdict));
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
    const nh_json_field *end = line->read.fields + line->read.count;
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
    for (size_t i = 0; st == NH_OK && i < line->read.count; i++) {
        const nh_json_field *field = &line->read.fields[i];
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
    nh_status st = nh_json_line_read(&reading->json, &line->read, &reading->scratch, err);

    if (st != NH_OK)
        return st;
    warn_mended(reading, line);
    if (line->read.verdict != NH_JSON_FINE)
        return refuse_line(reading, line->read.verdict, line->place, err);
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
    while (st == NH_OK && !*got) {
        st = nh_line_next(&reading->source, reading->document_limit, &line, err);
        if (st != NH_OK || line.kind == NH_LINE_END)
            break;
        reading->record++;
        drop_mark(&line);
        json_line json = {.read = {.bytes = line.bytes, .size = line.size},
                          .place = nh_reading_place(reading, line.offset)};

        if (line.kind == NH_LINE_TOO_LONG)
            st = nh_notices_skip(&reading->notices, "line-too-long", json.place, err,
                                 "a line over %" PRIu64 " bytes", reading->document_limit);
        else if (!is_blank_line(&line))
            st = read_line(reading, &json, got, err);
    }
    return st;
}
