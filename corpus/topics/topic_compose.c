/* corpus/topics/topic_compose.c - the parts of a row, put together to a question. */
#include <inttypes.h>
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "corpus/topics/topic_reading.h"

/* Bytes that the ids of all questions may take. */
#define IDS_MEMORY ((size_t)1 << 30)

#define SHOWN 40u /* bytes of a value that a sentence quotes */

/* As much of a text as a sentence quotes: whole letters. */
static nh_str shown(nh_str text)
{
    size_t size = text.len;

    if (size <= SHOWN)
        return text;
    size = SHOWN;
    while (size > 0 && ((unsigned char)text.ptr[size] & 0xc0) == 0x80)
        size--;
    return nh_str_part(text, 0, size);
}

/* The text of a value, without blanks around it and in valid UTF-8; `slot` is its own. */
static nh_status adopt(nh_topic_reading *reading, const nh_topic_value *value, size_t slot,
                       nh_str *out, nh_error *err)
{
    return nh_utf8_adopt(nh_str_trim(value->text), &reading->repaired[slot], out, NULL,
                         err);
}

/* A part that is given as it is. */
static nh_status take_text(nh_topic_reading *reading, nh_topic_part part, nh_str *out,
                           nh_error *err)
{
    const nh_topic_choice *choice = &reading->parts.others[part];

    return choice->rank > 0 ? adopt(reading, &choice->value, part, out, err) : NH_OK;
}

/* What a member of JSON may be. */
typedef struct member_kind {
    unsigned types; /* one bit each */
    const char *what;
} member_kind;

#define TYPE(name) (1u << NH_TOPIC_##name)

static const member_kind part_kinds[NH_TOPIC_PARTS] = {
    [NH_TOPIC_ID] = {TYPE(TEXT) | TYPE(NUMBER), "a text or a whole number"},
    [NH_TOPIC_FILTER] = {TYPE(TEXT), "a text"},
    [NH_TOPIC_HITS] = {TYPE(NUMBER), "a whole number above 0"},
    [NH_TOPIC_NOW] = {TYPE(TEXT) | TYPE(NUMBER), "a date or seconds since 1970"},
    [NH_TOPIC_LIKE] = {TYPE(TEXT) | TYPE(NUMBER), "a text or a whole number"},
};
static const member_kind question_kind = {TYPE(TEXT) | TYPE(NUMBER), "a text"};

static nh_status check_type(nh_topic_reading *reading, const nh_topic_choice *choice,
                            const member_kind *kind, nh_error *err)
{
    static const char *const names[] = {"", "a text", "a number", "a list",
                                        "a truth value or an object"};
    const nh_topic_type type = choice->value.type;

    if (choice->rank == 0 || type == NH_TOPIC_CELL || (kind->types >> type & 1) != 0)
        return NH_OK;
    return nh_topic_refuse(reading, NH_E_REFUSED, choice->value.offset, err,
                           "%.*s is %s, and must be %s", NH_STR_ARG(shown(choice->name)),
                           names[type], kind->what);
}

static nh_status check_types(nh_topic_reading *reading, nh_error *err)
{
    const nh_topic_parts *parts = &reading->parts;
    const nh_topic *topic = &reading->topic;
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && topic->code == NH_OK && i < NH_TOPIC_PARTS; i++)
        st = check_type(reading, &parts->others[i], &part_kinds[i], err);
    for (size_t i = 0; st == NH_OK && topic->code == NH_OK && i < parts->n_fields; i++)
        st = check_type(reading, &parts->texts[i], &question_kind, err);
    return st;
}

static nh_status make_id(nh_topic_reading *reading, nh_error *err)
{
    nh_buffer *own = &reading->own_id;

    nh_buf_clear(own);
    if (reading->file > 1)
        nh_buf_print(own, "%zu:", reading->file);
    nh_buf_print(own, "%" PRIu64, reading->topic.row);
    reading->topic.id = nh_buf_str(own);
    return nh_buf_status(own, err, "a question's id");
}

static bool are_digits(nh_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    }
    return text.len > 0;
}

/* Digits, perhaps with a sign: true of no number that could be written in another way. */
static bool is_whole(nh_str text)
{
    const size_t sign = text.len > 0 && text.ptr[0] == '-';

    return are_digits(nh_str_part(text, sign, text.len - sign));
}

