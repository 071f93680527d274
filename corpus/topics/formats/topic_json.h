/*
 * corpus/topics/formats/topic_json.h - questions as JSON objects, one a line.
 */
#ifndef NH_CORPUS_TOPIC_JSON_H
#define NH_CORPUS_TOPIC_JSON_H

#include "corpus/topics/topic_reading.h"

/* The next line's object as a question: "id", "query" or "title", and perhaps "filter", "n",
 * "now", "like". Other members say nothing. NH_E_NOMEM, NH_E_LIMIT */
NH_MUST_USE nh_status nh_topic_json_next(nh_topic_reading *reading, bool *got,
                                         nh_error *err);

#endif
