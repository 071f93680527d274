/*
 * common/segment/terms/term_entry.h - what a dictionary entry says behind its text, decoded and checked.
 */
#ifndef NH_SEGMENT_TERM_ENTRY_H
#define NH_SEGMENT_TERM_ENTRY_H

#include "common/base/bytes/cursor.h"
#include "common/segment/terms/terms_reader.h"

/* Room that the entries of a walker share, one after the other. */
typedef struct nh_entry_room {
    const nh_env *env;
    nh_form *forms;
    size_t capacity; /* of `forms`                */
    nh_buffer texts; /* of the forms              */
} nh_entry_room;

/*
 * Reads the fields of `term`, whose text is set, from `rest`, which must end with them.
 * Its forms live in `room`.
 *
 * at  where `rest` begins in the terms section, for errors
 * NH_E_CORRUPT, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_term_entry_read(nh_segment *seg, nh_cursor rest, uint64_t at,
                                         nh_entry_room *room, nh_term *term, nh_error *err);

/* Frees what `room` holds; it is then empty. */
void nh_entry_room_free(nh_entry_room *room);

#endif
