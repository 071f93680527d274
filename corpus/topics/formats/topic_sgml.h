/*
 * corpus/topics/formats/topic_sgml.h - questions as TREC keeps them, in SGML or XML.
 */
#ifndef NH_CORPUS_TOPIC_SGML_H
#define NH_CORPUS_TOPIC_SGML_H

#include "corpus/topics/topic_reading.h"

/*
 * The next <top>, <topic> or <query>, its elements closed or not, in any order and case. The
 * labels that TREC writes before a text ("Number:", "Topic:", ...) are no part of it.
 * NH_E_NOMEM, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_topic_sgml_next(nh_topic_reading *reading, bool *got,
                                         nh_error *err);

#endif
