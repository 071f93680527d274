/*
 * corpus/formats/sgml/trec.h - TREC SGML: <DOC><DOCNO>...</DOCNO> ... </DOC>.
 */
#ifndef NH_CORPUS_TREC_H
#define NH_CORPUS_TREC_H

#include "corpus/formats/reading.h"

/* The next article, as nh_sgml_article_next(). The id is the DOCNO. */
NH_MUST_USE nh_status nh_trec_next(nh_reading *reading, bool *got, nh_error *err);

#endif
