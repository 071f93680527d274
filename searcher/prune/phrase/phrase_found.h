/*
 * searcher/prune/phrase/phrase_found.h - the passages that have a phrase, as they are found.
 */
#ifndef NH_SEARCHER_PHRASE_FOUND_H
#define NH_SEARCHER_PHRASE_FOUND_H

#include "common/base/error.h"
#include "common/base/memory/arena.h"

#define NH_PHRASE_TF 255u /* occurrences in a passage that are told apart, at most */

/* Zero it, and set the arena. */
typedef struct nh_phrase_found {
    nh_arena *arena;    /* borrowed                                                    */
    uint32_t *passages; /* ascending                                                   */
    uint8_t *tf;
    uint32_t count, room;
} nh_phrase_found;

/* Adds `tf` occurrences in any passage. NH_E_NOMEM, NH_E_LIMIT.  Cost: the passages behind it. */
NH_MUST_USE nh_status nh_phrase_found_insert(nh_phrase_found *f, uint32_t passage,
                                             uint32_t tf, nh_error *err);

/* The same, at once where the passage lies behind those so far, as it mostly does. */
static inline nh_status nh_phrase_found_add(nh_phrase_found *f, uint32_t passage,
                                            uint32_t tf, nh_error *err)
{
    if (f->count == f->room || (f->count > 0 && f->passages[f->count - 1] >= passage))
        return nh_phrase_found_insert(f, passage, tf, err);
    f->passages[f->count] = passage;
    f->tf[f->count++] = (uint8_t)(tf < NH_PHRASE_TF ? tf : NH_PHRASE_TF);
    return NH_OK;
}

#endif
