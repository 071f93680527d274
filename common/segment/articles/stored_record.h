/*
 * common/segment/articles/stored_record.h - the fields of a stored article.
 */
#ifndef NH_SEGMENT_STORED_RECORD_H
#define NH_SEGMENT_STORED_RECORD_H

#include "common/segment/articles/stored_reader.h"

/* Fills `out` from the fields of a record, whose texts it borrows. False if they contradict
 * FORMAT.md section 15. */
bool nh_stored_record_read(nh_str record, nh_stored *out);

#endif
