/*
 * indexer/writer_state.h - private to writer*.c: what nh_writer consists of.
 */
#ifndef NH_INDEXER_WRITER_STATE_H
#define NH_INDEXER_WRITER_STATE_H

#include "indexer/commit/known_ids.h"
#include "indexer/invert/run.h"
#include "newshound/indexer.h"

/* Segment files that are not committed yet, in the order of their articles. */
typedef struct nh_run_list {
    nh_segment_ref *refs;
    uint32_t count;
    uint32_t capacity;
} nh_run_list;

struct nh_writer {
    const nh_env *env;
    int dir;         /* the index                                             */
    int lock;        /* holds writer.lock                                     */
    uint64_t memory; /* bytes for everything                                  */
    const atomic_int *stop;
    bool dead;        /* an error left it unusable                             */
    bool committed;   /* there is a commit                                     */
    nh_manifest last; /* the last commit; only settings if there is none        */
    nh_arena arena;   /* texts of `settings`                                   */
    nh_settings settings;
    nh_known_ids ids;
    bool ids_stale;      /* `ids` is to be opened again: there was a commit */
    nh_intern languages; /* codes of articles since the last commit */
    nh_run *run;
    nh_run_list runs;
    unsigned next_run;    /* number of the next run's file */
    nh_run_totals before; /* totals at the last commit     */
};

/* Flushes the run to a file of its own. `sync`: it may be committed as it is. */
NH_MUST_USE nh_status nh_writer_flush(nh_writer *w, bool sync, nh_error *err);

/* NH_E_CANCELLED if the caller asked to stop, NH_E_ARG if the writer is dead. */
NH_MUST_USE nh_status nh_writer_check(nh_writer *w, nh_error *err);

/* Removes the files of runs, whether or not that works, and forgets them. */
void nh_writer_drop_runs(nh_writer *w);

#endif
