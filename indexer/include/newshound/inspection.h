/*
 * newshound/inspection.h - looking into an index: what it is like, statistics, checks, dumps, analysis.
 */
#ifndef NH_INSPECTION_PUBLIC_H
#define NH_INSPECTION_PUBLIC_H

#include "newshound/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What an index is like: chosen when it is created, stored in it, and fixed from then on.
 * NULL texts and false mean the defaults in brackets. For an existing index, a value that is
 * given and differs is NH_E_ARG.
 */
typedef struct nh_index_options {
    size_t size;           /* sizeof(nh_index_options)                                  */
    const char *analysis;  /* "news", "plain", "whitespace" ["news"]                    */
    const char *stemmer;   /* a Snowball algorithm, "porter" or "none" ["english", or   */
                           /* that of `language`; "none" with "whitespace"]             */
    const char *language;  /* of articles that do not say theirs ["en"]                 */
    const char *stopwords; /* "none", "classic33", or words one a line ["none"]         */
    const char *passages;  /* "MIN:TARGET:MAX" in tokens, or "none" ["40:90:160"]       */
    bool has_k1, has_b;    /* k1 and b below are given                                  */
    double k1;             /* 0..100 [0.9]                                              */
    double b;              /* 0..1 [0.4]                                                */
    const char *store;     /* "text" or "none" ["text"]                                 */
    const char *pairs; /* lists for phrases of function words: "stop" or "none" ["stop"] */
} nh_index_options;

/* How to look into an index. NULL means the defaults in brackets; otherwise zero it, set `size`. */
typedef struct nh_inspect_options {
    size_t size;                   /* sizeof(nh_inspect_options)             */
    const nh_allocator *allocator; /* borrowed for the call [malloc]         */
    const nh_flag *stop;           /* non-zero: NH_E_CANCELLED, soon [NULL]  */
    void (*on_progress)(void *self, uint64_t done,
                        uint64_t total); /* by the caller's      */
                                         /* thread; only where that is said [NULL] */
    void *self;                          /* for it                                 */
} nh_inspect_options;

/* Bytes of one kind of section over all segments. */
typedef struct nh_section_bytes {
    const char *name; /* static       */
    uint64_t bytes;   /* of all segments */
} nh_section_bytes;

#define NH_SECTION_NAMES 24 /* room for kinds of sections */

/* What an index holds, how it was made, and where its bytes go. */
typedef struct nh_index_stats {
    size_t size; /* sizeof(nh_index_stats), set by the caller */
    uint64_t generation, articles, passages, tokens, segments; /* of the last commit */
    uint64_t deleted; /* articles that are still on disk; the numbers of articles,        */
                      /* passages and tokens are without them, all others with them       */
    uint64_t terms; /* distinct, over all segments                                       */
    uint64_t postings; /* passages of all terms, added up */
    uint64_t bytes; /* of all files of the commit                                        */
    nh_section_bytes sections[NH_SECTION_NAMES];  /* by kind        */
    size_t n_sections;                            /* of them that are filled         */
    char analysis[16], stemmer[32], language[16]; /* as it was created with */
    char passage_rule[32], store[8];              /* likewise               */
    char written_by[32];                          /* program and version    */
    uint64_t n_stopwords;                         /* words that are dropped */
    double k1, b;                                 /* of the formula */
    char pairs[8];                                /* as it was created with             */
    uint64_t n_pairs, pair_bytes; /* pairs of function words, and bytes of their lists    */
} nh_index_stats;

/*
 * Reads the statistics of the index in directory `path`.
 * NH_E_ARG  *out, or the options, without their size
 * NH_E_CANCELLED, NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_BUSY, NH_E_NOMEM
 * Cost: with several segments a walk over their dictionaries.
 */
NH_API NH_MUST_USE nh_status nh_index_stats_read(const char *path,
                                                 const nh_inspect_options *options,
                                                 nh_index_stats *out, nh_error *err);

/* What a stream of numbers takes in an index, and what it would take at least. */
typedef struct nh_stream_bytes {
    const char
        *name; /* static; "gaps", "frequencies", "positions", "codes", "pairs",         */
               /* "champions", "keys", "lengths", "spans"                               */
    uint64_t
        bytes; /* of all segments, wherever they lie                                    */
    double
        entropy; /* bytes: what these names stand for, and given what, is told in the     */
                 /* manual page of nh-index                                               */
} nh_stream_bytes;

#define NH_STREAM_NAMES 16 /* room for streams */

/* The streams of an index. */
typedef struct nh_index_streams {
    size_t size;                           /* sizeof(nh_index_streams), set by the caller */
    nh_stream_bytes list[NH_STREAM_NAMES]; /* as named above */
    size_t n;                              /* of them that are filled */
} nh_index_streams;

