/*
 * corpus/topics/formats/topic_detect.h - what format questions are in, by a file's first bytes.
 */
#ifndef NH_CORPUS_TOPIC_DETECT_H
#define NH_CORPUS_TOPIC_DETECT_H

#include "newshound/topics.h"

/* First bytes that are looked at: some tens of rows. */
#define NH_TOPIC_SNIFF_SIZE ((size_t)16 * 1024)

/* The format of a file that begins with this text, or is it whole; NH_TOPICS_LINES if it is no
 * other. */
nh_topic_format nh_topic_detect(nh_str start, bool whole);

/* SGML: the name of the element that holds a question, "top", "topic" or "query": whichever
 * comes first; "top" if none does. Static. */
nh_str nh_topic_record_name(nh_str start);

#endif
