/*
 * newshound/indexer.h - building an index, and looking into one.
 */
#ifndef NH_INDEXER_PUBLIC_H
#define NH_INDEXER_PUBLIC_H

#include "newshound/base.h"
#include "newshound/corpus.h"

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
    const char *pairs; /* of words that phrases find at once: "stop", of function words, */
                       /* or "none" ["stop"]                                       */
} nh_index_options;

/* How far a commit or an optimize is; told about ten times a second by the calling thread. */
typedef struct nh_writer_progress {
    const char
        *phase;     /* "sorting", "merging", "ordering", "reordering", "writing"; static  */
    uint64_t done;  /* bytes, of                                                        */
    uint64_t total; /* bytes; 0 while it is not known */
} nh_writer_progress;

/* How to write. NULL means the defaults in brackets; otherwise zero it and set `size`. */
typedef struct nh_writer_options {
    size_t size; /* sizeof(nh_writer_options)                                 */
    const nh_index_options
        *index;          /* what it must be like [defaults, or as it is]         */
    uint64_t memory;     /* bytes for all of indexing, at least 32 MiB [512 MiB]      */
    unsigned threads;    /* that invert and compress, 1..64 [1]                       */
    bool must_exist;     /* NH_E_IO where there is no index [false: create one]       */
    bool must_be_new;    /* NH_E_ARG where there is an index [false]                  */
    const nh_flag *stop; /* non-zero: give up with NH_E_CANCELLED [NULL]              */
    const struct nh_env
        *env; /* for the project's own tests; others use allocator [NULL]  */
    const nh_allocator *allocator; /* borrowed until close [malloc]                  */
    const nh_logger *logger;       /* borrowed until close [nobody]                  */
    void (*on_progress)(void *self, const nh_writer_progress *progress); /* [NULL]     */
    void *self;                                                          /* for it   */
    const char
        *order; /* of the articles that nh_writer_optimize() leaves: "kept", as they   */
                /* came, or "similar": next to those they share words with ["kept"]   */
} nh_writer_options;

/* What nh_writer_commit() made, and what the index holds now. */
typedef struct nh_commit_facts {
    size_t size; /* sizeof(nh_commit_facts), set by the caller                         */
    uint64_t generation;     /* of the commit, from 1 */
    uint64_t added_articles; /* since the last commit, deleted again or not               */
    uint64_t added_passages, added_tokens; /* of them                                     */
    uint64_t added_bytes;   /* of headlines and texts                                    */
    uint64_t dropped_words; /* over 255 bytes                                            */
    uint64_t refused_late;  /* with several threads: articles that nh_writer_add() took, */
                            /* and that turned out to have no word, or too many          */
    uint64_t articles, passages; /* of the whole index, without what is deleted           */
    uint64_t tokens;             /* likewise                                              */
    uint64_t bytes; /* of its files                                              */
    uint64_t deleted_articles; /* committed before, deleted or replaced since          */
    bool similar; /* the articles lie in one segment, in an order of similarity    */
} nh_commit_facts;

typedef struct nh_writer nh_writer; /* an index, open for writing */

/*
 * Opens the index in directory `path` for writing, and creates both where they are missing.
 * Creating commits nothing: an index without a commit is an empty directory with a lock.
 *
 * out  owned by the caller until nh_writer_close(); NULL on failure
 * NH_E_LOCKED   another writer has it
 * NH_E_ARG      options that make no sense, or differ from those of the index
 * NH_E_IO, NH_E_SPACE, NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_writer_open(const char *path,
                                            const nh_writer_options *options,
                                            nh_writer **out, nh_error *err);

/*
 * Adds one article, whole or not at all. It is found after the next commit.
 *
 * NH_E_REFUSED   its id is there already, or it has neither words in headline nor in text, or
 *                an over-long id; `what` begins with a stable reason and a colon
 *                ("duplicate-id: ...", "empty: ..."); the writer goes on
 * NH_E_LIMIT     refused likewise ("doc-too-many-tokens"); the writer goes on
 * NH_E_CANCELLED, NH_E_IO, NH_E_SPACE, NH_E_NOMEM  the writer can only be closed
 */
