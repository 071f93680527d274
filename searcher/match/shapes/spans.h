/*
 * searcher/match/shapes/spans.h - where words stand: lists of ranges of positions.
 */
#ifndef NH_SEARCHER_SPANS_H
#define NH_SEARCHER_SPANS_H

#include "common/base/env.h"

/* Positions [start, end): one for a word, as many as it has parts for a joined word. */
typedef struct nh_span {
    uint32_t start;
    uint32_t end;
} nh_span;

/* A growing list; zero-initialise. Its owner frees it with nh_spans_free(). */
typedef struct nh_spans {
    nh_span *list;
    uint32_t count;
    uint32_t room;
} nh_spans;

/* Makes room for one more. False if memory is short. */
bool nh_spans_grow(const nh_env *env, nh_spans *s);

/* Adds one. False if memory is short. */
static inline bool nh_spans_push(const nh_env *env, nh_spans *s, nh_span span)
{
    if (s->count == s->room && !nh_spans_grow(env, s))
        return false;
    s->list[s->count++] = span;
    return true;
}

/* Sorts by start, then end, and keeps one of equals. Cost: linear if sorted already. */
void nh_spans_by_start(nh_spans *s);

/* Sorts by end, then start, and keeps one of equals. */
void nh_spans_by_end(nh_spans *s);

/* Keeps of each start the shortest span; sorted by start before and after. */
void nh_spans_shortest(nh_spans *s);

/* Frees the list. Accepts zeroed spans. */
void nh_spans_free(const nh_env *env, nh_spans *s);

#endif
