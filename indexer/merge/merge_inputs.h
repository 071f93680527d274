/*
 * indexer/merge/merge_inputs.h - the segments that become one, open within bounded memory.
 *
 * Inputs are mapped, and pages that were touched count as memory of the process. So whoever
 * reads them says how much, and where that is more than the window, all inputs are closed and
 * opened again, which gives the pages back.
 */
#ifndef NH_INDEXER_MERGE_INPUTS_H
#define NH_INDEXER_MERGE_INPUTS_H

#include <stdatomic.h>

#include "common/segment/articles/articles_reader.h"
#include "common/segment/terms/terms_reader.h"
#include "indexer/merge/survivors.h"
#include "indexer/write/ticker.h"

/* A segment to be merged. */
typedef struct nh_merge_source {
    nh_segment_ref ref;     /* its file; what it says of deletions is passed over        */
    const uint8_t *deleted; /* a bit an article, as in a file of deletions; NULL: none   */
} nh_merge_source;

/* One input. */
typedef struct nh_merge_input {
    const nh_merge_source *source; /* borrowed                              */
    nh_survivors articles;         /* what the result will have of them     */
    nh_survivors kept;             /* and of its passages                   */
    nh_segment *seg;
    nh_passage_view passages; /* all of them                           */
    nh_terms *terms;          /* NULL while the dictionary is not walked    */
    const nh_term *term;      /* where it stands; NULL behind the last term */
    uint32_t passage_base;    /* number of its first passage in the result  */
    uint32_t article_base;    /* number of its first article                */
} nh_merge_input;

typedef struct nh_merge_inputs {
    const nh_env *env;
    int dir;
    nh_merge_input *list;
    uint32_t count;
    uint32_t articles, passages; /* of the result */
    uint64_t tokens;             /* of the result */
    uint64_t window;             /* bytes that may be touched before pages go  */
    uint64_t touched;            /* since they went last                       */
    const atomic_int *stop;      /* non-zero: give up; may be NULL; set by whoever opened */
    nh_ticker *ticker;           /* hears what was touched; may be NULL; likewise        */
} nh_merge_inputs;

/*
 * Opens segments `sources` (borrowed, `count` of them) of directory `dir`.
 *
 * window  bytes of them that may be in memory
 * out     nh_merge_inputs_close() frees it; zeroed on failure
 * NH_E_LIMIT  too many passages or articles for one segment
 * NH_E_CORRUPT, NH_E_VERSION, NH_E_IO, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_merge_inputs_open(const nh_env *env, int dir,
                                           const nh_merge_source *sources, uint32_t count,
                                           uint64_t window, nh_merge_inputs *out,
                                           nh_error *err);

/*
 * All of them are segments of an index with these settings.
 * NH_E_CORRUPT  one keeps text or pairs, or bounds scores, otherwise than `settings` say
 */
NH_MUST_USE nh_status nh_merge_inputs_fit(const nh_merge_inputs *in,
                                          const nh_settings *settings, nh_error *err);

/*
 * So many bytes were read.
 * due  set if nh_merge_inputs_refresh() is
 * NH_E_CANCELLED  somebody asked to stop
 */
NH_MUST_USE nh_status nh_merge_inputs_touch(nh_merge_inputs *in, uint64_t bytes, bool *due,
                                            nh_error *err);

/*
 * Closes all inputs and opens them again, each dictionary at the term where it stood. All that
 * was borrowed from them is gone. As nh_merge_inputs_open().
 */
NH_MUST_USE nh_status nh_merge_inputs_refresh(nh_merge_inputs *in, nh_error *err);

/*
 * Which passages of the result begin an article: article_begins.h. Released by the caller.
 * NH_E_CORRUPT, NH_E_NOMEM.
 */
NH_MUST_USE nh_status nh_merge_inputs_begins(const nh_merge_inputs *in, uint64_t **out,
                                             nh_error *err);

/* Begins the walk over the dictionaries, anew if there was one: each stands at its first term. */
NH_MUST_USE nh_status nh_merge_inputs_walk(nh_merge_inputs *in, nh_error *err);

/* Closes the segments. Accepts zeroed inputs. */
void nh_merge_inputs_close(nh_merge_inputs *in);

#endif
