/*
 * corpus/formats/sgml/reuters.h - Reuters-21578 SGML: <REUTERS ... NEWID="1"> ... </REUTERS>.
 */
#ifndef NH_CORPUS_REUTERS_H
#define NH_CORPUS_REUTERS_H

#include "corpus/formats/reading.h"

/* The next article, as nh_sgml_article_next(). The id is the NEWID; topics, places, people,
 * organisations, exchanges and companies are keywords; the dateline begins the text. */
NH_MUST_USE nh_status nh_reuters_next(nh_reading *reading, bool *got, nh_error *err);

#endif
