/* indexer/writer_commit.c - runs into one segment, and that into a commit. */
#include <stdio.h>
#include <string.h>

#include "common/base/error.h"
#include "common/segment/file/index.h"
#include "indexer/commit/commit.h"
#include "indexer/commit/file_names.h"
#include "indexer/commit/new_manifest.h"
#include "indexer/commit/sweep.h"
#include "indexer/merge/merge.h"
#include "indexer/merge/merge_policy.h"
#include "indexer/writer_state.h"

/* ---- one segment -------------------------------------------------------------------- */

/* How many of the last commit's segments stay as they are; NH_E_NOMEM. */
static nh_status choose_kept(const nh_writer *w, uint32_t *keep, nh_error *err)
{
    const uint32_t n = w->last.n_segments;
    nh_merge_candidate *all =
        (nh_merge_candidate *)nh_zeroed(w->env, (size_t)n + 1, sizeof *all);
    size_t kept;

    if (all == NULL)
        return nh_fail_memory(err, "choosing what to merge");
    for (uint32_t i = 0; i < n; i++) {
        all[i].size = w->last.segments[i].file.file_size;
        all[i].pinned = w->last.segments[i].deleted > 0;
    }
    for (uint32_t i = 0; i < w->runs.count; i++)
        all[n].size += w->runs.refs[i].file.file_size;
    kept = nh_merge_policy(all, (size_t)n + 1);
    nh_release(w->env, all);
    *keep = kept < n ? (uint32_t)kept : n;
    return NH_OK;
}

/* Segments [keep, n) of the last commit and all runs become file `name`. */
static nh_status merge(nh_writer *w, uint32_t keep, const char *name, nh_segment_ref *out,
                       nh_error *err)
{
    const uint32_t old = w->last.n_segments - keep;
    nh_merge_job job = {.env = w->env,
                        .dir = w->dir,
                        .count = old + w->runs.count,
                        .settings = &w->settings,
                        .memory = w->memory,
                        .stop = w->stop};
    nh_segment_ref *refs =
        (nh_segment_ref *)nh_zeroed(w->env, (size_t)job.count, sizeof *refs);
    nh_status st;

    if (refs == NULL)
        return nh_fail_memory(err, "merging");
    if (old > 0)
        memcpy(refs, w->last.segments + keep, old * sizeof *refs);
    memcpy(refs + old, w->runs.refs, w->runs.count * sizeof *refs);
    job.refs = refs;
    if (w->crew != NULL)
        nh_crew_rest(w->crew);
    else
        nh_run_rest(w->run);
    st = nh_merge(&job, name, out, err);
    nh_release(w->env, refs);
    return st;
}

/* What was added becomes one segment with its final name, the only one in the list of runs. */
static nh_status make_segment(nh_writer *w, uint32_t *keep, nh_error *err)
{
    nh_segment_ref one;
    char name[48];
    nh_status st = choose_kept(w, keep, err);

    if (st != NH_OK)
        return st;
    if (w->runs.count > 1 || w->crew != NULL || *keep < w->last.n_segments) {
        nh_run_files_name(&w->runs, name);
        if ((st = merge(w, *keep, name, &one, err)) != NH_OK)
            return st;
        nh_run_files_drop(&w->runs);
        w->runs.refs[0] = one;
        w->runs.count = 1;
    }
    return nh_commit_name(w->env, w->dir, w->last.generation + 1, &w->runs.refs[0].file,
                          err);
}

/* ---- the commit --------------------------------------------------------------------- */

static uint64_t index_bytes(const nh_manifest *m)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < m->n_segments; i++)
        sum += m->segments[i].file.file_size + m->segments[i].deletions.file_size;
    return sum;
}

static nh_run_totals totals_now(const nh_writer *w)
{
    return w->crew != NULL ? nh_crew_totals(w->crew) : *nh_run_totals_get(w->run);
}

static void fill_facts(const nh_writer *w, const nh_run_totals *now, nh_commit_facts *facts)
{
    const uint64_t refused = w->crew != NULL ? nh_crew_refused(w->crew) : 0;

    *facts = (nh_commit_facts){
        .generation = w->last.generation,
        .added_articles = now->articles - w->before.articles,
        .added_passages = now->passages - w->before.passages,
        .added_tokens = now->tokens - w->before.tokens,
        .added_bytes = now->bytes - w->before.bytes,
        .dropped_words = now->dropped - w->before.dropped,
        .refused_late = refused - w->refused_before,
        .articles = w->last.articles,
        .passages = w->last.passages,
        .tokens = w->last.tokens,
        .bytes = index_bytes(&w->last),
    };
}

/* The commit stands; files that nobody needs go, and nothing that fails here undoes it. */
static void adopt(nh_writer *w, nh_manifest *next)
{
    nh_manifest_close(&w->last);
    w->last = *next;
    w->committed = true;
    w->runs.count = 0;
    nh_intern_clear(&w->languages);
    nh_known_ids_close(&w->ids);
    w->ids_stale = true;
    (void)nh_sweep(w->env, w->dir, &w->last, NULL);
}

static nh_status write_commit(nh_writer *w, nh_error *err)
{
    nh_manifest_change change = {.keep = w->last.n_segments, .languages = &w->languages};
    nh_manifest next;
    nh_status st = w->runs.count > 0 ? make_segment(w, &change.keep, err) : NH_OK;

    change.added = w->runs.refs;
    change.n_added = w->runs.count;
    if (st == NH_OK)
        st = nh_manifest_next(w->env, &w->last, &change, &next, err);
    if (st != NH_OK)
        return st;
    st = nh_commit_manifest(w->env, w->dir, &next, err);
    if (st == NH_OK) {
        adopt(w, &next);
        return NH_OK;
    }
    nh_manifest_close(&next);
    if (st == NH_E_COMMIT_UNKNOWN)
        w->runs.count = 0; /* the segment may be part of the index */
    return st;
}

/* All articles are in the files of runs. A run that will be the whole segment is synced. */
static nh_status flush_all(nh_writer *w, nh_error *err)
{
    if (w->crew != NULL)
        return nh_crew_finish(w->crew, err);
    if (nh_run_articles(w->run) == 0)
        return NH_OK;
    return nh_run_files_flush(&w->runs, w->run, w->runs.count == 0, err);
}

nh_status nh_writer_commit(nh_writer *w, nh_commit_facts *facts, nh_error *err)
{
    nh_run_totals now;
    nh_status st = nh_writer_check(w, err);

    if (st != NH_OK)
        return st;
    st = flush_all(w, err);
    if (st == NH_OK && (w->runs.count > 0 || !w->committed))
        st = write_commit(w, err);
    if (st != NH_OK) {
        w->dead = true;
        nh_run_files_drop(&w->runs);
        return nh_index_name_file(w->path.ptr, st, err);
    }
    now = totals_now(w);
    if (facts != NULL)
        fill_facts(w, &now, facts);
    w->before = now;
    w->refused_before = w->crew != NULL ? nh_crew_refused(w->crew) : 0;
    return NH_OK;
}
