/*
 * corpus/formats/reading.h - what every format reader works with.
 *
 * A reader is one function: the next article of an open source goes into the draft. What is
 * wrong with a document goes to the notices, and the reader goes on with the next.
 */
#ifndef NH_CORPUS_READING_H
#define NH_CORPUS_READING_H

#include "common/codec/input/source.h"
#include "corpus/formats/draft.h"
#include "corpus/formats/json/json_reader.h"
#include "corpus/formats/mapping.h"
#include "corpus/notices.h"

typedef struct nh_reading {
    const nh_env *env;
    nh_source source;
    nh_draft draft;
    nh_notices notices;
    nh_mapping mapping;
    nh_json *json;     /* owned; made when first needed                            */
    nh_buffer scratch; /* text that had to be changed; of the article in the draft */
    nh_buffer joined;  /* text that came in pieces, likewise                       */
    nh_buffer parts[NH_PARTS]; /* of an SGML record, decoded                           */
    uint64_t record;         /* records begun in this file                               */
    uint64_t document_limit; /* bytes                                                  */
    bool keep_furniture;
} nh_reading;

/* Where the record that is being read stands. */
static inline nh_place nh_reading_place(const nh_reading *reading, uint64_t offset)
{
    return (nh_place){offset, reading->record};
}

/*
 * The last look at an article: it has a text or a headline and a usable id. *got says
 * whether it does; if not, it has been told to the notices. An id is made from the path
 * where there is none.
 *
 * place   of the document, for notices
 * NH_E_REFUSED (strict), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_reading_finish(nh_reading *reading, nh_place place, bool *got,
                                        nh_error *err);

/* Reads a date and puts it into the draft; warns with "bad-date" where it is none. */
void nh_reading_date(nh_reading *reading, nh_str text, nh_place place);

#endif
