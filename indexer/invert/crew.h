/*
 * indexer/invert/crew.h - threads that invert articles, each into a run of its own.
 */
#ifndef NH_INDEXER_CREW_H
#define NH_INDEXER_CREW_H

#include "common/base/threads.h"
#include "indexer/invert/run_files.h"

#define NH_CREW_MOST NH_THREADS_MOST

typedef struct nh_crew nh_crew;

/* What threads are started for. All borrowed. */
typedef struct nh_crew_job {
    const nh_settings *settings;
    nh_run_files *files; /* where runs are flushed to         */
    size_t memory;       /* bytes for all threads together    */
    unsigned threads;    /* at least 1; fewer are started if the memory is little */
} nh_crew_job;

/*
 * Starts the threads.
 * out  owned by the caller until nh_crew_free(); NULL on failure
 * NH_E_ARG  an unknown stemmer.  NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_crew_new(const nh_env *env, const nh_crew_job *job, nh_crew **out,
                                  nh_error *err);

/* Hands over a copy of `article`, which nh_run_check() accepts; waits where the threads are
 * behind. serial: as nh_run_add(). NH_E_NOMEM, NH_E_IO, NH_E_SPACE, NH_E_LIMIT: a thread failed
 * before. */
NH_MUST_USE nh_status nh_crew_add(nh_crew *crew, const nh_article *article, uint32_t serial,
                                  nh_error *err);

/* Waits until the threads are idle, and flushes what they hold to one file, which is synced if it
 * is the only one. As nh_crew_add().
 * ticker  hears how far it is; may be NULL */
NH_MUST_USE nh_status nh_crew_finish(nh_crew *crew, nh_ticker *ticker, nh_error *err);

/* What all threads have taken. Only while they are idle: before the first article and right
 * after nh_crew_finish(). */
nh_run_totals nh_crew_totals(const nh_crew *crew);

/* Articles that were handed over and then refused, since the crew was made: their serials, in
 * any order, `count` of them; borrowed until the next nh_crew_add(). While idle. */
const uint32_t *nh_crew_refused(const nh_crew *crew, size_t *count);

/* The caller holds so many bytes of the threads' memory: nh_run_beside(). */
void nh_crew_beside(nh_crew *crew, size_t bytes);

/* Gives back what memory idle threads hold. */
void nh_crew_rest(nh_crew *crew);

/* Stops and joins the threads; what they hold is dropped. NULL is accepted. */
void nh_crew_free(nh_crew *crew);

#endif
