/* corpus/formats/sgml/reuters.c - Reuters-21578 SGML. */
#include "corpus/formats/sgml/reuters.h"

#include "corpus/formats/sgml/sgml_article.h"

static const nh_sgml_element elements[] = {
    {"DATE", NH_PART_DATE, NULL},
    {"MKNOTE", NH_PARTS, NULL},
    {"UNKNOWN", NH_PARTS, NULL},
    {"TITLE", NH_PART_HEADLINE, NULL},
    {"AUTHOR", NH_PART_KEYWORD, "byline"},
    {"DATELINE", NH_PART_TEXT, NULL},
    {"BODY", NH_PART_TEXT, NULL},
    {"TOPICS", NH_PART_KEYWORD, "topics"},
    {"PLACES", NH_PART_KEYWORD, "places"},
    {"PEOPLE", NH_PART_KEYWORD, "people"},
    {"ORGS", NH_PART_KEYWORD, "orgs"},
    {"EXCHANGES", NH_PART_KEYWORD, "exchanges"},
    {"COMPANIES", NH_PART_KEYWORD, "companies"},
};

nh_status nh_reuters_next(nh_reading *reading, bool *got, nh_error *err)
{
    static const nh_sgml_format format = {
        .record = {"REUTERS", 7},
        .elements = elements,
        .n_elements = sizeof elements / sizeof elements[0],
        .indented = true,
        .id = "NEWID",
        .source = "Reuters",
    };

    return nh_sgml_article_next(reading, &format, got, err);
}
