/*
 * indexer/write/file/deletions_writer.h - a file of deletions: FORMAT.md 18.
 */
#ifndef NH_INDEXER_DELETIONS_WRITER_H
#define NH_INDEXER_DELETIONS_WRITER_H

#include "common/segment/file/container.h"

/* Where a file of deletions goes. */
typedef struct nh_deletions_target {
    const nh_env *env;
    int dir;          /* the index              */
    const char *name; /* must not exist; borrowed */
} nh_deletions_target;

/*
 * Writes the file, synced: a bit for each of `articles` articles, at least one of them set, and
 * the spare ones zero.
 *
 * ref  filled
 * NH_E_IO, NH_E_SPACE, NH_E_NOMEM   there is no such file then, where it can be removed
 */
NH_MUST_USE nh_status nh_deletions_write(const nh_deletions_target *to, const uint8_t *bits,
                                         uint32_t articles, nh_file_ref *ref,
                                         nh_error *err);

#endif
