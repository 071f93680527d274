/* corpus/formats/json/json_line.c - a line with one JSON object, mended where its letters are broken. */
#include "corpus/formats/json/json_line.h"

#include "common/base/error.h"
#include "common/codec/input/source.h"
#include "corpus/input/surrogates.h"

#define QUOTE(limit) QUOTE_VALUE(limit)
#define QUOTE_VALUE(limit) #limit

const char *nh_json_verdict_text(nh_json_verdict verdict)
{
    switch (verdict) {
    case NH_JSON_FINE:
        break;
    case NH_JSON_NO_MEMORY:
        return "no memory";
    case NH_JSON_TOO_DEEP:
        return "nested deeper than " QUOTE(NH_JSON_DEPTH_LIMIT) " levels";
    case NH_JSON_TOO_MANY_KEYS:
        return "an object of more than " QUOTE(NH_JSON_KEY_LIMIT) " keys";
    case NH_JSON_NOT_OBJECT:
        return "not a JSON object";
    case NH_JSON_MALFORMED:
    case NH_JSON_BAD_UTF8:
    case NH_JSON_BAD_STRING:
        return "malformed JSON";
    }
    return "";
}

static void parse(nh_json *json, nh_json_line *line)
{
    line->verdict =
        nh_json_read(json, line->bytes, line->size, &line->fields, &line->count);
}

/* The line with its invalid sequences repaired, in the scratch buffer. */
static nh_status repair(nh_json_line *line, nh_buffer *scratch, nh_error *err)
{
    nh_str text = {0};
    const nh_str raw = {(const char *)line->bytes, line->size};
    const nh_status st = nh_utf8_adopt(raw, scratch, &text, &line->letters, err);

    if (st != NH_OK)
        return st;
    line->size = text.len;
    nh_buf_zeros(scratch, NH_SOURCE_PADDING);
    line->bytes = scratch->bytes;
    return nh_buf_status(scratch, err, "a repaired line");
}

nh_status nh_json_line_read(nh_json **json, nh_json_line *line, nh_buffer *scratch,
                            nh_error *err)
{
    if (*json == NULL)
        *json = nh_json_new();
    if (*json == NULL)
        return nh_fail_memory(err, "a JSON parser");
    parse(*json, line);
    if (line->verdict == NH_JSON_BAD_UTF8) {
        const nh_status st = repair(line, scratch, err);

        if (st != NH_OK)
            return st;
        parse(*json, line);
    }
    if (line->verdict == NH_JSON_BAD_STRING) {
        line->lone = nh_surrogates_mend(line->bytes, line->size);
        if (line->lone > 0)
            parse(*json, line);
    }
    if (line->verdict == NH_JSON_NO_MEMORY)
        return nh_fail_memory(err, "a line of JSON");
    return NH_OK;
}
