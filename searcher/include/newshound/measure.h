/*
 * newshound/measure.h - how good runs are: judgments, measures as trec_eval defines them, and tests.
 *
 * A ranking is ordered as trec_eval orders it: by score descending, equal scores by docno
 * descending in byte order; the rank column is not looked at. A grade of `relevant` or more is
 * relevant; a negative grade says that the article was in the pool and nobody judged it, and
 * counts as no judgment at all.
 */
#ifndef NH_MEASURE_PUBLIC_H
#define NH_MEASURE_PUBLIC_H

#include "newshound/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- judgments and runs, read from files ----------------------------------------------- */

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_trec_options {
    size_t size;              /* sizeof(nh_trec_options) */
    const struct nh_env *env; /* for the project's own tests; others use allocator [NULL] */
    const nh_allocator
        *allocator;      /* borrowed until what is read is freed [malloc]        */
    uint64_t memory;     /* bytes that the file may take in memory; 0 [4 GiB]    */
    const nh_flag *stop; /* non-zero: NH_E_CANCELLED; borrowed for the call [NULL] */
} nh_trec_options;

/* Judgments: which article has which grade for which question. */
typedef struct nh_qrels nh_qrels;

/* What a file of judgments holds. */
typedef struct nh_qrels_facts {
    size_t
        size; /* set by the caller                                                      */
    uint64_t queries; /* that have judgments                                             */
    uint64_t
        judgments;     /* pairs of question and article, those with a negative grade too  */
    uint64_t relevant; /* of grade 1 or more                                              */
    uint64_t repeated; /* lines that say again what an earlier one said; counted once     */
} nh_qrels_facts;

/*
 * Reads judgments: `query iteration docno grade`, four columns between blanks; blank lines and
 * lines that start with # are passed over. `path` is a file, plain or gzipped, or "-".
 *
 * out  owned by the caller until nh_qrels_free(); NULL on failure
 * NH_E_REFUSED  a line that is none, or one that gives an article another grade than an earlier
 *               line; err->where is "path:line".  Damaged gzip; err->where is the path
 * NH_E_LIMIT    a line over 64 KiB; more than options->memory
 * NH_E_ARG      options of no version that is known
 * NH_E_IO, NH_E_CANCELLED, NH_E_NOMEM
 * Cost: linear in the file, and a sort.
 */
NH_API NH_MUST_USE nh_status nh_qrels_read(const char *path, const nh_trec_options *options,
                                           nh_qrels **out, nh_error *err);

/* Frees the judgments; NULL is accepted. */
NH_API void nh_qrels_free(nh_qrels *qrels);

/* What was read. Any thread. */
NH_API void nh_qrels_facts_get(const nh_qrels *qrels, nh_qrels_facts *out);

/* The rankings of one system for many questions: a run. */
typedef struct nh_trec_run nh_trec_run;

/* What a run file holds. */
typedef struct nh_trec_run_facts {
    size_t size;      /* set by the caller                              */
    uint64_t queries; /* that have a ranking                            */
    uint64_t hits;    /* in all of them                                 */
    nh_str tag;       /* of the last line; borrowed from the run        */
} nh_trec_run_facts;

/*
 * Reads a run: `query Q0 docno rank score tag`, six columns between blanks; what follows them,
 * blank lines and lines that start with # are passed over. As nh_qrels_read(), and:
 *
 * out  owned by the caller until nh_trec_run_free(); NULL on failure
 * NH_E_REFUSED  an article is there twice for one question; err->where is the later line
 */
NH_API NH_MUST_USE nh_status nh_trec_run_read(const char *path,
                                              const nh_trec_options *options,
                                              nh_trec_run **out, nh_error *err);

/* Frees the run; NULL is accepted. */
NH_API void nh_trec_run_free(nh_trec_run *run);

/* What was read. Any thread. */
NH_API void nh_trec_run_facts_get(const nh_trec_run *run, nh_trec_run_facts *out);

/* ---- measures ---------------------------------------------------------------------------- */