/*
 * Measures the streams of the index in directory `path`; deleted articles are in it. Tells
 * options->on_progress about postings.
 * NH_E_ARG  *out, or the options, without their size
 * NH_E_CANCELLED, NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_BUSY, NH_E_NOMEM
 * Cost: all lists are decoded once, in memory of a megabyte.
 */
NH_API NH_MUST_USE nh_status nh_index_streams_read(const char *path,
                                                   const nh_inspect_options *options,
                                                   nh_index_streams *out, nh_error *err);

/* One thing that verification found. Borrowed for the callback. */
typedef struct nh_finding {
    const char *name; /* stable, documented in HOW-TO-CORRUPT.md: "block-checksum", ... */
    const char *file; /* its name in the index */
    uint64_t offset;  /* in the file, or NH_NO_OFFSET */
    const char *text; /* one sentence */
} nh_finding;

/*
 * Checks an index: every checksum, and with `deep` every invariant of FORMAT.md (order,
 * counts, bounds, positions, the stored text analysed again).
 *
 * on_finding  called for each; may be NULL
 * NH_OK       nothing found
 * NH_E_CORRUPT  something was; `err` has the first
 * NH_E_CANCELLED  options->stop was set before all was checked
 * NH_E_ARG (options without their size), NH_E_IO, NH_E_VERSION, NH_E_BUSY, NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_index_verify(
    const char *path, bool deep, const nh_inspect_options *options,
    void (*on_finding)(void *self, const nh_finding *finding), void *self, nh_error *err);

/* What nh_index_dump() writes, a tab-separated line each. Deleted articles are left out of
 * postings; what terms say of themselves still counts them. */
typedef enum nh_dump_kind {
    NH_DUMP_TERMS = 0, /* term, df, article_df, cf, "form:df,form:df,..."               */
    NH_DUMP_POSTINGS =
        1,               /* term, "id#passage", tf, "pos,pos,...", "form,form,..."        */
    NH_DUMP_ARTICLE = 2, /* name, value; "passage", number, at, size, length, span, flags */
    NH_DUMP_PAIRS = 3,   /* "word word", "id#passage", tf: of function words              */
} nh_dump_kind;

/* Who takes the lines of a dump: without a newline, borrowed for the call; false stops. */
typedef struct nh_dump_sink {
    bool (*on_line)(void *self, nh_str line); /* as above    */
    void *self;                               /* given to it */
} nh_dump_sink;

/*
 * Writes out what an index holds, segment by segment, decoded.
 *
 * key      TERMS, PAIRS: a beginning of them; POSTINGS: a word, analysed as the index
 *          analyses text; NULL for all. ARTICLE: an id
 * sink     gets each line; none: there is nothing such
 * NH_E_ARG  POSTINGS: the key is more than one word; an unknown kind; ARTICLE without a key;
 *           options without their size
 * NH_E_CANCELLED, NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_BUSY, NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_index_dump(const char *path, nh_dump_kind kind,
                                           const char *key,
                                           const nh_inspect_options *options,
                                           const nh_dump_sink *sink, nh_error *err);

/* A word of an analysed text. Borrowed for the callback. */
typedef struct nh_analyzed_word {
    nh_str term, form; /* as the index keeps it, and as it was written, folded */
    uint32_t pos;      /* word position, from 0                        */
    uint32_t span;     /* positions it covers                          */
    uint32_t at;       /* first byte in the text                       */
    uint32_t size;     /* bytes                                        */
    bool acronym, accent, joined, extra, number, stop; /* what kind of word it is */
} nh_analyzed_word;

/* Who takes the words of nh_analyze(). */
typedef struct nh_word_sink {
    void (*on_word)(void *self, const nh_analyzed_word *word); /* in order    */
    void *self;                                                /* given to it */
} nh_word_sink;

/* NULL and false mean the defaults. */
typedef struct nh_analyze_options {
    size_t size; /* sizeof(nh_analyze_options) */
    const nh_index_options
        *index;           /* how to analyse                                       */
    const char *like;     /* or: as the index in this directory does              */
    const char *language; /* of the text                                          */
    bool query;           /* as a query: without alternates that only text has    */
    const nh_allocator *allocator; /* borrowed for the call [malloc]              */
    const nh_flag *stop;           /* non-zero: NH_E_CANCELLED [NULL]             */
} nh_analyze_options;

/*
 * Analyses `text` (any bytes; repaired to UTF-8 first) and gives `sink` each word.
 * NH_E_ARG (options), NH_E_CANCELLED, NH_E_NOMEM; with `like` as nh_index_stats_read().
 */
NH_API NH_MUST_USE nh_status nh_analyze(const char *text, size_t len,
                                        const nh_analyze_options *options,
                                        const nh_word_sink *sink, nh_error *err);

#ifdef __cplusplus
}
#endif

#endif
