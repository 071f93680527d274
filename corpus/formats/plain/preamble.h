/*
 * corpus/formats/plain/preamble.h - what stands above the first paragraph of a plain article.
 */
#ifndef NH_CORPUS_PREAMBLE_H
#define NH_CORPUS_PREAMBLE_H

#include "newshound/corpus.h"

/* Furniture lines that are looked for. */
#define NH_PREAMBLE_FURNITURE 8

/* Found above and at the beginning of the first paragraph. Texts are borrowed from the
 * article's; all is empty where nothing was found. */
typedef struct nh_preamble {
    nh_range furniture[NH_PREAMBLE_FURNITURE]; /* lines, ascending                     */
    size_t n_furniture;
    nh_range headline_line; /* the line that holds the headline; size 0: none           */
    nh_str headline;
    nh_date date;  /* of a date line, a dateline or furniture                        */
    nh_str source; /* of a label, or the agency in a dateline: "(Reuters) -"         */
    nh_str byline; /* "By Jane Doe"                                                   */
} nh_preamble;

/*
 * Reads the top of a text (valid UTF-8), from byte `from` on: at most its first dozen lines.
 * A headline is a first line that is short, ends without a full stop, and is followed by
 * text that it does not run on into.
 */
void nh_preamble_read(nh_str text, size_t from, nh_preamble *out);

#endif
