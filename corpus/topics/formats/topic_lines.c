/* corpus/topics/formats/topic_lines.c - a question a line. */
#include "corpus/topics/formats/topic_lines.h"

#include "common/base/str.h"

nh_status nh_topic_line(nh_topic_reading *reading, nh_line *line, nh_error *err)
{
    nh_str text = {0};
    bool bad = false;

    do {
        nh_topic_begin(reading);
        const nh_status st = nh_line_next(&reading->source, reading->row_limit, line, err);

        if (st != NH_OK || line->kind == NH_LINE_END)
            return st;
        if (line->kind == NH_LINE_TOO_LONG)
            return nh_topic_too_long(reading, err);
        if (line->size > 0 && line->bytes[line->size - 1] == '\r')
            line->size--;
        text = (nh_str){(const char *)line->bytes, line->size};
    } while (nh_str_trim(text).len == 0);
    nh_topic_set_raw(reading, text, line->offset);
    return nh_topic_check_nul(reading, &bad, err);
}

nh_status nh_topic_lines_next(nh_topic_reading *reading, bool *got, nh_error *err)
{
    nh_line line = {0};
    nh_status st = nh_topic_line(reading, &line, err);

    *got = st == NH_OK && line.kind != NH_LINE_END;
    if (!*got || reading->topic.code != NH_OK)
        return st;
    const nh_str text = nh_str_trim(reading->raw);
    const nh_topic_value value = {.text = text,
                                  .offset = reading->raw_offset +
                                            (uint64_t)(text.ptr - reading->raw.ptr)};

    nh_topic_parts_put(&reading->parts, reading->parts.fields[0], value);
    return nh_topic_compose(reading, true, err);
}