/*
 * What can be measured. R is the number of relevant articles of a question, n of retrieved ones,
 * k the cutoff or, without one, n. Each is 0 where R is 0, but for num_q, num_ret and judged, which
 * do not depend on R, and for ndcg and ndcg_exp, which add up every grade above 0, also one below
 * nh_evaluation_options.relevant.
 */
typedef enum nh_measure_kind {
    NH_MEASURE_NUM_Q = 0,   /* num_q: questions                                        */
    NH_MEASURE_NUM_RET = 1, /* num_ret: n                                              */
    NH_MEASURE_NUM_REL = 2, /* num_rel: R                                              */
    NH_MEASURE_NUM_REL_RET =
        3,                   /* num_rel_ret: relevant among the n                       */
    NH_MEASURE_MAP = 4,      /* map, map@k: precision at each relevant one of the first */
                             /* k, summed, over R                                       */
    NH_MEASURE_NDCG = 5,     /* ndcg, ndcg@k: sum of grade / log2(rank + 1) over that of */
                             /* the best order [Jarvelin and Kekalainen, TOIS 2002]     */
    NH_MEASURE_NDCG_EXP = 6, /* ndcg_exp, ndcg_exp@k: with 2^grade - 1 in place of grade */
                             /* [Burges and others, ICML 2005]                          */
    NH_MEASURE_P = 7,        /* p@k: relevant among the first k, over k                 */
    NH_MEASURE_RECALL = 8,   /* recall, recall@k: relevant among the first k, over R    */
    NH_MEASURE_RR = 9,       /* rr, rr@k: 1 / rank of the first relevant one            */
    NH_MEASURE_RPREC = 10,   /* rprec: p@R                                              */
    NH_MEASURE_BPREF = 11,   /* bpref: how seldom judged articles that are not relevant */
                             /* precede relevant ones [Buckley and Voorhees, SIGIR 2004] */
    NH_MEASURE_JUDGED = 12,  /* judged@k: judged among the first k, over k              */
    NH_MEASURE_SUCCESS = 13, /* success@k: 1 if one of the first k is relevant          */
} nh_measure_kind;

/* One measure. Plain data. */
typedef struct nh_measure {
    nh_measure_kind kind; /* which          */
    uint32_t cutoff;      /* k; 0: none */
} nh_measure;

#define NH_MEASURE_TEXT_SIZE 24 /* room for the name of a measure, with its NUL */
/*
 * Reads a name: "map", "ndcg@10", without regard to case; also as trec_eval spells it: "P_10",
 * "ndcg_cut_10", "recip_rank". False if it names no measure, k is 0 or above 1,000,000, or the
 * measure takes no cutoff.
 */
NH_API bool nh_measure_parse(nh_str name, nh_measure *out);

/* The name, as nh_measure_parse() reads it; it ends with a NUL. "" for an unknown kind. */
NH_API void nh_measure_text(nh_measure measure, char out[NH_MEASURE_TEXT_SIZE]);

/* True of those that are counted: their sum over questions is given in place of a mean. */
NH_API bool nh_measure_is_count(nh_measure measure);

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_evaluation_options {
    size_t size;   /* sizeof(nh_evaluation_options) */
    bool complete; /* every question with judgments counts, with 0 where the run has no */
                   /* ranking for it [false: those that are in both, as trec_eval does  */
                   /* without -c]                                                      */
    uint32_t
        relevant; /* least grade that is relevant; 0 [1]                              */
    const nh_flag
        *stop; /* non-zero: NH_E_CANCELLED; borrowed for the call [NULL]           */
} nh_evaluation_options;

/* Values of measures, for each question and in the mean. */
typedef struct nh_evaluation nh_evaluation;

/*
 * Measures `run`. Nothing of what is given is borrowed after the call; memory comes from where
 * that of `qrels` came from.
 *
 * out  owned by the caller until nh_evaluation_free(); NULL on failure
 * NH_E_ARG  an unknown measure
 * NH_E_CANCELLED, NH_E_NOMEM
 * Threads: any, several at once on the same judgments and run.
 */
