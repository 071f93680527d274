/*
 * corpus/topics/formats/topic_lines.h - a question a line.
 */
#ifndef NH_CORPUS_TOPIC_LINES_H
#define NH_CORPUS_TOPIC_LINES_H

#include "common/codec/input/lines.h"
#include "corpus/topics/topic_reading.h"

/*
 * Begins the row of the next line that is not blank: of a kind that is not END. A line that
 * is too long or holds a NUL is refused here: then reading->topic.code is not NH_OK.
 * line  without its line break; WHOLE or END
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_topic_line(nh_topic_reading *reading, nh_line *line,
                                    nh_error *err);

/* The next line as a question; its number is its id. NH_E_NOMEM, NH_E_LIMIT */
NH_MUST_USE nh_status nh_topic_lines_next(nh_topic_reading *reading, bool *got,
                                          nh_error *err);

#endif
