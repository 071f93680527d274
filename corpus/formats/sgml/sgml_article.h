/*
 * corpus/formats/sgml/sgml_article.h - an article from one SGML record, by a table of its elements.
 */
#ifndef NH_CORPUS_SGML_ARTICLE_H
#define NH_CORPUS_SGML_ARTICLE_H

#include "corpus/formats/reading.h"

/* What an element of a record is. */
typedef struct nh_sgml_element {
    const char *tag;
    nh_part part;        /* NH_PARTS: it is left out, with what it holds    */
    const char *keyword; /* its name, with NH_PART_KEYWORD                  */
} nh_sgml_element;

/* A format made of such records. Plain data that lives with the program. */
typedef struct nh_sgml_format {
    nh_str record; /* name of the element that holds an article               */
    const nh_sgml_element *elements;
    size_t n_elements;
    bool indented;      /* a line that begins with four blanks begins a paragraph */
    const char *id;     /* attribute of the record that is the id; or NULL        */
    const char *source; /* of every article; or NULL                              */
} nh_sgml_format;

/*
 * The next article of the source; *got is false at its end. Elements that the table does not
 * name are looked through; where none is text, all that is in no named element is. Records
 * without an end, or over the document limit, are skipped.
 * NH_E_REFUSED (strict), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_sgml_article_next(nh_reading *reading,
                                           const nh_sgml_format *format, bool *got,
                                           nh_error *err);

#endif