NH_API NH_MUST_USE nh_status nh_writer_add(nh_writer *w, const nh_article *article,
                                           nh_error *err);

/*
 * Makes everything added and deleted since the last commit durable and visible: one new segment, a
 * file of deletions for each older one that lost articles, one new manifest. Where nothing
 * changed it commits only if there was no commit yet.
 *
 * facts  may be NULL
 * NH_E_ARG      facts without their size; nothing was done
 * NH_E_COMMIT_UNKNOWN  visible, perhaps not durable; the writer can only be closed
 * NH_E_CANCELLED, NH_E_IO, NH_E_SPACE, NH_E_NOMEM   the last commit stands; only close
 */
NH_API NH_MUST_USE nh_status nh_writer_commit(nh_writer *w, nh_commit_facts *facts,
                                              nh_error *err);

/*
 * Takes the article with this id out, whether committed or only added. From the next commit on it
 * is not found, and counts in no statistic; its bytes go when its segment is merged or optimized.
 * Its id is free at once.
 *
 * found  false if there is none; may be NULL. With several threads, an article that will turn out
 *        to have no word still counts as there
 * as nh_writer_add(), but nothing is refused
 */
NH_API NH_MUST_USE nh_status nh_writer_delete(nh_writer *w, const char *id, size_t len,
                                              bool *found, nh_error *err);

/*
 * nh_writer_delete() and nh_writer_add() in one: an article with its id is replaced. If the article
 * is refused, even late, the old one stays.
 * as nh_writer_add(), but a known id is not refused
 */
NH_API NH_MUST_USE nh_status nh_writer_update(nh_writer *w, const nh_article *article,
                                              nh_error *err);

/*
 * Commits, and makes all segments one, without what was deleted: the form that is searched fastest.
 * With options->order "similar" its articles are put in that order, by options->threads threads,
 * if the memory suffices: facts->similar. An index that is so already gets no new commit.
 * facts  may be NULL.  as nh_writer_commit(); NH_E_LIMIT: more than one segment can hold
 * Cost: linear in the index; needs its size on disk once more. An order of similarity takes tens of
 * times as long; on disk, the text once more, and the size twice where segments are merged first
 */
NH_API NH_MUST_USE nh_status nh_writer_optimize(nh_writer *w, nh_commit_facts *facts,
                                                nh_error *err);

/*
 * Gives up the commit before the last one, which every commit keeps, and removes the files that
 * only it has: right after nh_writer_optimize() those are as large as the index. From then on
 * nobody can open that commit (nh_reader_options.previous); readers that have it open keep it.
 * freed  bytes that went; may be NULL
 * NH_E_IO, NH_E_NOMEM   the last commit stands; the writer can only be closed
 */
NH_API NH_MUST_USE nh_status nh_writer_sweep(nh_writer *w, uint64_t *freed, nh_error *err);

/* Drops what was not committed, removes its files, and unlocks. NULL is accepted. */
NH_API void nh_writer_close(nh_writer *w);

/* ---- looking into an index ---------------------------------------------------------- */

/* How to look into an index. NULL means the defaults in brackets; otherwise zero it, set `size`. */
typedef struct nh_inspect_options {
    size_t size;                   /* sizeof(nh_inspect_options)             */
    const nh_allocator *allocator; /* borrowed for the call [malloc]         */
    const nh_flag *stop;           /* non-zero: NH_E_CANCELLED, soon [NULL]  */
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
    NH_DUMP_PAIRS = 3,   /* "word word", "id#passage", tf: pairs of function words      */
    NH_DUMP_ARTICLE = 2, /* name, value; "passage", number, at, size, length, span, flags */
} nh_dump_kind;

/* Who takes the lines of a dump: without a newline, borrowed for the call; false stops. */
typedef struct nh_dump_sink {
    bool (*on_line)(void *self, nh_str line); /* as above    */
    void *self;                               /* given to it */
} nh_dump_sink;

/*
 * Writes out what an index holds, segment by segment, decoded.
 *
 * key      TERMS: a beginning of terms; PAIRS: of pairs; POSTINGS: a word, analysed as the index analyses
 *          text; NULL for all. ARTICLE: an id
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
