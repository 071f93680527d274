/*
 * searcher/match/halt.h - when a search has to give up: asked to, or too late.
 */
#ifndef NH_SEARCHER_HALT_H
#define NH_SEARCHER_HALT_H

#include "newshound/base.h"

/* One search's. */
typedef struct nh_halt {
    const nh_flag *stop; /* the caller's; may be NULL                                  */
    nh_flag *cancel;     /* the searcher's, used up when it is seen; may be NULL       */
    const nh_flag
        *companions;   /* set when another thread of the search failed; may be NULL */
    uint64_t deadline; /* milliseconds of the system's monotonic clock; 0: none      */
    uint64_t given;    /* milliseconds that there were, for the error                */
} nh_halt;

/* Sets the deadline `milliseconds` from now; 0: none. */
void nh_halt_after(nh_halt *halt, uint64_t milliseconds);

/* NH_E_CANCELLED, NH_E_LIMIT (the deadline has passed: err->where is "deadline"), or NH_OK. Any
 * time; about 30 ns. */
NH_MUST_USE nh_status nh_halt_look(const nh_halt *halt, nh_error *err);

#endif
