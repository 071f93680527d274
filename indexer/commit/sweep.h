/*
 * indexer/commit/sweep.h - removing what no commit needs: leftovers of a crash, replaced segments.
 */
#ifndef NH_INDEXER_SWEEP_H
#define NH_INDEXER_SWEEP_H

#include "common/segment/file/manifest.h"

/*
 * Removes from directory `dir` every file that has a name of ours and that neither `manifest`
 * nor manifest.prev names. Nothing else is touched; where manifest.prev exists and cannot be
 * read, segments stay. Only the holder of the writer's lock may call it.
 *
 * manifest  of the last commit; NULL if there was none
 * NH_E_IO, NH_E_NOMEM   the directory could not be listed; harmless. Files that cannot be
 *                       removed are left for the next time. After a commit nobody need look
 */
nh_status nh_sweep(const nh_env *env, int dir, const nh_manifest *manifest, nh_error *err);

/*
 * Gives up the commit before `manifest`: removes manifest.prev, and every segment and file of
 * deletions that `manifest` does not name. Unfinished files of the writer stay. Readers that have
 * the files open keep them. Only the holder of the writer's lock may call it.
 *
 * manifest  of the last commit
 * freed     bytes of the files that went, of those that manifest.prev named; not its own. One that
 *           cannot be removed is left for the next time, and does not count
 * NH_E_IO, NH_E_NOMEM   the last commit stands; what is left is swept with the next commit,
 *                       unless manifest.prev is still there
 */
NH_MUST_USE nh_status nh_sweep_previous(const nh_env *env, int dir,
                                        const nh_manifest *manifest, uint64_t *freed,
                                        nh_error *err);

#endif
