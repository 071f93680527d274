/*
 * indexer/write/ids/ids_writer.h - ids in their order, and the rank of each article's: FORMAT.md 12.
 */
#ifndef NH_INDEXER_IDS_WRITER_H
#define NH_INDEXER_IDS_WRITER_H

#include "common/segment/articles/ids_reader.h"
#include "indexer/write/file/section_spools.h"

/* Section *ids* while it grows. Call nh_ids_writer_init(). For one thread. */
typedef struct nh_ids_writer {
    nh_spool *to;     /* borrowed                            */
    nh_buffer places; /* u32 a block: where it begins        */
    nh_buffer before; /* the id that was put last            */
    uint32_t count;   /* ids                                 */
} nh_ids_writer;

/* Over the spool of the section. Allocates nothing. */
void nh_ids_writer_init(nh_ids_writer *w, nh_spool *to);

/* Appends the next id in byte order. NH_E_LIMIT (4 GiB of them), NH_E_NOMEM, NH_E_IO,
 * NH_E_SPACE. */
NH_MUST_USE nh_status nh_ids_writer_put(nh_ids_writer *w, nh_str id, nh_error *err);

/* Appends where the blocks begin; the section is complete. As nh_ids_writer_put(). */
NH_MUST_USE nh_status nh_ids_writer_finish(nh_ids_writer *w, nh_error *err);

/* Frees what it holds, finished or not. */
void nh_ids_writer_free(nh_ids_writer *w);

/* Section *ranks* while it grows. Call nh_ranks_writer_init(). For one thread. */
typedef struct nh_ranks_writer {
    nh_spool *to;   /* borrowed                                 */
    unsigned width; /* bits of a rank                           */
    unsigned held;  /* bits of `word` that are taken            */
    uint64_t word;
    uint32_t count; /* articles so far                          */
    bool moved;     /* an article is not in the place of its id */
} nh_ranks_writer;

/* For so many articles, at least one. Allocates nothing. */
void nh_ranks_writer_init(nh_ranks_writer *w, nh_spool *to, uint32_t articles);

/* The rank of the next article's id. NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_ranks_writer_put(nh_ranks_writer *w, uint32_t rank, nh_error *err);

/* The section is complete: empty if all articles lie in the order of their ids. As
 * nh_ranks_writer_put(). */
NH_MUST_USE nh_status nh_ranks_writer_finish(nh_ranks_writer *w, nh_error *err);

#endif
