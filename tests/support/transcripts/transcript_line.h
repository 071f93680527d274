/*
 * tests/support/transcripts/transcript_line.h - what lines of transcripts are made of.
 */
#ifndef NH_TESTS_TRANSCRIPT_LINE_H
#define NH_TESTS_TRANSCRIPT_LINE_H

#include "common/base/bytes/buffer.h"

/* A text, in which newlines are written \n. */
void transcribe_text(nh_buffer *out, nh_str text);

/* A place in a file; one that is not known (NH_NO_OFFSET) is written as -. */
void transcribe_offset(nh_buffer *out, uint64_t offset);

/* Takes back each | that nothing stands behind. */
void drop_empty_parts(nh_buffer *out);

#endif
