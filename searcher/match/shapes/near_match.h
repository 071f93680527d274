/*
 * searcher/match/shapes/near_match.h - words near each other: windows over the places of each.
 */
#ifndef NH_SEARCHER_NEAR_MATCH_H
#define NH_SEARCHER_NEAR_MATCH_H

#include "searcher/match/shapes/shape_match.h"

/* Windows of a NEAR group over m->parts, as nh_shape_match() defines them. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_near_match(nh_matcher *m, const nh_shape *shape, nh_spans *out,
                                    nh_spans *chosen);

#endif
