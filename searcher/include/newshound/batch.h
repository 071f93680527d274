/*
 * newshound/batch.h - many questions answered in one go, by several threads, always with the same bytes.
 */
#ifndef NH_BATCH_PUBLIC_H
#define NH_BATCH_PUBLIC_H

#include "newshound/render.h"
#include "newshound/topic.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How far a batch is. */
typedef struct nh_batch_facts {
    size_t size;      /* set by the library: sizeof(nh_batch_facts) as it knows it       */
    uint64_t queries; /* answered, with hits or without                                  */
    uint64_t failed;  /* rows and queries that gave an error record                       */
    uint64_t empty;   /* answered without a hit                                           */
    uint64_t hits;    /* written                                                          */
    double seconds;   /* since the start                                                  */
    unsigned threads; /* that search                                                      */
    nh_status worst; /* NH_OK if all ran; else the code of the worst record (D13's order) */
} nh_batch_facts;

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_batch_options {
    size_t size;
    const nh_query_options *query; /* raw, strict, now, language of every question      */
    const nh_search_options
        *search; /* limit, match, k1, b, by, ... [limit 1000 for TREC] */
    const nh_render_options
        *render;         /* tag, scores, ...; query, qid, rank are set here    */
    nh_render_form form; /* TREC, JSON or CSV [JSON]                           */
    unsigned threads;    /* 0 [all cores]                                     */
    uint64_t memory;     /* bytes that answers may wait in; 0 [256 MiB]       */
    const nh_flag *stop; /* non-zero: NH_E_CANCELLED [NULL]                    */
    void (*on_progress)(void *self,
                        const nh_batch_facts *facts); /* about 10 a second      */
    /* A record that failed: the topic (borrowed), what is wrong, in the order of topics.  */
    void (*on_failure)(void *self, const nh_topic *topic, const nh_error *why);
    void *self; /* for both                                                               */
} nh_batch_options;

/*
 * Answers every question of `source` and writes the answers, in the order of the questions, to
 * `sink`. A question that fails gives an error record (JSON: an object of type "error" with qid,
 * row, at, code and message; TREC and CSV: nothing) and a call of on_failure; the others run. The
 * bytes are the same for any number of threads. In TREC form equal scores are ordered by docno
 * descending, as trec_eval does, and no docno comes twice.
 *
 * facts  filled, after failures too; may be NULL
 * NH_OK         all questions were taken; facts->worst says how they fared
 * NH_E_IO       the sink refused.  NH_E_CANCELLED, NH_E_NOMEM, NH_E_ARG; and what `source` fails
 *               with
 * Threads: the calling one reads, writes and makes all calls back; the others search.
 */
NH_API NH_MUST_USE nh_status nh_batch_run(nh_reader *r, const nh_topic_source *source,
                                          const nh_batch_options *options,
                                          const nh_sink *sink, nh_batch_facts *facts,
                                          nh_error *err);

#ifdef __cplusplus
}
#endif

#endif
