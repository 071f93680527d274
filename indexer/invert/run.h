/*
 * indexer/invert/run.h - articles being inverted in memory, until they are a segment file.
 *
 * A run takes articles until its memory is used, and is then flushed to a file, which is a
 * complete segment. One thread uses a run at a time.
 */
#ifndef NH_INDEXER_RUN_H
#define NH_INDEXER_RUN_H

#include "common/segment/file/segment.h"
#include "indexer/write/ticker.h"
#include "indexer/write/words/word_lists.h"
#include "newshound/corpus.h"

typedef struct nh_run nh_run;

/* What a run has taken since it was made: counts of nh_writer. */
typedef struct nh_run_totals {
    uint64_t articles, passages, tokens;
    uint64_t bytes;   /* of headlines and texts */
    uint64_t dropped; /* over-long words        */
} nh_run_totals;

/* A run that was written. */
typedef struct nh_run_file {
    nh_segment_ref ref;
    uint32_t *serials; /* by article, as nh_run_add() was told; nh_release() frees them */
    bool synced;       /* it may be committed as it is                                  */
} nh_run_file;

/* The impacts' constants of an index with these settings. */
#define NH_REFERENCE_LENGTH(settings) ((uint32_t)(settings)->target * 256u)

/*
 * dir       descriptor of the index, where spools and the file go; borrowed
 * settings  of the index; borrowed, like its texts
 * memory    bytes that the run may use
 * out       owned by the caller until nh_run_free(); NULL on failure
 * NH_E_ARG  an unknown stemmer.  NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_run_new(const nh_env *env, int dir, const nh_settings *settings,
                                 size_t memory, nh_run **out, nh_error *err);

/* From now on `ticker` hears of flushes; borrowed; only where the caller's thread flushes. */
void nh_run_tell(nh_run *run, nh_ticker *ticker);

/* From now on stored text is coded by what `lists` chooses from it; borrowed. */
void nh_run_choose_words(nh_run *run, nh_word_lists *lists);

/* Accepts NULL. */
void nh_run_free(nh_run *run);

/*
 * Looks at what can be said of an article without reading its text.
 * NH_E_REFUSED, NH_E_LIMIT   as nh_writer_add()
 */
NH_MUST_USE nh_status nh_run_check(const nh_article *article, nh_error *err);

/*
 * Adds an article that nh_run_check() accepts, whole or not at all. Ids need not be distinct;
 * a file in which some are not is no segment until it is merged without all but one of them.
 *
 * serial  a number that the article keeps in nh_run_file
 * full  set if the run has to be flushed before it can take the article: then nothing was
 *       added. An empty run takes any article
 * NH_E_REFUSED, NH_E_LIMIT   as nh_writer_add(): nothing was added, the run goes on
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE   the run can only be freed
 */
NH_MUST_USE nh_status nh_run_add(nh_run *run, const nh_article *article, uint32_t serial,
                                 bool *full, nh_error *err);

/*
 * So many bytes of the run's memory are held by the caller, of which as much is counted as
 * leaves it 28 MiB: a run has to take some articles. Any thread may say so at any time.
 */
void nh_run_beside(nh_run *run, size_t bytes);

/* Bytes of its memory that it would not use if it were flushed now. */
size_t nh_run_spare(const nh_run *run);

/* Articles in the run now. */
uint32_t nh_run_articles(const nh_run *run);

/*
 * Writes what `n` runs (1 to 64, none of them empty) hold as segment file `name`, the articles of
 * each behind those of the one before, by a thread for each, and empties them. The first one's
 * ticker hears of it. `sync`: the file is to be committed as it is.
 *
 * file  filled; its serials are the caller's
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE, NH_E_LIMIT   the runs can only be freed
 */
NH_MUST_USE nh_status nh_runs_flush(nh_run *const *runs, unsigned n, const char *name,
                                    bool sync, nh_run_file *file, nh_error *err);

/* Gives back what memory an empty run holds for the next articles. */
void nh_run_rest(nh_run *run);

/* What it has taken. */
const nh_run_totals *nh_run_totals_get(const nh_run *run);

#endif
