/* corpus/topics/topic_parts.c - which field of a row is which part of a question. */
#include "corpus/topics/topic_parts.h"

#include <strings.h>

#include "common/base/str.h"

#define NAMES 8

/* What collections call a part, best first. */
static const char *const other_names[NH_TOPIC_PARTS][NAMES] = {
    [NH_TOPIC_ID] = {"id", "qid", "number", "num", "query_id", "identifier"},
    [NH_TOPIC_FILTER] = {"filter"},
    [NH_TOPIC_HITS] = {"n"},
    [NH_TOPIC_NOW] = {"now"},
    [NH_TOPIC_LIKE] = {"like", "docid"},
};

/* A field that is asked for, and what else it may be called. "" is the text of a record that
 * stands in no element. */
typedef struct field_names {
    const char *asked[3];
    const char *found[NAMES];
} field_names;

static const field_names text_names[] = {
    {{"title", "query"}, {"title", "query", "question", "text", ""}},
    {{"desc", "description"}, {"desc", "description", "question"}},
    {{"narr", "narrative"}, {"narr", "narrative"}},
};

static bool is(nh_str name, nh_str known, bool exact)
{
    if (exact)
        return nh_str_equal(name, known);
    return name.len == known.len &&
           (name.len == 0 || strncasecmp(name.ptr, known.ptr, name.len) == 0);
}

/* The place of `name` in the list, from 1; 0 if it is not there. */
static unsigned place_in(const char *const *list, size_t count, nh_str name, bool exact)
{
    for (unsigned i = 0; i < count && list[i] != NULL; i++) {
        if (is(name, nh_str_of(list[i]), exact))
            return i + 1;
    }
    return 0;
}

/* How well a value of `name` fits where `asked` is asked for: 1 if it is that name. */
static unsigned text_rank(nh_str asked, nh_str name, bool exact)
{
    if (is(name, asked, exact))
        return 1;
    for (size_t i = 0; i < sizeof text_names / sizeof text_names[0]; i++) {
        const unsigned place = place_in(text_names[i].found, NAMES, name, exact);

        if (place > 0 && place_in(text_names[i].asked, 3, asked, exact) > 0)
            return place + 1;
    }
    return 0;
}

bool nh_topic_parts_read(nh_topic_parts *parts, const char *fields)
{
    const char *at = fields;

    parts->n_fields = 0;
    while (parts->n_fields < NH_TOPIC_FIELD_LIMIT) {
        const size_t size = strcspn(at, "+");
        const nh_str name = nh_str_trim((nh_str){at, size});

        if (name.len == 0 || name.len > NH_TOPIC_NAME_LIMIT)
            return false;
        parts->fields[parts->n_fields++] = name;
        at += size;
        if (*at == '\0')
            return true;
        at++;
    }
    return false;
}

void nh_topic_parts_clear(nh_topic_parts *parts)
{
    for (size_t i = 0; i < parts->n_fields; i++)
        parts->texts[i] = (nh_topic_choice){0};
    for (size_t i = 0; i < NH_TOPIC_PARTS; i++)
        parts->others[i] = (nh_topic_choice){0};
}

bool nh_topic_parts_is_text(const nh_topic_parts *parts, nh_str name)
{
    for (size_t i = 0; i < parts->n_fields; i++) {
        if (text_rank(parts->fields[i], name, parts->exact) > 0)
            return true;
    }
    return false;
}

bool nh_topic_parts_want(const nh_topic_parts *parts, nh_str name)
{
    for (size_t i = 0; i < NH_TOPIC_PARTS; i++) {
        if (place_in(other_names[i], NAMES, name, parts->exact) > 0)
            return true;
    }
    return nh_topic_parts_is_text(parts, name);
}

/* Takes the value where it is better than what is there. */
static void choose(nh_topic_choice *choice, unsigned rank, nh_str name,
                   nh_topic_value value)
{
    if (rank > 0 && (choice->rank == 0 || rank < choice->rank))
        *choice = (nh_topic_choice){value, name, rank};
}

const char *nh_topic_parts_meant(const nh_topic_parts *parts, nh_str name)
{
    for (size_t i = NH_TOPIC_FILTER; parts->exact && i < NH_TOPIC_PARTS; i++) {
        const unsigned place = place_in(other_names[i], NAMES, name, false);

        if (place > 0 && place_in(other_names[i], NAMES, name, true) == 0)
            return other_names[i][place - 1];
    }
    return NULL;
}

void nh_topic_parts_put(nh_topic_parts *parts, nh_str name, nh_topic_value value)
{
    if (value.type <= NH_TOPIC_TEXT && nh_str_trim(value.text).len == 0)
        return;
    for (size_t i = 0; i < NH_TOPIC_PARTS; i++)
        choose(&parts->others[i], place_in(other_names[i], NAMES, name, parts->exact), name,
               value);
    for (size_t i = 0; i < parts->n_fields; i++)
        choose(&parts->texts[i], text_rank(parts->fields[i], name, parts->exact), name,
               value);
}
