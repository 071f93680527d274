/*
 * searcher/present/excerpt.h - the sentences of a text that are shown for its marks.
 */
#ifndef NH_SEARCHER_EXCERPT_H
#define NH_SEARCHER_EXCERPT_H

#include "common/base/env.h"
#include "newshound/searcher.h"

/* A sentence, or several that one mark runs across. */
typedef struct nh_excerpt_unit {
    uint32_t at;    /* first byte of the text                                */
    uint32_t end;   /* byte behind the last one that is no blank             */
    uint32_t marks; /* number of the first mark behind the unit              */
} nh_excerpt_unit;

/* Chooses excerpts, one thread's. Zero it and set `env`. */
typedef struct nh_excerpts {
    const nh_env *env;
    nh_excerpt_unit *units;
    size_t n_units;
    size_t room;
} nh_excerpts;

/* Where to choose from. */
typedef struct nh_excerpt_job {
    nh_str
        text; /* valid UTF-8, under 2^31 bytes                                            */
    uint32_t
        at; /* the part of it that may be shown: [at, end), whole characters            */
    uint32_t end;
    uint32_t
        want; /* bytes to show, about; 0: the whole part                                */
    const nh_mark
        *marks; /* ascending, disjoint, inside the part                            */
    size_t n_marks;
} nh_excerpt_job;

/*
 * Chooses the run of whole sentences of at most `want` bytes that holds the most marks, the
 * first of equal ones. A sentence longer than that is cut at blanks, or between characters
 * where it has none. Every mark is either in the excerpt whole or not at all, and a mark
 * longer than `want` may be shown.
 *
 * out  the bytes to show, without blanks at its ends; empty if the part holds nothing else
 * NH_E_NOMEM.  Cost: linear in the part.
 */
NH_MUST_USE nh_status nh_excerpt_choose(nh_excerpts *x, const nh_excerpt_job *job,
                                        nh_mark *out, nh_error *err);

/* NULL is accepted. */
void nh_excerpts_free(nh_excerpts *x);

#endif
