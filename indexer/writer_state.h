/*
 * indexer/writer_state.h - private to writer*.c: what nh_writer consists of.
 */
#ifndef NH_INDEXER_WRITER_STATE_H
#define NH_INDEXER_WRITER_STATE_H

#include "common/base/api/log.h"
#include "common/segment/articles/live_counts.h"
#include "indexer/commit/known_ids.h"
#include "indexer/invert/crew.h"
#include "newshound/indexer.h"

struct nh_writer {
    nh_own_env own;
    const nh_env *env;    /* own.env                                             */
    nh_ticker ticker;     /* the caller's on_progress                            */
    nh_str path;          /* of the index, as it was opened; ends with a NUL           */
    int dir;              /* the index                                             */
    int lock;             /* holds writer.lock                                     */
    uint64_t memory;      /* bytes for everything                                  */
    unsigned threads;     /* at least 1                                            */
    bool wants_similar;   /* optimize orders articles by similarity               */
    bool is_similar;      /* the last commit is one segment in such an order      */
    uint32_t order_parts; /* in how many parts the last call ordered them; 0: it did not */
    bool copies_text;     /* optimize leaves stored text as it is                 */
    const atomic_int *stop;
    bool dead;        /* an error left it unusable                             */
    bool committed;   /* there is a commit                                     */
    nh_manifest last; /* the last commit; only settings if there is none        */
    nh_arena arena;   /* texts of `settings`                                   */
    nh_settings settings;
    nh_known_ids ids;
    nh_live_counts live; /* what the last commit holds, without what is deleted */
    size_t ids_beside;   /* bytes of ids beyond their share, which runs make room for */
    bool ids_stale;      /* `ids` is to be opened again: there was a commit */
    nh_intern languages; /* codes of articles since the last commit */
    nh_run *run;         /* with one thread, else NULL */
    nh_crew *crew;       /* with several, else NULL    */
    nh_run_files runs;
    nh_run_totals before;  /* totals at the last commit                     */
    size_t refused_before; /* late refusals at the last commit              */
};

/* `w->ids` knows the last commit and what happened since. As nh_known_ids_open(). */
NH_MUST_USE nh_status nh_writer_know_ids(nh_writer *w, nh_error *err);

#define NH_IDS_SHARE 8u /* an eighth of the memory is for ids */

/* What the next commit will name. */
typedef struct nh_next_segments {
    nh_segment_ref
        *refs; /* in order of their articles; the files are synced, with their names */
    uint32_t count;
    char (*made)[48]; /* files that are new among them                             */
    uint32_t n_made;
    nh_live_counts live;  /* in all of them, without what is deleted                   */
    bool similar;         /* it is one segment, in an order of similarity of all        */
    uint32_t order_parts; /* in how many parts that was found now; 0: it was not      */
    bool dropped;         /* some article is gone that was there before, or was added  */
} nh_next_segments;

/*
 * Makes the files of the next commit out of the runs, which are all flushed and are used up by
 * this, of segments that are due to be merged, and of what is removed.
 *
 * all  every segment is due
 * out  nh_next_segments_end() frees it, after failures too
 * NH_E_CANCELLED, NH_E_IO, NH_E_SPACE, NH_E_NOMEM, NH_E_LIMIT, NH_E_CORRUPT
 */
NH_MUST_USE nh_status nh_writer_next_segments(nh_writer *w, bool all, nh_next_segments *out,
                                              nh_error *err);

/* Frees it. keep: its new files are part of the index, or may be; else they are removed. */
void nh_next_segments_end(nh_writer *w, nh_next_segments *next, bool keep);

/* NH_E_CANCELLED if the caller asked to stop, NH_E_ARG if the writer is dead. */
NH_MUST_USE nh_status nh_writer_check(nh_writer *w, nh_error *err);

#endif
