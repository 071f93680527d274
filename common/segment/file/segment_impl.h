/*
 * common/segment/file/segment_impl.h - private to the readers: what an open segment remembers.
 */
#ifndef NH_SEGMENT_SEGMENT_IMPL_H
#define NH_SEGMENT_SEGMENT_IMPL_H

#include <pthread.h>
#include <stdatomic.h>

#include "common/base/bytes/little_endian.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/numbers/numbers_reader.h"

/* Bits of nh_segment.ready: what was checked whole, and need not be again. */
enum {
    NH_READY_PASSAGES = 1,
    NH_READY_ARTICLES = 2,
    NH_READY_STORED = 4,
    NH_READY_COLUMNS = 8,
    NH_READY_BY_RANK = 16,
    NH_READY_LENGTHS = 32
};

struct nh_segment {
    const nh_env *env;
    nh_container *file;
    nh_container *deletions;     /* NULL if nothing is deleted                  */
    const uint8_t *deleted_bits; /* its section                                 */
    nh_segment_info info;
    const uint8_t *heads; /* of the dictionary; borrowed from `file`     */
    uint64_t n_heads;

    pthread_mutex_t lock; /* of whoever checks a view for the first time */
    atomic_uint ready;    /* views below that may be used                */
    const uint8_t *lengths;
    nh_passage_view passages;
    nh_article_view articles;
    const uint8_t *stored_table;
    uint32_t stored_blocks;
    atomic_uint id_lookups; /* articles that were looked for by rank, about  */
    uint32_t *by_rank;      /* the article of each rank, once that pays      */
    nh_column *columns;
    uint32_t n_columns;
};

/* Entries of the dictionary: terms and pairs. */
static inline uint64_t nh_segment_entries(const nh_segment *seg)
{
    return seg->info.terms + seg->info.pairs;
}

/* Where the passages stand in their texts: place and size of each. */
static inline nh_numbers nh_places_of(const nh_segment *seg)
{
    return (nh_numbers){NH_SECTION_PLACES, 2, seg->info.passages};
}

/*
 * Runs `check` unless bit `what` is set, and sets it where it says NH_OK. Only one thread
 * checks at a time. Returns what `check` says.
 */
NH_MUST_USE nh_status nh_segment_once(nh_segment *seg, unsigned what,
                                      nh_status (*check)(nh_segment *seg, nh_error *err),
                                      nh_error *err);

/* Compares the sizes of the sections of ids with the number of articles. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_id_sizes_check(const nh_segment *seg, nh_error *err);

/* Reads section info, and checks it and the sizes of all sections that follow from it. */
NH_MUST_USE nh_status nh_segment_info_read(nh_segment *seg, nh_error *err);

/* Checks the heads of the dictionary, and keeps them in `seg`. */
NH_MUST_USE nh_status nh_heads_read(nh_segment *seg, nh_error *err);

#endif
