/*
 * searcher/batch/batch_crew.h - threads that answer questions, and the window that keeps their order.
 *
 * Jobs stand in a ring in the order of the questions: those at the front are answered and wait to
 * be written, or are at work; those behind wait for a thread. A thread that is free takes the first
 * that waits, unless answers already fill the memory they may wait in; the very first job may
 * always be worked on, so the window never stands still.
 */
#ifndef NH_SEARCHER_BATCH_CREW_H
#define NH_SEARCHER_BATCH_CREW_H

#include "searcher/batch/batch_worker.h"

typedef struct nh_batch_crew nh_batch_crew;

/*
 * Starts threads that follow `plan`, which is borrowed until nh_batch_crew_free().
 *
 * memory  bytes in which answers wait
 * out     owned by the caller until nh_batch_crew_free(); NULL on failure
 * NH_E_NOMEM  for a thread too
 */
NH_MUST_USE nh_status nh_batch_crew_new(const nh_batch_plan *plan, unsigned threads,
                                        uint64_t memory, nh_batch_crew **out,
                                        nh_error *err);

/* An empty job to be filled, or NULL: the window is full. Borrowed until it is handed over. */
nh_batch_job *nh_batch_crew_room(nh_batch_crew *crew);

/* Hands over the job that nh_batch_crew_room() gave. */
void nh_batch_crew_add(nh_batch_crew *crew);

/*
 * The first job, once it is answered: NULL if there is none at all, or it takes longer than `wait`
 * milliseconds. Borrowed until nh_batch_crew_next().
 */
nh_batch_job *nh_batch_crew_first(nh_batch_crew *crew, unsigned wait);

/* The first job, whose answer had `size` bytes, is written: the one behind it is the first. */
void nh_batch_crew_next(nh_batch_crew *crew, size_t size);

/* Are no jobs left? */
bool nh_batch_crew_is_idle(const nh_batch_crew *crew);

/* Lets searches at work end soon; joins the threads and frees. NULL is accepted. */
void nh_batch_crew_free(nh_batch_crew *crew);

#endif
