/* corpus/topics/formats/topic_json.c - questions as JSON objects, one a line. */
#include "corpus/topics/formats/topic_json.h"

#include "common/base/str.h"
#include "corpus/topics/formats/topic_lines.h"

/* The byte of the file that is byte `at` of the row. */
static uint64_t place_of(const nh_topic_reading *reading, size_t at)
{
    return at == NH_JSON_NOWHERE ? NH_NO_OFFSET : reading->raw_offset + at;
}

static nh_topic_type type_of(const nh_json_member *member)
{
    if (member->other)
        return NH_TOPIC_OTHER;
    if (member->list)
        return NH_TOPIC_LIST;
    return member->number ? NH_TOPIC_NUMBER : NH_TOPIC_TEXT;
}

/* Puts in what the object has. A filter that is not heeded since it is spelled in another way
 * would give answers that look like those it was to give. */
static nh_status put_members(nh_topic_reading *reading, nh_error *err)
{
    nh_json_member member = {.at = 0};

    while (nh_json_row_next(&reading->json, &member)) {
        const char *meant = nh_topic_parts_meant(&reading->parts, member.name);
        const nh_topic_value value = {
            .text = member.text,
            .offset = place_of(reading, member.at),
            .type = type_of(&member),
        };

        if (meant != NULL)
            return nh_topic_refuse(reading, NH_E_REFUSED, value.offset, err,
                                   "\"%.*s\" is no member: it is written %s",
                                   NH_STR_ARG(member.name), meant);
        nh_topic_parts_put(&reading->parts, member.name, value);
    }
    return NH_OK;
}

nh_status nh_topic_json_next(nh_topic_reading *reading, bool *got, nh_error *err)
{
    nh_json_row *json = &reading->json;
    nh_line line = {0};
    nh_status st = nh_topic_line(reading, &line, err);

    *got = st == NH_OK && line.kind != NH_LINE_END;
    if (!*got || reading->topic.code != NH_OK)
        return st;
    st = nh_json_row_read(json, reading->raw, err);
    if (st != NH_OK)
        return st;
    if (json->code != NH_OK)
        return nh_topic_refuse(reading, json->code, place_of(reading, json->problem_at),
                               err, "%s", json->problem);
    st = put_members(reading, err);
    if (st != NH_OK || reading->topic.code != NH_OK)
        return st;
    return nh_topic_compose(reading, false, err);
}
