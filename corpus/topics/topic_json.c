/* corpus/topics/topic_json.c - questions as JSON objects, one a line. */
#include "corpus/topics/topic_json.h"

#include "common/base/str.h"
#include "corpus/formats/json_line.h"
#include "corpus/topics/topic_lines.h"

/* Puts in what the object has. Values of a list follow one another and share one name. */
static void put_fields(nh_topic_parts *parts, const nh_json_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const nh_json_field *field = &line->fields[i];
        const nh_topic_value value = {
            .text = field->value,
            .offset = NH_NO_OFFSET, /* the parser does not tell */
            .number = field->number,
            .list = i + 1 < line->count && field[1].name.ptr == field->name.ptr,
        };

        nh_topic_parts_put(parts, field->name, value);
    }
}

nh_status nh_topic_json_next(nh_topic_reading *reading, bool *got, nh_error *err)
{
    nh_line line = {0};
    nh_status st = nh_topic_line(reading, &line, err);
    nh_json_line json = {.bytes = line.bytes, .size = line.size};

    *got = st == NH_OK && line.kind != NH_LINE_END;
    if (!*got || reading->topic.code != NH_OK)
        return st;
    st = nh_json_line_read(&reading->json, &json, &reading->decoded, err);
    if (st != NH_OK)
        return st;
    if (json.verdict != NH_JSON_FINE)
        return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err, "%s",
                               nh_json_verdict_text(json.verdict));
    put_fields(&reading->parts, &json);
    return nh_topic_compose(reading, false, err);
}
