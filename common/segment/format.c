/* common/segment/format.c - the names of sections. */
#include "common/segment/format.h"

#include <stddef.h>

const char *nh_section_name(unsigned kind)
{
    static const char *const names[NH_SECTION_KINDS] = {
        [NH_SECTION_COMMIT] = "commit",       [NH_SECTION_INFO] = "info",
        [NH_SECTION_TERMS] = "terms",         [NH_SECTION_HEADS] = "heads",
        [NH_SECTION_DIRECTORY] = "directory", [NH_SECTION_POSTINGS] = "postings",
        [NH_SECTION_POSITIONS] = "positions", [NH_SECTION_CODES] = "codes",
        [NH_SECTION_LENGTHS] = "lengths",     [NH_SECTION_PLACES] = "places",
        [NH_SECTION_ARTICLES] = "articles",   [NH_SECTION_IDS] = "ids",
        [NH_SECTION_DATES] = "dates",         [NH_SECTION_KEYWORDS] = "keywords",
        [NH_SECTION_STORED] = "stored",       [NH_SECTION_STORED_TABLE] = "stored-table",
        [NH_SECTION_MAXIMA] = "maxima",       [NH_SECTION_RANKS] = "ranks",
        [NH_SECTION_SPANS] = "spans",         [NH_SECTION_DICTIONARIES] = "dictionaries",
        [NH_SECTION_CHAMPIONS] = "champions", [NH_SECTION_WORDS] = "words",
        [NH_SECTION_DELETED] = "deleted",
    };

    return kind < NH_SECTION_KINDS && names[kind] != NULL ? names[kind] : "unknown";
}
