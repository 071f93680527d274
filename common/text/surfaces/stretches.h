/*
 * common/text/surfaces/stretches.h - what stands between hard bytes, found 64 bytes at a time.
 *
 * Most stretches of letters and digits are surfaces as they are. The others are *odd*: they
 * hold something else, and nh_surface_next() finds the surfaces in them.
 */
#ifndef NH_TEXT_STRETCHES_H
#define NH_TEXT_STRETCHES_H

#include "common/text/surfaces/surfaces.h"

/* Blocks looked at together, and the most stretches that end in them. */
#define NH_STRETCH_BLOCKS ((size_t)4)
#define NH_STRETCHES (NH_STRETCH_BLOCKS * NH_BYTE_BLOCK / 2 + 1)

/* A walk over a text. The lists need no initialisation; see `count` and `n_odds`. */
typedef struct nh_stretches {
    nh_str text; /* borrowed                                                          */
    const nh_surface_rule *rule;
    size_t at;     /* first byte that was not looked at; over text.len at the end       */
    uint64_t gap;  /* of the byte before `at`, 0 or 1: it is in no stretch              */
    uint64_t hard; /* likewise: it ends one, and none goes on across it                 */
    uint64_t high; /* likewise: it is over 7F and no letter                             */
    uint64_t odd;  /* 1: so is the stretch that goes on at `at`                         */
    size_t count;  /* stretches                                                         */
    size_t n_odds;
    uint32_t edges[2 * NH_STRETCHES + NH_BIT_ROOM]; /* first byte of each, and the one   */
                                                    /* after its last                   */
    uint32_t odds[NH_STRETCHES];                    /* which of them are, ascending     */
} nh_stretches;

/* Begins a walk over `text`, which has at most 2^31 bytes. */
void nh_stretches_begin(nh_stretches *s, const nh_surface_rule *rule, nh_str text);

/* Finds the next stretches, in order, possibly none; false where the text was at its end. A
 * stop or the like at either end of a stretch is no part of it. */
bool nh_stretches_more(nh_stretches *s);

/* First byte of stretch `i`, and the byte after its last one. */
static inline uint32_t nh_stretch_start(const nh_stretches *s, size_t i)
{
    return s->edges[2 * i];
}

static inline uint32_t nh_stretch_end(const nh_stretches *s, size_t i)
{
    return s->edges[2 * i + 1];
}

/* The surface at or after byte `at` of the odd stretch `i`; size 0 if there is none. */
nh_surface nh_stretch_surface(const nh_stretches *s, size_t i, size_t at);

#endif
