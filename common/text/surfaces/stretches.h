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

/* A walk over a text. The lists need no initialisation; their first `count` places are valid. */
typedef struct nh_stretches {
    nh_str text; /* borrowed                                                          */
    const nh_surface_rule *rule;
    size_t at;     /* first byte that was not looked at; over text.len at the end       */
    uint64_t gap;  /* of the byte before `at`, 0 or 1: it is in no stretch              */
    uint64_t hard; /* likewise: it ends one, and none goes on across it                 */
    uint64_t high; /* likewise: it is over 7F and no letter                             */
    uint64_t odd;  /* not 0: so is the stretch that goes on at `at`                     */
    size_t count;
    uint32_t starts[NH_STRETCHES + 1]; /* first byte                                    */
    uint32_t ends[NH_STRETCHES];       /* byte after the last one                       */
    bool odds[NH_STRETCHES];
} nh_stretches;

/* Begins a walk over `text`, which has at most 2^31 bytes. */
void nh_stretches_begin(nh_stretches *s, const nh_surface_rule *rule, nh_str text);

/* Finds the next stretches, in order, possibly none; false where the text was at its end. A
 * stop or the like at either end of a stretch is no part of it. */
bool nh_stretches_more(nh_stretches *s);

/* The surface at or after byte `at` of the odd stretch `i`; size 0 if there is none. */
nh_surface nh_stretch_surface(const nh_stretches *s, size_t i, size_t at);

#endif
