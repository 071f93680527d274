/*
 * searcher/batch/batch_crew.h - threads that answer questions, and the window that keeps their order.
 *
 * Jobs stand in a ring in the order of the questions: those at the front are answered and wait to
 * be written, or are at work; those behind wait for a thread. A thread that is free takes the first
 * that waits, unless answers already fill the memory they may wait in; the very first job may
 * always be worked on, so the window never stands still.
 *
 * One more thread takes questions from their source as long as there is room, so that an answer
 * never waits for the next question. The caller alone takes jobs away.
 */
#ifndef NH_SEARCHER_BATCH_CREW_H
#define NH_SEARCHER_BATCH_CREW_H

#include "searcher/batch/batch_worker.h"

typedef struct nh_batch_crew nh_batch_crew;

/* Where questions come from, and what is there to answer them. */
typedef struct nh_batch_means {
    const nh_topic_source *source; /* borrowed                                     */
    const nh_flag *stop;           /* non-zero: no more questions are taken; or NULL */
    unsigned threads;              /* that answer, at most: they start as questions come */
    uint64_t memory;               /* bytes in which answers wait                  */
} nh_batch_means;

/*
 * Starts a thread that follows `plan`, and one that reads; that one starts more while questions
 * wait for which no thread is idle. Both arguments, and what is borrowed in them, are borrowed
 * until nh_batch_crew_free().
 *
 * out  owned by the caller until nh_batch_crew_free(); NULL on failure
 * NH_E_NOMEM  for a thread too
 */
NH_MUST_USE nh_status nh_batch_crew_new(const nh_batch_plan *plan,
                                        const nh_batch_means *means, nh_batch_crew **out,
                                        nh_error *err);

/*
 * The first job, once it is answered: NULL if there is none at all, or it takes longer than `wait`
 * milliseconds. Borrowed until nh_batch_crew_next().
 */
nh_batch_job *nh_batch_crew_first(nh_batch_crew *crew, unsigned wait);

/* The first job, whose answer had `size` bytes, is written: the one behind it is the first. */
void nh_batch_crew_next(nh_batch_crew *crew, size_t size);

/* Has the source ended, or failed, and is no job left? */
bool nh_batch_crew_is_over(nh_batch_crew *crew);

/* How the source ended, once the crew is over: NH_OK, what it failed with, NH_E_CANCELLED, or
 * NH_E_NOMEM for a question. */
NH_MUST_USE nh_status nh_batch_crew_failure(const nh_batch_crew *crew, nh_error *err);

/* Lets searches at work end soon; joins the threads, of which the one that reads may still wait for
 * its source; and frees. NULL is accepted. */
void nh_batch_crew_free(nh_batch_crew *crew);

#endif