static nh_status take_id(nh_topic_reading *reading, bool numbered, nh_error *err)
{
    const nh_topic_choice *choice = &reading->parts.others[NH_TOPIC_ID];
    nh_topic *topic = &reading->topic;
    nh_status st = NH_OK;

    st = check_type(reading, choice, &part_kinds[NH_TOPIC_ID], err);
    if (st != NH_OK || topic->code != NH_OK)
        return st;
    if (choice->value.type == NH_TOPIC_NUMBER && !is_whole(choice->value.text))
        return nh_topic_refuse(reading, NH_E_REFUSED, choice->value.offset, err,
                               "an id is a text or a whole number");
    st = take_text(reading, NH_TOPIC_ID, &topic->id, err);
    if (st != NH_OK || topic->code != NH_OK)
        return st;
    if (topic->id.len == 0 && numbered)
        return make_id(reading, err);
    if (topic->id.len == 0)
        return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err, "no id");
    if (topic->id.len <= NH_TOPIC_ID_LIMIT)
        return NH_OK;
    topic->id = (nh_str){0};
    return nh_topic_refuse(reading, NH_E_LIMIT, choice->value.offset, err,
                           "an id of more than %d bytes", NH_TOPIC_ID_LIMIT);
}

/* The text, joined by blanks where it is asked for in several fields. */
static nh_status take_question(nh_topic_reading *reading, nh_error *err)
{
    nh_topic *topic = &reading->topic;
    nh_buffer *joined = &reading->joined;
    uint64_t offset = NH_NO_OFFSET;
    size_t found = 0;

    nh_buf_clear(joined);
    for (size_t i = 0; i < reading->parts.n_fields; i++) {
        const nh_topic_choice *choice = &reading->parts.texts[i];
        nh_str text = {0};

        if (choice->rank == 0)
            continue;
        const nh_status st = adopt(reading, &choice->value, NH_TOPIC_PARTS + i, &text, err);

        if (st != NH_OK || topic->code != NH_OK)
            return st;
        if (found++ == 0) {
            topic->text = text;
            offset = choice->value.offset;
            continue;
        }
        if (found == 2)
            nh_buf_text(joined, topic->text);
        nh_buf_u8(joined, ' ');
        nh_buf_text(joined, text);
    }
    if (found > 1)
        topic->text = nh_buf_str(joined);
    if (topic->text.len > 0)
        nh_topic_set_place(reading, offset);
    return nh_buf_status(joined, err, "a question");
}

/* The names of the fields that were looked for, as they were given: title+desc. */
static nh_str fields_asked(const nh_topic_parts *parts)
{
    const nh_str first = parts->fields[0];
    const nh_str last = parts->fields[parts->n_fields - 1];

    return (nh_str){first.ptr, (size_t)(last.ptr + last.len - first.ptr)};
}

static nh_status refuse_empty(nh_topic_reading *reading, nh_error *err)
{
    if (!reading->fields_asked)
        return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err, "no question");
    return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err,
                           "no question: nothing in %.*s",
                           NH_STR_ARG(shown(fields_asked(&reading->parts))));
}

static nh_status take_filter(nh_topic_reading *reading, nh_error *err)
{
    return take_text(reading, NH_TOPIC_FILTER, &reading->topic.filter, err);
}

/* The question itself: an article, unless the caller asks for fields, else the text. */
static nh_status take_matter(nh_topic_reading *reading, nh_error *err)
{
    nh_topic *topic = &reading->topic;
    nh_status st = NH_OK;

    if (!reading->fields_asked)
        st = take_text(reading, NH_TOPIC_LIKE, &topic->like, err);
    if (st != NH_OK || topic->code != NH_OK)
        return st;
    if (topic->like.len > 0) {
        nh_topic_set_place(reading, reading->parts.others[NH_TOPIC_LIKE].value.offset);
        return NH_OK;
    }
    st = take_question(reading, err);
    if (st != NH_OK || topic->code != NH_OK || topic->text.len > 0)
        return st;
    return refuse_empty(reading, err);
}

