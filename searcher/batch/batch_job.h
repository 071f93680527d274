/*
 * searcher/batch/batch_job.h - one question of a batch, and what came of it.
 */
#ifndef NH_SEARCHER_BATCH_JOB_H
#define NH_SEARCHER_BATCH_JOB_H

#include "common/base/bytes/buffer.h"
#include "newshound/batch.h"

/* Its memory is kept for the next question. */
typedef struct nh_batch_job {
    nh_topic topic;  /* its texts are in `texts`                                       */
    nh_buffer texts; /* copies                                                         */
    nh_buffer out;   /* what is written for it                                         */
    nh_status status;
    nh_error error;
    nh_results_facts facts; /* of its answer                                           */
    bool warned;            /* something is odd about it                               */
    bool done;
} nh_batch_job;

/* Takes a copy of `topic`. NH_E_NOMEM, NH_E_ARG (of another version). */
NH_MUST_USE nh_status nh_batch_job_fill(nh_batch_job *job, const nh_topic *topic,
                                        nh_error *err);

/* Empties it for the next question; memory above `keep` bytes is given back. */
void nh_batch_job_reset(nh_batch_job *job, size_t keep);

/* Frees its memory. */
void nh_batch_job_end(nh_batch_job *job);

/*
 * Byte of the topic's row where the trouble is, from 1; 0: not known. A failure within the
 * question counts from where that stands in its row.
 */
uint64_t nh_batch_job_column(const nh_batch_job *job);

/* The error record of a job that failed, as a line of JSON. */
void nh_batch_job_record(const nh_batch_job *job, nh_buffer *out);

#endif
