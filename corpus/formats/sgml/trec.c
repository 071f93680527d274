/* corpus/formats/sgml/trec.c - TREC SGML, as its collections of newswire use it. */
#include "corpus/formats/sgml/trec.h"

#include "corpus/formats/sgml/sgml_article.h"

/* Elements of AP, WSJ, FT, LA Times, FBIS, FR, SJMN, Ziff, and of collections after them. */
static const nh_sgml_element elements[] = {
    {"DOCNO", NH_PART_ID, NULL},
    {"DOCID", NH_PARTS, NULL},
    {"FILEID", NH_PARTS, NULL},
    {"PROFILE", NH_PARTS, NULL},
    {"HEADLINE", NH_PART_HEADLINE, NULL},
    {"HEAD", NH_PART_HEADLINE, NULL},
    {"TITLE", NH_PART_HEADLINE, NULL},
    {"TTL", NH_PART_HEADLINE, NULL},
    {"HL", NH_PART_HEADLINE, NULL},
    {"TI", NH_PART_HEADLINE, NULL},
    {"TEXT", NH_PART_TEXT, NULL},
    {"BODY", NH_PART_TEXT, NULL},
    {"LEADPARA", NH_PART_TEXT, NULL},
    {"LP", NH_PART_TEXT, NULL},
    {"CONTENT", NH_PART_TEXT, NULL},
    {"DATE", NH_PART_DATE, NULL},
    {"DATE1", NH_PART_DATE, NULL},
    {"DATE_TIME", NH_PART_DATE, NULL},
    {"PUBDATE", NH_PART_DATE, NULL},
    {"DD", NH_PART_DATE, NULL},
    {"LANGUAGE", NH_PART_LANGUAGE, NULL},
    {"LANG", NH_PART_LANGUAGE, NULL},
    {"SOURCE", NH_PART_SOURCE, NULL},
    {"SO", NH_PART_SOURCE, NULL},
    {"PUB", NH_PART_SOURCE, NULL},
    {"URL", NH_PART_URL, NULL},
    {"BYLINE", NH_PART_KEYWORD, "byline"},
    {"AUTHOR", NH_PART_KEYWORD, "byline"},
    {"DATELINE", NH_PART_KEYWORD, "dateline"},
    {"SECTION", NH_PART_KEYWORD, "section"},
    {"SUBJECT", NH_PART_KEYWORD, "subject"},
    {"TYPE", NH_PART_KEYWORD, "type"},
};

nh_status nh_trec_next(nh_reading *reading, bool *got, nh_error *err)
{
    static const nh_sgml_format format = {
        .record = {"DOC", 3},
        .elements = elements,
        .n_elements = sizeof elements / sizeof elements[0],
    };

    return nh_sgml_article_next(reading, &format, got, err);
}
