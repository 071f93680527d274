/*
 * newshound/indexer.h - building an index; with inspection.h, looking into one.
 */
#ifndef NH_INDEXER_PUBLIC_H
#define NH_INDEXER_PUBLIC_H

#include "newshound/base.h"
#include "newshound/corpus.h"
#include "newshound/inspection.h"

#ifdef __cplusplus
extern "C" {
#endif

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
    bool copy_text; /* nh_writer_optimize() leaves stored text as it is: faster [false] */
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
    bool similar; /* the articles lie in one segment, in an order of similarity of all */
    uint64_t order_parts; /* that they were ordered in now, each by itself: several    */
                          /* where the memory was too little for all; 0: they were not */
} nh_commit_facts;

typedef struct nh_writer nh_writer; /* an index, open for writing */

/*
 * Opens the index in directory `path` for writing, and creates both where they are missing.
 * Creating commits nothing: an index without a commit is an empty directory with a lock.
 *
 * options->memory counts what is in use. glibc keeps large blocks that were released, and may then
 * hold far more; that is a setting of the whole process, so libraries leave it alone, and programs
 * call mallopt(M_MMAP_THRESHOLD, 4 << 20) before they have threads, as nh-index does.
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
 * Stored text is compressed as far as it goes, unless options->copy_text.
 * With options->order "similar" its articles are put in that order, by options->threads threads,
 * in parts if the memory is too little for all, and not at all if it is too little for that, too:
 * facts->similar, facts->order_parts. An index that is so already gets no new commit; where there
 * were several parts it is ordered anew each time, since the memory may have become enough.
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
 * freed  bytes that went; may be NULL. A file that cannot be removed goes with the next commit
 * NH_E_IO, NH_E_NOMEM   the last commit stands; the writer can only be closed
 */
NH_API NH_MUST_USE nh_status nh_writer_sweep(nh_writer *w, uint64_t *freed, nh_error *err);

/* Drops what was not committed, removes its files, and unlocks. NULL is accepted. */
NH_API void nh_writer_close(nh_writer *w);

#ifdef __cplusplus
}
#endif

#endif
