/* corpus/formats/mapping.c - which field of a record is which part of an article. */
#include "corpus/formats/mapping.h"

#include "common/base/error.h"
#include "common/base/str.h"

/* NH_STR() for a table: a compound literal is no constant. */
#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* The names of the parts, and what other collections call them, best first. */
static const struct {
    nh_str name;
    nh_part part;
} known[] = {
    {TEXT("id"), NH_PART_ID},          {TEXT("docid"), NH_PART_ID},
    {TEXT("_id"), NH_PART_ID},         {TEXT("headline"), NH_PART_HEADLINE},
    {TEXT("title"), NH_PART_HEADLINE}, {TEXT("text"), NH_PART_TEXT},
    {TEXT("body"), NH_PART_TEXT},      {TEXT("contents"), NH_PART_TEXT},
    {TEXT("content"), NH_PART_TEXT},   {TEXT("date"), NH_PART_DATE},
    {TEXT("published"), NH_PART_DATE}, {TEXT("language"), NH_PART_LANGUAGE},
    {TEXT("lang"), NH_PART_LANGUAGE},  {TEXT("source"), NH_PART_SOURCE},
    {TEXT("url"), NH_PART_URL},
};

/* Names of the parts as a map may give them. */
static const nh_str part_names[NH_PART_KEYWORD] = {
    [NH_PART_ID] = TEXT("id"),
    [NH_PART_HEADLINE] = TEXT("headline"),
    [NH_PART_TEXT] = TEXT("text"),
    [NH_PART_DATE] = TEXT("date"),
    [NH_PART_LANGUAGE] = TEXT("language"),
    [NH_PART_SOURCE] = TEXT("source"),
    [NH_PART_URL] = TEXT("url"),
};

static nh_status read_map(const char *text, nh_map *out, nh_error *err)
{
    const char *equals = strchr(text, '=');

    if (equals == NULL || equals == text)
        return nh_fail(err, NH_E_ARG, "--map", NH_NO_OFFSET,
                       "\"%.60s\" is not field=part, as in title=headline", text);
    out->from = (nh_str){text, (size_t)(equals - text)};
    out->to = nh_str_of(equals + 1);
    for (out->part = NH_PART_ID; out->part < NH_PART_KEYWORD; out->part++) {
        if (nh_str_equal(out->to, part_names[out->part]))
            return NH_OK;
    }
    if (nh_keyword_name_ok(out->to))
        return NH_OK;
    return nh_fail(
        err, NH_E_ARG, "--map", NH_NO_OFFSET,
        "\"%.40s\": a part is id, headline, text, date, language, source, url or a "
        "keyword name of small letters, digits and _",
        text);
}

nh_status nh_mapping_read(nh_mapping *mapping, const char *const *maps, size_t n,
                          nh_error *err)
{
    nh_status st = NH_OK;

    mapping->count = 0;
    mapping->maps = nh_zeroed(mapping->env, n, sizeof *mapping->maps);
    if (mapping->maps == NULL)
        return nh_fail_memory(err, "field maps");
    for (size_t i = 0; st == NH_OK && i < n; i++) {
        st = read_map(maps[i], &mapping->maps[i], err);
        mapping->count = i + 1;
    }
    return st;
}

void nh_mapping_free(nh_mapping *mapping)
{
    nh_release(mapping->env, mapping->maps);
    mapping->maps = NULL;
    mapping->count = 0;
}

nh_part nh_mapping_part(const nh_mapping *mapping, nh_str field, nh_str *name,
                        unsigned *rank)
{
    *name = field;
    *rank = 0;
    for (size_t i = 0; i < mapping->count; i++) {
        if (!nh_str_equal(field, mapping->maps[i].from))
            continue;
        *name = mapping->maps[i].to;
        return mapping->maps[i].part;
    }
    for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!nh_str_equal(field, known[i].name))
            continue;
        *rank = i + 1;
        return known[i].part;
    }
    return NH_PART_KEYWORD;
}
