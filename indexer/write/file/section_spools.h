/*
 * indexer/write/file/section_spools.h - a segment while it grows: one spool a section, then a file.
 */
#ifndef NH_INDEXER_SECTION_SPOOLS_H
#define NH_INDEXER_SECTION_SPOOLS_H

#include "common/segment/file/segment.h"
#include "indexer/write/file/spool.h"
#include "indexer/write/ticker.h"

/* Zero-initialise and call nh_section_spools_init(); its place in memory stays. Each spool is for
 * one thread at a time. */
typedef struct nh_section_spools {
    const nh_env *env;
    int dir;
    nh_ticker *ticker;                /* hears how far writing is; borrowed, may be NULL */
    nh_spool_room room;               /* memory that they may hold: none at first       */
    nh_spool spool[NH_SECTION_KINDS]; /* by nh_section_kind */
} nh_section_spools;

/* Empty spools over directory `dir`. Allocates nothing. */
void nh_section_spools_init(nh_section_spools *s, const nh_env *env, int dir);

/* Moves what they hold in memory to files, and they hold nothing more until `room.most` is set
 * again. NH_E_NOMEM, NH_E_IO, NH_E_SPACE */
NH_MUST_USE nh_status nh_section_spools_spill(nh_section_spools *s, nh_error *err);

/* How many bytes the sections that terms write have, by nh_section_kind; 0 of all others, which
 * another thread may be writing meanwhile. */
void nh_section_spools_terms(const nh_section_spools *s, uint64_t out[NH_SECTION_KINDS]);

/* Appends all bytes of `from` to the same sections of `to`; `from` is empty then. NH_E_NOMEM,
 * NH_E_IO, NH_E_SPACE */
NH_MUST_USE nh_status nh_section_spools_append(nh_section_spools *to,
                                               nh_section_spools *from, nh_error *err);

/*
 * Writes file `name` with section *info* and all spools that are not empty, in order of their
 * kinds, and empties the spools. `sync`: the file is to be committed.
 *
 * ref  filled with name, size and checksums
 * NH_E_IO, NH_E_SPACE, NH_E_NOMEM  there is no such file afterwards, where it can be removed
 */
NH_MUST_USE nh_status nh_section_spools_finish(nh_section_spools *s,
                                               const nh_segment_info *info,
                                               const char *name, bool sync,
                                               nh_file_ref *ref, nh_error *err);

/* Forgets all bytes. */
void nh_section_spools_clear(nh_section_spools *s);

#endif
