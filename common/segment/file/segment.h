/*
 * common/segment/file/segment.h - one immutable segment, opened for reading.
 *
 * A segment may be shared by any number of threads. What its readers hand out is borrowed
 * from it. All readers return NH_E_CORRUPT, naming file and offset, where the file
 * contradicts FORMAT.md.
 */
#ifndef NH_SEGMENT_SEGMENT_H
#define NH_SEGMENT_SEGMENT_H

#include "common/segment/file/manifest.h"

typedef struct nh_segment_info {
    uint32_t passages;
    uint32_t articles;
    uint64_t terms;
    uint64_t tokens;
    uint64_t postings;
    uint32_t k1, b;            /* millionths, of the impacts     */
    uint32_t reference_length; /* tokens x 256, of the impacts   */
    bool stored;               /* text is stored                 */
    bool similar;              /* articles lie in an order of similarity of all of them */
    bool pressed;              /* stored text is as small as it gets     */
    uint32_t pair_words;       /* version of the list whose pairs it has; 0: none */
    uint32_t pairs;            /* entries of the dictionary beside the terms */
} nh_segment_info;

typedef struct nh_segment nh_segment;

/*
 * Opens a segment and, where the reference names one, its deletions.
 * NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM
 * Cost: tables, info and heads; nothing else is read.
 */
NH_MUST_USE nh_status nh_segment_open(const nh_env *env, int dir, const nh_segment_ref *ref,
                                      bool copy, nh_segment **out, nh_error *err);

/* Opens a segment file that no manifest names yet (a run), by its name alone. */
NH_MUST_USE nh_status nh_segment_open_file(const nh_env *env, int dir, const char *name,
                                           bool copy, nh_segment **out, nh_error *err);

/* Accepts NULL. */
void nh_segment_close(nh_segment *seg);

/* What the segment says of itself. Borrowed from `seg`. */
const nh_segment_info *nh_segment_info_get(const nh_segment *seg);

/* Its file. Borrowed from `seg`. */
nh_container *nh_segment_container(nh_segment *seg);

/* The file of its deletions, or NULL. Borrowed from `seg`. */
nh_container *nh_segment_deletions(nh_segment *seg);

/* The environment it was opened with. */
const nh_env *nh_segment_env(const nh_segment *seg);

/* True if the article is deleted; article < articles. */
bool nh_segment_is_deleted(const nh_segment *seg, uint32_t article);

/* A bit an article: it is deleted; bit 0 of the first byte is article 0. NULL if nothing is.
 * Borrowed from `seg`. */
const uint8_t *nh_segment_deleted_bits(const nh_segment *seg);

#endif