NH_API NH_MUST_USE nh_status nh_evaluation_new(const nh_qrels *qrels,
                                               const nh_trec_run *run,
                                               const nh_measure *measures,
                                               size_t n_measures,
                                               const nh_evaluation_options *options,
                                               nh_evaluation **out, nh_error *err);

/* Frees the values; NULL is accepted. */
NH_API void nh_evaluation_free(nh_evaluation *evaluation);

/* Which questions counted. */
typedef struct nh_evaluation_facts {
    size_t size;      /* set by the caller                               */
    uint64_t queries; /* that counted                                    */
    uint64_t missing; /* that have judgments, but no ranking in the run  */
    uint64_t unknown; /* that have a ranking, but no judgments           */
} nh_evaluation_facts;

/* Which questions counted. Any thread. */
NH_API void nh_evaluation_facts_get(const nh_evaluation *evaluation,
                                    nh_evaluation_facts *out);

/* The id of question `query` of those that counted, in byte order; {NULL, 0} past the last.
 * Borrowed from the evaluation. */
NH_API nh_str nh_evaluation_query(const nh_evaluation *evaluation, size_t query);

/* The `measure`-th measure of that question; NaN where there is no such question or measure. */
NH_API double nh_evaluation_value(const nh_evaluation *evaluation, size_t query,
                                  size_t measure);

/* Its arithmetic mean over the questions that counted, or the sum of what is counted; 0 without
 * questions, NaN where there is no such measure. */
NH_API double nh_evaluation_mean(const nh_evaluation *evaluation, size_t measure);

/* ---- is the difference between two runs chance? -------------------------------------------- */

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_comparison_options {
    size_t size;      /* sizeof(nh_comparison_options) */
    uint64_t samples; /* of the test and of the interval, at most 10,000,000; 0 [100,000] */
    uint64_t seed;    /* of the generator: the same seed gives the same figures [0]       */
    double
        confidence; /* of the interval, above 0 and below 1; 0 [0.95]                   */
    const nh_flag
        *stop; /* non-zero: NH_E_CANCELLED; borrowed for the call [NULL]           */
} nh_comparison_options;

/* Two runs, compared by one measure over the questions that count for both. */
typedef struct nh_comparison {
    size_t size; /* set by the caller                                                  */
    uint64_t
        queries; /* compared                                                           */
    uint64_t
        better;     /* of them, where the other run has more than the baseline            */
    uint64_t worse; /* ... less                                                           */
    double
        difference; /* mean of other minus baseline                                       */
    double p;    /* probability of a difference at least as far from 0, on either side, */
                 /* if it were chance which of the two values is whose                 */
    bool exact;  /* p is over all exchanges, not a sample of them                      */
    double low;  /* of the interval of the difference */
    double high; /* likewise                          */
} nh_comparison;

/*
 * Compares `other` with `baseline` by their `measure`-th measure, which must be the same.
 *
 * p is that of the paired randomisation test [Fisher 1935; Smucker, Allan and Carterette, CIKM
 * 2007]: over all ways to exchange the two values of questions where at most 15 questions differ,
 * else over options->samples of them, the one that was seen counted along. The interval is the
 * percentile interval of the bootstrap [Efron and Tibshirani 1993] over questions.
 *
 * NH_E_ARG    an option out of range; a measure that is counted, is not there, or differs; no
 *             question counts for both
 * NH_E_LIMIT  more than 4,194,304 questions
 * NH_E_CANCELLED, NH_E_NOMEM
 * Cost: questions times samples, a few nanoseconds each.
 */
NH_API NH_MUST_USE nh_status nh_evaluation_compare(const nh_evaluation *baseline,
                                                   const nh_evaluation *other,
                                                   size_t measure,
                                                   const nh_comparison_options *options,
                                                   nh_comparison *out, nh_error *err);

#ifdef __cplusplus
}
#endif

#endif
