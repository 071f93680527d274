/*
 * searcher/prune/newest.h - the newest articles of which a query is true.
 */
#ifndef NH_SEARCHER_NEWEST_H
#define NH_SEARCHER_NEWEST_H

#include "searcher/rank/evaluate.h"

/*
 * Of the articles that are decided to match, leaves in e->runs those that can be among the
 * `wanted` newest: so many, and others of the date of the last one.
 * NH_E_CORRUPT, NH_E_LIMIT, NH_E_NOMEM.  Cost: a date for each article that matches.
 */
NH_MUST_USE nh_status nh_newest_keep(nh_evaluation *e, uint64_t wanted, nh_error *err);

#endif
