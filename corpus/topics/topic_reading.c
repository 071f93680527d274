/* corpus/topics/topic_reading.c - a row while a reader of questions is at it. */
#include "corpus/topics/topic_reading.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "common/base/str.h"

void nh_topic_begin(nh_topic_reading *reading)
{
    const nh_str path = reading->topic.path;

    reading->topic = (nh_topic){.size = sizeof reading->topic,
                                .path = path,
                                .row = reading->source.line + 1,
                                .offset = NH_NO_OFFSET};
    reading->line_start = reading->source.line_start;
    nh_topic_set_raw(reading, (nh_str){0}, reading->source.offset);
    nh_topic_parts_clear(&reading->parts);
}

void nh_topic_set_raw(nh_topic_reading *reading, nh_str raw, uint64_t offset)
{
    reading->raw = raw;
    reading->raw_offset = offset;
}

/* True if the byte stands in the line where the row begins. */
static bool is_in_first_line(const nh_topic_reading *reading, uint64_t offset)
{
    const uint64_t into = offset - reading->raw_offset;

    if (offset == reading->raw_offset)
        return true;
    return offset != NH_NO_OFFSET && offset > reading->raw_offset &&
           into <= reading->raw.len && memchr(reading->raw.ptr, '\n', (size_t)into) == NULL;
}

void nh_topic_set_place(nh_topic_reading *reading, uint64_t offset)
{
    nh_topic *topic = &reading->topic;

    topic->offset = offset;
    topic->column =
        is_in_first_line(reading, offset) ? offset - reading->line_start + 1 : 0;
}

nh_status nh_topic_refuse(nh_topic_reading *reading, nh_status code, uint64_t offset,
                          nh_error *err, const char *fmt, ...)
{
    nh_topic *topic = &reading->topic;
    char text[200];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    nh_buf_clear(&reading->problem);
    nh_buf_text(&reading->problem, nh_str_of(text));
    topic->code = code;
    topic->problem = nh_buf_str(&reading->problem);
    topic->text = topic->filter = topic->like = (nh_str){0};
    nh_topic_set_place(reading, offset == NH_NO_OFFSET ? reading->raw_offset : offset);
    return nh_buf_status(&reading->problem, err, "what is wrong with a question");
}

nh_status nh_topic_too_long(nh_topic_reading *reading, nh_error *err)
{
    return nh_topic_refuse(reading, NH_E_LIMIT, NH_NO_OFFSET, err,
                           "a row of more than %" PRIu64 " bytes", reading->row_limit);
}

nh_status nh_topic_check_nul(nh_topic_reading *reading, bool *bad, nh_error *err)
{
    const nh_str raw = reading->raw;
    const char *nul = raw.len > 0 ? memchr(raw.ptr, 0, raw.len) : NULL;

    *bad = nul != NULL;
    if (nul == NULL)
        return NH_OK;
    return nh_topic_refuse(reading, NH_E_REFUSED,
                           reading->raw_offset + (uint64_t)(nul - raw.ptr), err,
                           "a NUL byte: this is no text");
}
