/*
 * newshound/searcher.h - questions put to an index: open, parse, search, read the answer.
 */
#ifndef NH_SEARCHER_PUBLIC_H
#define NH_SEARCHER_PUBLIC_H

#include "newshound/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A score: units of 2^-20, exact sums of integers. */
typedef int64_t nh_score;
#define NH_SCORE_ONE ((nh_score)1 << 20) /* the score 1.0 */

/* ---- an index, opened ---------------------------------------------------------------- */

/* How to open. NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_reader_options {
    size_t size; /* sizeof(nh_reader_options)                                 */
    const struct nh_env
        *env;       /* the project's programs and tests; others: allocator [NULL] */
    bool check_all; /* verify every block now, not at first touch; slow [false]  */
    bool no_map;    /* read, do not map: a failing disk is NH_E_IO [false]       */
    bool previous;  /* the commit before the last one [false]                    */
    const nh_allocator *allocator; /* borrowed until close [malloc]               */
    const nh_logger *logger;       /* borrowed until close [nobody]               */
} nh_reader_options;

typedef struct nh_reader nh_reader; /* an index, opened */

/* What an index holds. */
typedef struct nh_reader_facts {
    size_t size;                         /* set by the caller */
    uint64_t generation, segments;       /* of the commit                          */
    uint64_t articles, passages, tokens; /* without what is deleted                */
    uint64_t deleted;                    /* articles that are still on disk        */
    bool whole;   /* the article is the ranked unit (--passages none) */
    bool stored;  /* snippets can be shown                            */
    double k1, b; /* of the formula, as chosen when it was made */
} nh_reader_facts;

/*
 * Opens the index in directory `path` as of its last commit; later commits are not seen.
 *
 * out  the reader, owned by the caller until nh_reader_close(); NULL on failure
 * NH_E_IO       the directory or a file in it cannot be read; there is no index
 * NH_E_CORRUPT  a file contradicts FORMAT.md; err->where and err->offset say which byte
 * NH_E_VERSION, NH_E_BUSY, NH_E_NOMEM
 *
 * Cost: manifest, tables and term heads; nothing that grows with the text is read.
 * Threads: one reader may be shared by any number of them. No lock is taken.
 */
NH_API NH_MUST_USE nh_status nh_reader_open(const char *path,
                                            const nh_reader_options *options,
                                            nh_reader **out, nh_error *err);

/* Closes the index; NULL is accepted. Results over it are freed before. */
NH_API void nh_reader_close(nh_reader *r);

/*
 * A reader of the last commit at the path of `r`, with the options of `r`, if that is newer, or of
 * another index that took its place (`mv`, a symbolic link). A relative path is looked up anew, so
 * whoever changes the working directory opens by an absolute one. `r` goes on as it is, and is
 * closed by its owner when nobody searches it any more.
 * out  owned by the caller; NULL if there is nothing newer. It borrows env, allocator and logger of
 *      the options of `r` until its own close
 * as nh_reader_open()
 */
NH_API NH_MUST_USE nh_status nh_reader_refresh(const nh_reader *r, nh_reader **out,
                                               nh_error *err);

/* What the index holds. Any time, any thread. */
NH_API void nh_reader_facts_get(const nh_reader *r, nh_reader_facts *out);

/* ---- a question, parsed -------------------------------------------------------------- */

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_query_options {
    size_t size;  /* sizeof(nh_query_options) */
    bool strict;  /* refuse what would only be warned of [false]                   */
    bool raw;     /* no operators: every character is text [false]                 */
    bool has_now; /* `now` is given [false: the clock]                             */
    int64_t now;  /* what last:7d counts from; seconds since 1970 UTC              */
    const char *language; /* of the words [the index's, and all others in it]      */
    nh_str filter;        /* as of nh_topic: all hits fit it, nothing of it scores [none] */
} nh_query_options;

typedef struct nh_query nh_query; /* a question, parsed */

/* Something odd about a question. */
typedef struct nh_warning {
    uint32_t at;   /* byte of the query text, from 0; of a query with a filter, of both, */
                   /* a blank between                                                   */
    uint32_t size; /* bytes                                                             */
    nh_str text;   /* one sentence; borrowed from the query or the results */
} nh_warning;

/*
 * Parses a question (searcher/QUERY.md) for the index of `r`. Any text parses.
 *
 * out  owned by the caller until nh_query_free(); may be used by many threads and may outlive `r`,
 *      but not the allocator of `r`
 * NH_E_QUERY  strict, and the text is odd; err->where is the text, or "query" if that is over 80
 *             bytes; err->offset the place
 * NH_E_LIMIT  longer than 8 KiB, more than 1,024 clauses, nested over 64 deep, ...
 * NH_E_ARG    options->language is no language code, such as "de" or "de-CH"
 * NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_query_parse(const nh_reader *r, const char *text,
                                            size_t len, const nh_query_options *options,
                                            nh_query **out, nh_error *err);

/*
 * A query for articles on the matter of article `id`: its most telling words (at most `words`, by
 * tf and idf; 0 [25], 1,000 at most) as any-of, weighted, the article itself left out. Where no
 * other article has any of its words, it finds nothing.
 * out  as nh_query_parse()
 * NH_E_ARG  no article has this id, or the index stores no text
 * NH_E_CORRUPT, NH_E_IO, NH_E_LIMIT, NH_E_NOMEM.  Cost: the article is analysed and looked up.
 */
