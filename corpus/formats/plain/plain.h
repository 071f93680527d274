/*
 * corpus/formats/plain/plain.h - a file of plain text is one article.
 */
#ifndef NH_CORPUS_PLAIN_H
#define NH_CORPUS_PLAIN_H

#include "corpus/formats/reading.h"

/*
 * The article of the source, the first time; then *got is false. The text is the whole
 * file, so that offsets are the file's; a byte order mark, furniture lines and the headline's
 * line are among the article's skips. A file that is no text or too big is skipped.
 * NH_E_REFUSED (strict), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_plain_next(nh_reading *reading, bool *got, nh_error *err);

#endif
