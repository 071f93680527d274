/*
 * searcher/batch/batch_worker.h - one thread's means of answering questions.
 */
#ifndef NH_SEARCHER_BATCH_WORKER_H
#define NH_SEARCHER_BATCH_WORKER_H

#include "searcher/batch/batch_job.h"
#include "searcher/question.h"

/* What all workers do alike. Complete: no zeros that mean a default; all borrowed. */
typedef struct nh_batch_plan {
    nh_reader *reader;
    nh_query_options query;
    nh_search_options search;
    nh_render_options render;
    nh_render_form form;
} nh_batch_plan;

/* One thread's; zero it and set `plan`. What it learns from one question serves the next. */
typedef struct nh_batch_worker {
    const nh_batch_plan *plan;
    nh_asker asker;
    nh_searcher *searcher; /* owned; NULL before the first question                    */
} nh_batch_worker;

/*
 * Answers job->topic: the answer in job->out, ready to be written, and its facts; or job->status
 * and job->error, and job->out is empty.
 */
void nh_batch_answer(nh_batch_worker *worker, nh_batch_job *job);

/* Frees what it holds. */
void nh_batch_worker_end(nh_batch_worker *worker);

#endif