NH_API NH_MUST_USE nh_status nh_query_like(nh_reader *r, const char *id, size_t len,
                                           uint32_t words, nh_query **out, nh_error *err);

/* The i-th warning; false past the last. */
NH_API bool nh_query_warning(const nh_query *q, size_t i, nh_warning *out);

/* The tree as an S-expression; borrowed from the query. */
NH_API nh_str nh_query_dump(const nh_query *q);

/* Frees the query; NULL is accepted. */
NH_API void nh_query_free(nh_query *q);

/* ---- the answer ---------------------------------------------------------------------- */

/* What a hit is. */
typedef enum nh_by { NH_BY_ARTICLE = 0, NH_BY_PASSAGE = 1 } nh_by;
/* What bare words side by side ask for. */
typedef enum nh_match { NH_MATCH_AUTO = 0, NH_MATCH_ALL = 1, NH_MATCH_ANY = 2 } nh_match;
/* In what order hits come. */
typedef enum nh_sort { NH_SORT_SCORE = 0, NH_SORT_DATE = 1 } nh_sort;
/* The formula. */
typedef enum nh_rank { NH_RANK_BM25 = 0 } nh_rank;

/* NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_search_options {
    size_t size;         /* sizeof(nh_search_options) */
    uint64_t limit;      /* hits, at most 1,000,000 with `skip`; 0 [10]                  */
    uint64_t skip;       /* hits passed over first [0]                                   */
    uint32_t passages;   /* passages shown of each article; 0 [1]                        */
    nh_by by;            /* what a hit is [article]                                      */
    nh_match match;      /* of bare words [auto: all, or any if few articles have all]   */
    uint32_t min_hits;   /* what auto calls few; 0 [10]                                  */
    nh_sort sort;        /* [score]                                                      */
    nh_rank rank;        /* [bm25]                                                       */
    bool has_k1, has_b;  /* k1 and b below hold [the index's]                            */
    double k1, b;        /* 0..100 and 0..1                                              */
    bool count_only;     /* no hits, only how many there are [false]                     */
    bool no_text;        /* hits without passages' texts and marks [false]               */
    bool ids_only;       /* hits with id, date and scores alone: stored text is not      */
                         /* touched [false]                                              */
    bool ties_by_id;     /* equal scores by id descending alone, as TREC runs want       */
    bool explain;        /* keep what nh_results_explain() needs [false]                 */
    uint64_t memory;     /* bytes each thread of one query may hold; 0 [64 MiB, or what  */
                         /* 16 bytes a passage of the index come to, if that is more]    */
    uint32_t snippet;    /* bytes of a shown passage's text, about; 0 [all of it]        */
    const nh_flag *stop; /* non-zero: NH_E_CANCELLED [NULL]                              */
    uint64_t deadline;   /* milliseconds from the call on, then NH_E_LIMIT; 0 [none]     */
    const struct nh_statistics *statistics; /* of all shards [the index's own]        */
    bool top_only; /* hits alone, which is faster: counts may be lower bounds [false]    */
    bool scores_only; /* of ids_only: nh_results_fill() reads ids and dates [false]      */
    uint32_t threads; /* of this search, where its segments pay for them: same hits and  */
                      /* exact counts. At most 64; 0 [1]. A batch has its own beside it  */
} nh_search_options;

typedef struct nh_searcher nh_searcher; /* one thread's buffers */
typedef struct nh_results nh_results;   /* an answer            */

/* Buffers of one thread over a reader, which it borrows until nh_searcher_free(). NH_E_CORRUPT,
 * NH_E_IO (a dictionary cannot be read), NH_E_ARG (a stemmer this build lacks), NH_E_NOMEM.
 * Threads: any; the searcher is used by one at a time. Cost: tables; keep it for many searches. */
NH_API NH_MUST_USE nh_status nh_searcher_new(nh_reader *r, nh_searcher **out,
                                             nh_error *err);
/* Any thread: the search or nh_highlight() at work in `s`, or the next, is NH_E_CANCELLED. */
NH_API void nh_cancel(nh_searcher *s);

/* Frees the buffers; NULL is accepted. */
NH_API void nh_searcher_free(nh_searcher *s);

