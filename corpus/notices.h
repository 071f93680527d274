/*
 * corpus/notices.h - what readers have to say about documents, counted and passed on.
 */
#ifndef NH_CORPUS_NOTICES_H
#define NH_CORPUS_NOTICES_H

#include "newshound/corpus.h"

/* Where notices go. One for each corpus; plain data. */
typedef struct nh_notices {
    void (*on_notice)(void *self, const nh_notice *notice); /* may be NULL              */
    void *self;
    bool strict;       /* a skipped document ends the run                               */
    const char *path;  /* of the file being read, "-" for standard input; borrowed      */
    uint64_t skipped;  /* documents left out so far                                     */
    uint64_t warnings; /* other notices so far                                          */
} nh_notices;

/* A place in the file being read. */
typedef struct nh_place {
    uint64_t offset; /* byte of the decompressed file, or NH_NO_OFFSET */
    uint64_t record; /* from 1; 0: the file itself                     */
} nh_place;

/*
 * A document is left out for `reason`, one of the stable ids of corpus/README.md.
 * NH_E_REFUSED  the run is strict
 */
NH_MUST_USE nh_status nh_notices_skip(nh_notices *notices, const char *reason,
                                      nh_place place, nh_error *err, const char *fmt, ...)
    NH_PRINTF(5, 6);

/* A file or directory is left out because the system refused it: that is no matter of
 * `strict`. */
void nh_notices_refused(nh_notices *notices, const char *reason, const char *text);

/* A document is kept, but something about it is worth knowing. */
void nh_notices_warn(nh_notices *notices, const char *reason, nh_place place,
                     const char *fmt, ...) NH_PRINTF(4, 5);

#endif