/* A whole number; false if it is anything else or too large. */
static bool read_integer(nh_str text, int64_t *out)
{
    const bool negative = text.len > 0 && text.ptr[0] == '-';
    int64_t value = 0;

    if (!is_whole(text) || text.len > 18)
        return false;
    for (size_t i = negative ? 1 : 0; i < text.len; i++)
        value = value * 10 + (text.ptr[i] - '0');
    *out = negative ? -value : value;
    return true;
}

static nh_status take_hits(nh_topic_reading *reading, nh_error *err)
{
    const uint64_t offset = reading->parts.others[NH_TOPIC_HITS].value.offset;
    nh_str text = {0};
    int64_t n = 0;
    const nh_status st = take_text(reading, NH_TOPIC_HITS, &text, err);

    if (st != NH_OK || reading->topic.code != NH_OK || text.len == 0)
        return st;
    if (!read_integer(text, &n) && are_digits(text))
        return nh_topic_refuse(reading, NH_E_LIMIT, offset, err,
                               "n is %.*s, which is more than any index holds",
                               NH_STR_ARG(shown(text)));
    if (n <= 0)
        return nh_topic_refuse(reading, NH_E_REFUSED, offset, err,
                               "n is \"%.*s\", which is no whole number above 0",
                               NH_STR_ARG(shown(text)));
    reading->topic.n = (uint64_t)n;
    return NH_OK;
}

/* A date, or seconds: a number is always that, digits are where they make no date. */
static nh_status take_now(nh_topic_reading *reading, nh_error *err)
{
    const nh_topic_choice *choice = &reading->parts.others[NH_TOPIC_NOW];
    const nh_str text = nh_str_trim(choice->value.text);
    nh_topic *topic = &reading->topic;
    nh_date date = {0};

    if (choice->rank == 0)
        return NH_OK;
    if (choice->value.type != NH_TOPIC_NUMBER && nh_date_parse(text, &date))
        topic->now = date.seconds;
    else if (!read_integer(text, &topic->now))
        return nh_topic_refuse(reading, NH_E_REFUSED, choice->value.offset, err,
                               "now is neither a date nor seconds since 1970");
    topic->has_now = true;
    return NH_OK;
}

/* Where the question with an id stands. */
typedef struct id_place {
    uint64_t row;
    uint64_t file; /* from 1 */
} id_place;

static nh_status keep_place(nh_topic_reading *reading, nh_error *err)
{
    const id_place place = {reading->topic.row, reading->file};

    nh_buf_bytes(&reading->id_places, &place, sizeof place);
    return nh_buf_status(&reading->id_places, err, "ids of questions");
}

static nh_status refuse_known(nh_topic_reading *reading, uint32_t number, nh_error *err)
{
    id_place place;

    memcpy(&place, reading->id_places.bytes + number * sizeof place, sizeof place);
    if (place.file == reading->file)
        return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err,
                               "another question has this id: that of line %" PRIu64,
                               place.row);
    return nh_topic_refuse(reading, NH_E_REFUSED, NH_NO_OFFSET, err,
                           "another question has this id: that of line %" PRIu64
                           " of %.100s",
                           place.row, reading->paths[place.file - 1]);
}

/* Whether the id is a new one: a run has one list of answers for each. */
static nh_status check_new(nh_topic_reading *reading, nh_error *err)
{
    const nh_word id = {.term = reading->topic.id, .span = 1};
    const size_t known = reading->id_places.size / sizeof(id_place);
    uint32_t number = 0;

    if (nh_word_table_memory(&reading->ids) + reading->id_places.capacity > IDS_MEMORY)
        return nh_fail(err, NH_E_LIMIT, NULL, NH_NO_OFFSET,
                       "more than %zu bytes of questions' ids", IDS_MEMORY);
    if (!nh_word_table_number(&reading->ids, &id, &number))
        return nh_fail_memory(err, "ids of questions");
    return number < known ? refuse_known(reading, number, err) : keep_place(reading, err);
}

nh_status nh_topic_compose(nh_topic_reading *reading, bool numbered, nh_error *err)
{
    static nh_status (*const steps[])(nh_topic_reading *, nh_error *) = {
        check_types, take_filter, take_matter, take_hits, take_now, check_new};
    nh_topic *topic = &reading->topic;
    nh_status st = take_id(reading, numbered, err);

    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (st == NH_OK && topic->code == NH_OK)
            st = steps[i](reading, err);
    }
    return st;
}
