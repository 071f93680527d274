/*
 * common/text/words/analyzer_guard.h - who may end the analysis of a text, asked every 64 KiB.
 */
#ifndef NH_TEXT_ANALYZER_GUARD_H
#define NH_TEXT_ANALYZER_GUARD_H

#include "common/base/error.h"

#define NH_GUARD_EVERY ((size_t)64 << 10) /* bytes between two looks: about a millisecond */

/* Who may end an analysis. */
typedef struct nh_analyzer_guard {
    nh_status (*look)(void *looker, nh_error *err); /* may be NULL              */
    void *looker;
    size_t base;     /* byte of the text where what is at work begins           */
    size_t seen;     /* byte of the text where it was asked last                */
    nh_status said;  /* what it said then                                       */
    nh_error *error; /* of the text at work; may be NULL                        */
} nh_analyzer_guard;

/* What is at work is gone through from its beginning, again. Accepts NULL. */
static inline void nh_guard_again(nh_analyzer_guard *g)
{
    if (g != NULL)
        g->seen = g->base;
}

/* False once the analysis is to end; what is at work was analysed up to its byte `at`. NULL: nobody
 * ends it. Cost: two comparisons, mostly. */
static inline bool nh_guard_goes_on(nh_analyzer_guard *g, size_t at)
{
    if (g == NULL || g->look == NULL)
        return true;
    if (g->said == NH_OK && g->base + at >= g->seen + NH_GUARD_EVERY) {
        g->seen = g->base + at;
        g->said = g->look(g->looker, g->error);
    }
    return g->said == NH_OK;
}

#endif
