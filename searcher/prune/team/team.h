/*
 * searcher/prune/team/team.h - the segments of an index, pruned by several threads, each a group of them.
 *
 * A member prunes its segments as a whole query would, with the statistics of all; the best of
 * its candidates then compete with those of the others. What is among the best of all is among
 * the best of its group, and hits have one total order: so they are the same for any number of
 * threads. Each member has a window, an arena and lists of its own; what the query knows is read.
 */
#ifndef NH_SEARCHER_TEAM_H
#define NH_SEARCHER_TEAM_H

#include "searcher/prune/pruning.h"

#define NH_TEAM_LEAST \
    131072u /* postings for which another thread pays; see decisions/0015 */

/* What a searcher keeps of its members from query to query. */
typedef struct nh_team nh_team;

/* Takes segment `segment` for `p`, whose `best` has begun. As nh_prune_any() in pruning.h. */
typedef nh_status nh_team_take(nh_pruning *p, uint32_t segment, nh_error *err);

/* How many threads the query is given: as many as the options say, but no more than segments, and
 * than postings of plain words pay for, `team_least` each. Phrases alone have one. */
uint32_t nh_team_size(const nh_pruning *p);

/*
 * Takes all segments by `threads` of them, at least two; p->best, which has begun, and what was
 * counted are then as if `take` had met each segment. A thread that cannot be started is done
 * without.
 *
 * team  made at its first use; owned by the caller until nh_team_free()
 * what `take` says: of the member that failed first, after which the others stop; NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_team_run(nh_pruning *p, nh_team **team, uint32_t threads,
                                  nh_team_take *take, nh_error *err);

/* Accepts NULL. */
void nh_team_free(nh_team *team);

#endif
