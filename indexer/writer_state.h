/*
 * indexer/writer_state.h - private to writer*.c: what nh_writer consists of.
 */
#ifndef NH_INDEXER_WRITER_STATE_H
#define NH_INDEXER_WRITER_STATE_H

#include "indexer/commit/known_ids.h"
#include "indexer/invert/crew.h"
#include "newshound/indexer.h"

struct nh_writer {
    const nh_env *env;
    nh_str path;     /* of the index, as it was opened; ends with a NUL           */
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
    nh_run *run;         /* with one thread, else NULL */
    nh_crew *crew;       /* with several, else NULL    */
    nh_run_files runs;
    nh_run_totals before;    /* totals at the last commit                     */
    uint64_t refused_before; /* late refusals at the last commit              */
};

/* NH_E_CANCELLED if the caller asked to stop, NH_E_ARG if the writer is dead. */
NH_MUST_USE nh_status nh_writer_check(nh_writer *w, nh_error *err);

#endif
