/*
 * newshound/batch.h - many questions answered in one go, by several threads, always with the same bytes.
 *
 * Questions come from a source (topic.h) of the caller's own, or from files: nh_topics_source() of
 * topics.h, which is in libnewshound-index.
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
    size_t size; /* set by the caller of nh_batch_run(); for on_progress by the library  */
    uint64_t queries; /* answered, with hits or without                                  */
    uint64_t failed;  /* rows and queries that gave an error record                      */
    uint64_t empty;   /* answered without a hit                                          */
    uint64_t hits;    /* written                                                         */
    double seconds;   /* since the start                                                 */
    unsigned threads; /* that may search; fewer start where there are fewer questions    */
    nh_status worst;  /* NH_OK if all ran; else that of the worst record, by exit codes: */
                      /* a question refused (2), I/O (3), corrupt (4), a limit (6), ...  */
    uint64_t work;    /* posting blocks decoded, or looked up in as bit sets             */
    uint64_t lookups; /* words that the dictionaries were asked for: each thread asks    */
                      /* once for a word, as long as it can remember it                  */
    uint64_t warned;  /* answered, though something is odd about the question            */
} nh_batch_facts;

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_batch_options {
    size_t size;                   /* sizeof(nh_batch_options)                           */
    const nh_query_options *query; /* raw, strict, now, language of every question      */
    const nh_search_options
        *search; /* limit, match, k1, b, by, ... [limit 1000 for TREC]; ids_only,      */
                 /* no_text, ties_by_id are set here for TREC, top_only for TREC and CSV, */
                 /* stop for all                                                         */
    const nh_render_options
        *render;         /* tag, scores, ...; query, qid, rank are set here    */
    nh_render_form form; /* TREC, JSON or CSV [JSON]                           */
    unsigned threads;    /* at most 256, started as needed; 0 [all cores]      */
    uint64_t memory;     /* bytes that answers may wait in; 0 [256 MiB]       */
    const nh_flag *stop; /* non-zero: NH_E_CANCELLED [NULL]                    */
    void (*on_progress)(void *self,
                        const nh_batch_facts *facts); /* about 10 a second      */
    void (*on_failure)(
        void *self, const nh_topic *topic, /* borrowed                  */
        const nh_error *why);              /* for each that failed, in their order; its  */
                                           /* id is empty if it could not be read        */
    void *self; /* for all three                                                          */
    void (*on_idle)(void *self); /* all answers so far are written, and the next is not  */
                                 /* there yet: a sink that gathers may let them go now   */
} nh_batch_options;

/*
 * Answers every question of `source` and writes the answers, in the order of the questions, to
 * `sink`. A question that fails gives an error record and a call of on_failure; the others run.
 * The bytes are the same for any number of threads. An answer is written as soon as those before
 * it are: it does not wait for the next question.
 *
 *   JSON  an object a hit, a summary behind them, both with "qid"; the error record is an object
 *         of type "error" with qid, path, row, at, as far as they are known, code and message, and
 *         where a file failed, as of the index, file and byte. Here `at` is a byte of the
 *         file's line `row`, from 1; in warnings of a summary it is one of the question, from 0
 *   CSV   a line that names the columns, then a row a hit; no error records
 *   TREC  a line a hit; no error records. Equal scores are ordered by docno descending, as
 *         trec_eval does, and no docno comes twice for a question
 *
 * facts  filled, after failures too; may be NULL
 * NH_OK         all questions were taken; facts->worst says how they fared
 * NH_E_IO       the sink refused.  NH_E_CANCELLED, NH_E_NOMEM
 * NH_E_ARG      a form other than these three, over 256 threads. (Search options out of range fail
 *               each question.)
 * and what `source` fails with, once all questions before are answered and written
 * Threads: the calling one writes and makes all calls back; one takes the questions from the
 * source; the others search, and start while more questions wait than threads are idle. All are
 * gone at the return, which waits for a call of source->next that is under way. Memory:
 * options->memory, and for each thread a searcher and one answer.
 */
NH_API NH_MUST_USE nh_status nh_batch_run(nh_reader *r, const nh_topic_source *source,
                                          const nh_batch_options *options,
                                          const nh_sink *sink, nh_batch_facts *facts,
                                          nh_error *err);

#ifdef __cplusplus
}
#endif

#endif
