/*
 * indexer/write/file/container_writer.h - header, sections, table, checksums, footer: FORMAT.md 2.
 *
 * One pass from front to back: checksums are computed while bytes go by. For one thread.
 */
#ifndef NH_INDEXER_CONTAINER_WRITER_H
#define NH_INDEXER_CONTAINER_WRITER_H

#include "common/base/bytes/buffer.h"
#include "common/segment/file/container.h"

typedef struct nh_container_writer nh_container_writer;

/*
 * Begins file `name` of directory `dir`, which must not exist; with name NULL the bytes stay
 * in memory, for nh_container_writer_bytes().
 *
 * out  owned by the caller until nh_container_writer_free(); NULL on failure
 * NH_E_IO, NH_E_SPACE, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_container_writer_new(const nh_env *env, int dir, const char *name,
                                              nh_envelope_kind kind,
                                              nh_container_writer **out, nh_error *err);

/* Begins a section: zeros up to a multiple of 64. One that stays empty is left out. */
NH_MUST_USE nh_status nh_container_writer_section(nh_container_writer *w,
                                                  nh_section_kind kind, nh_error *err);

/* Bytes of the current section. `self` is the writer: an nh_spool_sink. */
NH_MUST_USE nh_status nh_container_writer_put(void *self, const void *bytes, size_t size,
                                              nh_error *err);

/*
 * Table, checksums, footer; a file is synced and closed, each looked at. `ref` (its name
 * aside) is filled. Nothing can be put afterwards.
 * NH_E_IO, NH_E_SPACE, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_container_writer_finish(nh_container_writer *w, nh_file_ref *ref,
                                                 nh_error *err);

/* A file left to be rewritten before a commit (a run) need not be synced. */
void nh_container_writer_no_sync(nh_container_writer *w);

/* All bytes, where they were to stay in memory; borrowed until free. */
nh_str nh_container_writer_bytes(const nh_container_writer *w);

/* Closes; a file that was not finished is removed. NULL is accepted. */
void nh_container_writer_free(nh_container_writer *w);

#endif
