/*
 * common/segment/articles/stored_reader.h - article -> headline, text and where it came from.
 */
#ifndef NH_SEGMENT_STORED_READER_H
#define NH_SEGMENT_STORED_READER_H

#include "common/segment/file/segment.h"

/* An article as stored. Borrowed from the reader until its next call. */
typedef struct nh_stored {
    nh_str headline;
    nh_str text; /* empty without stored text                        */
    nh_str url;
    nh_str path;
    nh_str language;
    uint64_t record;
    uint64_t offset;
    bool plain;   /* offsets into text are offsets of the file        */
    nh_str skips; /* as on disk; see nh_stored_skip()                 */
} nh_stored;

typedef struct nh_stored_reader nh_stored_reader;

/* For one thread; keeps the last block inflated. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_open(nh_segment *seg, nh_stored_reader **out,
                                     nh_error *err);

/* article < articles. NH_E_CORRUPT, NH_E_NOMEM. Cost: inflates a block, as far as the
 * article needs it, unless it is the last one asked for. */
NH_MUST_USE nh_status nh_stored_get(nh_stored_reader *r, uint32_t article, nh_stored *out,
                                    nh_error *err);

/* Has the system read the block of `article`, for whoever asks soon (nh_container_expect()). */
void nh_stored_expect(const nh_stored_reader *r, uint32_t article);

/* The fields of `article` in the form of FORMAT.md section 15, its numbers among them, unread:
 * nh_stored_record_read() reads them.
 * Borrowed until the next call. As nh_stored_get(). */
NH_MUST_USE nh_status nh_stored_record(nh_stored_reader *r, uint32_t article, nh_str *out,
                                       nh_error *err);

/* Takes the next skipped range of the text off `skips`; false when none is left. *end_before
 * is 0 at first, and then where the range before ended. */
bool nh_stored_skip(nh_str *skips, uint32_t *end_before, uint32_t *at, uint32_t *size);

/* Accepts NULL. */
void nh_stored_close(nh_stored_reader *r);

#endif
