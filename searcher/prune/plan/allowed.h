/*
 * searcher/prune/plan/allowed.h - passages of a segment that may be hits, a bit each.
 */
#ifndef NH_SEARCHER_ALLOWED_H
#define NH_SEARCHER_ALLOWED_H

#include "searcher/prune/pruning.h"

/*
 * Those of the articles in `articles`; a word to spare behind the last one. *out may be
 * `articles` itself. NH_E_LIMIT, NH_E_NOMEM.  Cost: the articles.
 */
NH_MUST_USE nh_status nh_allowed_make(nh_arena *arena, const nh_segment_view *view,
                                      const uint64_t *articles, const uint64_t **out,
                                      nh_error *err);

#endif
