/*
 * corpus/formats/json/jsonl.h - one JSON object per line.
 */
#ifndef NH_CORPUS_JSONL_H
#define NH_CORPUS_JSONL_H

#include "corpus/formats/reading.h"

/*
 * The next article of the source; *got is false at its end. Its record number is the number
 * of its line. Invalid UTF-8 and lone surrogates are repaired with a warning; a line that is
 * no object, is nested too deep or longer than the document limit is skipped whole.
 * NH_E_REFUSED (strict), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_jsonl_next(nh_reading *reading, bool *got, nh_error *err);

#endif