/*
 * Answers one query: hits best first. Equal scores are ordered by date, newer first and
 * undated last, then by id descending, then by passage. The same index and query give the
 * same answer on any number of segments.
 *
 * out  the answer, owned by the caller until nh_results_free(), which comes before the
 *      reader's close; NULL on failure. No match is a success with zero hits.
 * NH_E_ARG        an option out of range; statistics of another query, or not complete
 * NH_E_LIMIT      memory, the deadline, or a prefix with more than 50,000 words; `what` says which.
 *                 err->where is "deadline" for that, and for nothing else
 * NH_E_CANCELLED  *stop became non-zero, or nh_cancel()
 * NH_E_CORRUPT    a block that this query touched fails its checksum, or lies; NH_E_IO, NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_search(nh_searcher *s, const nh_query *query,
                                       const nh_search_options *options, nh_results **out,
                                       nh_error *err);

/* Frees an answer and all that was borrowed from it; NULL is accepted. */
NH_API void nh_results_free(nh_results *res);

/* What was found in all, beyond the limit too. */
typedef struct nh_results_facts {
    size_t size;       /* set by the caller                                      */
    uint64_t hits;     /* in this answer                                   */
    uint64_t articles; /* that match                                       */
    uint64_t passages; /* that carry evidence in them                      */
    bool relaxed;      /* auto: too few had all words, so any were enough  */
    uint64_t work;     /* posting blocks decoded, or looked up in as bit sets    */
    uint64_t lookups;  /* words that the dictionaries were asked for; those that */
                       /* the searcher knows from queries before are none        */
    bool exact;        /* false: these two, and hits' evidence, are lower bounds */
    uint64_t skipped;  /* blocks of the words' lists that were neither           */
    uint64_t scored;   /* postings whose frequencies were decoded                */
    uint64_t bytes;    /* of blocks that were read, positions and forms too      */
} nh_results_facts;

/* How much was found; out->size is set by the caller. */
NH_API void nh_results_facts_get(const nh_results *res, nh_results_facts *out);

/* Warnings that only the index could give: a prefix that was cut, a field without values. */
NH_API bool nh_results_warning(const nh_results *res, size_t i, nh_warning *out);

/* One hit. Texts are borrowed from the results. */
typedef struct nh_hit {
    nh_score score; /* of its best passage, or of the article where that is the unit      */
    nh_str id, headline, source, language, url, path; /* empty where unknown             */
    nh_date date;    /* of publication                                                   */
    uint64_t record; /* of the container file, from 1; 0: the file is the article        */
    uint64_t offset; /* byte of the file where the record starts                         */
    bool plain;      /* offsets into the text are offsets of the file                    */
    uint32_t passages; /* that can be asked for with nh_results_passage()              */
    uint32_t evidence; /* passages of the article that carry evidence                  */
} nh_hit;

/* The i-th hit; false past the last. */
NH_API bool nh_results_hit(const nh_results *res, size_t i, nh_hit *out);

/* Bytes [at, at + size) of a passage's text that answer the query: a word, or a phrase whole. */
typedef struct nh_mark {
    uint32_t at;   /* first byte */
    uint32_t size; /* bytes      */
} nh_mark;

/* A passage of a hit. */
typedef struct nh_passage_hit {
    uint32_t number;    /* in its article, from 0                                         */
    bool headline;      /* it is the headline: offsets are into the headline              */
    nh_score score;     /* of the unit: where that is the article, of the article         */
    nh_str text;        /* whole sentences; empty without stored text                     */
    uint64_t at;        /* first byte of `text` in the article's text (or headline)       */
    uint64_t character; /* the same in code points                                        */
    uint64_t line;      /* line of that byte, from 1                                      */
    const nh_mark
        *marks;     /* ascending, disjoint                                            */
    size_t n_marks; /* of them */
} nh_passage_hit;

/* The j-th passage of the i-th hit, best first; false past the last. */
NH_API bool nh_results_passage(const nh_results *res, size_t i, size_t j,
                               nh_passage_hit *out);

/* One line of the sum that makes a passage's score. */
typedef struct nh_explain_line {
    nh_str what; /* the word, phrase or group, as it was understood                    */
    uint32_t tf; /* in the passage (in the article, where that is the unit)            */
    uint64_t df; /* units that have it                                                 */
    double idf, tf_part, weight; /* factors of the score, in units of 1.0             */
    nh_score score; /* what it adds; the lines of a passage add up to its score           */
} nh_explain_line;

/* The k-th line for passage j of hit i, with options->explain; false past the last. */
NH_API bool nh_results_explain(const nh_results *res, size_t i, size_t j, size_t k,
                               nh_explain_line *out);

/* Statistics of the formula: units, mean length, k1, b; and the length of passage j of hit i. */
typedef struct nh_explain_facts {
    uint64_t units;            /* passages, or articles where they are the unit */
    double mean_length, k1, b; /* in words; of the formula                      */
    uint64_t length;           /* words of the unit                             */
} nh_explain_facts;

/* What the lines of passage j of hit i have in common; false without options->explain. */
NH_API bool nh_results_explain_facts(const nh_results *res, size_t i, size_t j,
                                     nh_explain_facts *out);

#ifdef __cplusplus
}
#endif

#endif
