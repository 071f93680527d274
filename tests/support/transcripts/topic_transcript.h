/*
 * tests/support/transcripts/topic_transcript.h - what topic files yield, as a text to compare.
 *
 * One line for each question: id|text|filter|like|n|now @row:column/offset, where empty things
 * at the end are left out, and for each row that is none: ! code id problem @row:column/offset.
 * Newlines are written \n; an offset that is not known is written as -.
 */
#ifndef NH_TESTS_TOPIC_TRANSCRIPT_H
#define NH_TESTS_TOPIC_TRANSCRIPT_H

#include "common/base/bytes/buffer.h"
#include "newshound/topics.h"
#include "tests/support/temp_dir.h"

/* Reads `paths` to the end and writes the transcript, ended by a NUL, into `out`, which is
 * cleared first; `places` leaves out what follows @ where it is false. Returns the status of
 * the call that failed, or NH_OK. */
nh_status transcribe_topics(const char *const *paths, size_t n,
                            const nh_topics_options *options, bool places, nh_buffer *out);

/* The transcript of one file of these bytes in directory `t`. Owned by the caller until
 * free(). Fails the test on another status than NH_OK. */
char *topics_of(const temp_dir *t, const void *bytes, size_t size,
                const nh_topics_options *options, bool places);

#endif
