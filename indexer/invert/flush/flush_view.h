/*
 * indexer/invert/flush/flush_view.h - several runs seen as one list of terms with all their occurrences.
 *
 * The articles of each run follow those of the run before. A view is made once and then only
 * read, by any number of threads; each walks a stretch of the terms of its own.
 */
#ifndef NH_INDEXER_FLUSH_VIEW_H
#define NH_INDEXER_FLUSH_VIEW_H

#include "common/base/threads.h"
#include "indexer/invert/flush/term_order.h"
#include "indexer/invert/run_state.h"

#define NH_FLUSH_RUNS NH_THREADS_MOST /* runs that become one, at most */

/* A run, ready to be read term by term. */
typedef struct nh_flush_source {
    const nh_run *run;
    uint32_t passage_base; /* number of its first passage in the segment          */
    nh_cells cells;
    nh_term_order order;
    uint32_t *forms_end;  /* by rank: where the term's forms end in form_words     */
    uint32_t *form_words; /* words (numbers in the analyzer) by rank, then ordinal */
} nh_flush_source;

/* Articles whose numbers are as far apart as this look the same in a shape. */
#define NH_SHAPE_ARTICLES 65536u

typedef struct nh_flush_view {
    const nh_env *env;
    nh_flush_source sources[NH_FLUSH_RUNS];
    unsigned n;
    uint32_t passages;      /* of all runs */
    uint64_t tokens;        /* likewise    */
    uint64_t *begins;       /* of all articles: article_begins.h */
    const uint8_t *lengths; /* by passage; borrowed */
    uint32_t
        *shapes; /* by passage: length (8 bits), span (8), low bits of its article (16);
                         NULL: each is an article, and its span is its length */
    bool long_articles; /* some have NH_SHAPE_ARTICLES passages and more  */
} nh_flush_view;

/* Places in the orders of all sources. */
typedef struct nh_flush_places {
    size_t at[NH_FLUSH_RUNS];
} nh_flush_places;

/*
 * runs      1 to NH_FLUSH_RUNS, all of whose occurrences are in parts; borrowed
 * articles  of all of them; borrowed, and not to be changed while the view is there
 * out       nh_flush_view_close() frees it; after failures too
 * NH_E_NOMEM.  Cost: linear in passages and cells, and a sort of the terms of each run
 */
NH_MUST_USE nh_status nh_flush_view_make(nh_run *const *runs, unsigned n,
                                         const nh_articles_writer *articles,
                                         nh_flush_view *out, nh_error *err);

/* The sources that have the smallest term behind `at` and before `end`: their numbers in `taken`,
 * ascending; returns how many. 0: there is none. */
unsigned nh_flush_least(const nh_flush_view *v, const nh_flush_places *at,
                        const nh_flush_places *end, uint8_t taken[NH_FLUSH_RUNS]);

/* The end of all terms. */
nh_flush_places nh_flush_end(const nh_flush_view *v);

/* The words of the term with this rank, in the order of their ordinals, and how many. */
static inline const uint32_t *nh_flush_forms(const nh_flush_source *s, size_t rank,
                                             uint32_t *n)
{
    const uint32_t from = rank > 0 ? s->forms_end[rank - 1] : 0;

    *n = s->forms_end[rank] - from;
    return s->form_words + from;
}

/* Frees what it holds. */
void nh_flush_view_close(nh_flush_view *v);

#endif
