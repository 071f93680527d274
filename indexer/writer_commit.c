/* indexer/writer_commit.c - the next commit, from its segments to its manifest. */
#include <inttypes.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "indexer/commit/commit.h"
#include "indexer/commit/manifest/languages_used.h"
#include "indexer/commit/manifest/new_manifest.h"
#include "indexer/commit/sweep.h"
#include "indexer/writer_state.h"

/* ---- languages ---------------------------------------------------------------------- */

/* The codes of the last commit and of articles since; in `out`, room for all of them. */
static uint32_t list_languages(const nh_writer *w, nh_str *out)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->last.n_languages; i++)
        out[n++] = w->last.languages[i];
    for (uint32_t i = 0; i < w->languages.count; i++)
        out[n++] = nh_intern_text(&w->languages, i);
    return n;
}

/* Leaves only those that some article has, since a search asks in all of them. */
static nh_status drop_unused(const nh_writer *w, const nh_next_segments *next, nh_str *list,
                             uint32_t *n, nh_error *err)
{
    nh_intern used = {.env = w->env, .bytes = {.env = w->env}};
    uint32_t left = 0;
    nh_status st = nh_languages_used(w->dir, next->refs, next->count, &used, err);

    for (uint32_t i = 0; st == NH_OK && i < *n; i++)
        if (nh_intern_has(&used, list[i]))
            list[left++] = list[i];
    nh_intern_clear(&used);
    *n = left;
    return st;
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

static void fill_facts(const nh_writer *w, const nh_run_totals *now, uint64_t refused,
                       uint64_t deleted, nh_commit_facts *facts)
{
    const nh_commit_facts known = {
        .size = sizeof known,
        .generation = w->last.generation,
        .added_articles = now->articles - w->before.articles,
        .added_passages = now->passages - w->before.passages,
        .added_tokens = now->tokens - w->before.tokens,
        .added_bytes = now->bytes - w->before.bytes,
        .dropped_words = now->dropped - w->before.dropped,
        .refused_late = refused - w->refused_before,
        .articles = w->live.articles,
        .passages = w->live.passages,
        .tokens = w->live.tokens,
        .bytes = index_bytes(&w->last),
        .deleted_articles = deleted,
        .similar = w->is_similar,
        .order_parts = w->order_parts,
    };

    nh_sized_give(facts, &known, sizeof known);
}

/* The commit stands; files that nobody needs go, and nothing that fails here undoes it. */
static void adopt(nh_writer *w, nh_manifest *next, const nh_next_segments *made)
{
    nh_manifest_close(&w->last);
    w->last = *next;
    w->live = made->live;
    w->is_similar = made->similar;
    w->order_parts = made->order_parts;
    w->committed = true;
    nh_run_files_drop(&w->runs); /* of which nothing was left */
    nh_intern_clear(&w->languages);
    nh_known_ids_close(&w->ids);
    w->ids_stale = true;
    nh_log_say(w->env, NH_LOG_DEBUG,
               "committed generation %" PRIu64 ": %" PRIu32 " segment%s, %" PRIu64
               " article%s",
               w->last.generation, w->last.n_segments, nh_plural(w->last.n_segments),
               w->live.articles, nh_plural(w->live.articles));
    (void)nh_sweep(w->env, w->dir, &w->last, NULL);
}

static nh_status make_manifest(nh_writer *w, const nh_next_segments *next, nh_manifest *out,
                               nh_error *err)
{
    const size_t most = (size_t)w->last.n_languages + w->languages.count;
    nh_str *languages = (nh_str *)nh_zeroed(w->env, most, sizeof *languages);
    nh_manifest_change change = {
        .segments = next->refs, .n_segments = next->count, .languages = languages};
    nh_status st = NH_OK;

    if (languages == NULL)
        return nh_fail_memory(err, "the manifest");
    change.n_languages = list_languages(w, languages);
    if (next->dropped && change.n_languages > 0)
        st = drop_unused(w, next, languages, &change.n_languages, err);
    if (st == NH_OK)
        st = nh_manifest_next(w->env, &w->last, &change, out, err);
    nh_release(w->env, languages);
    return st;
}

static nh_status write_commit(nh_writer *w, bool all, nh_error *err)
{
    nh_next_segments next;
    nh_manifest manifest;
    nh_status st;

    nh_known_ids_rest(&w->ids); /* merging needs the memory */
    st = nh_writer_next_segments(w, all, &next, err);
    if (st == NH_OK)
        st = nh_writer_check(w, err); /* the last moment to stop: what follows is short */
    if (st == NH_OK)
        st = make_manifest(w, &next, &manifest, err);
    if (st != NH_OK) {
        nh_next_segments_end(w, &next, false);
        return st;
    }
    st = nh_commit_manifest(w->env, w->dir, &manifest, err);
    if (st == NH_OK)
        adopt(w, &manifest, &next);
    else
        nh_manifest_close(&manifest);
    nh_next_segments_end(w, &next, st == NH_OK || st == NH_E_COMMIT_UNKNOWN);
    return st;
}

/* All articles are in the files of runs. A run that will be the whole segment is synced. */
static nh_status flush_all(nh_writer *w, nh_error *err)
{
    if (w->crew != NULL) {
        nh_ticker_begin(&w->ticker, "sorting", 0);
        return nh_crew_finish(w->crew, &w->ticker, err);
    }
    if (nh_run_articles(w->run) == 0)
        return NH_OK;
    return nh_run_files_flush(&w->runs, &w->run, 1, w->runs.count == 0, err);
}

/* Replacements that a thread refused are undone. */
static nh_status settle(nh_writer *w, nh_error *err)
{
    nh_buffer bits = {.env = w->env};
    size_t n = 0;
    const uint32_t *refused = w->crew != NULL ? nh_crew_refused(w->crew, &n) : NULL;
    nh_status st;

    for (size_t i = w->refused_before; i < n; i++)
        nh_bit_put(&bits, refused[i]);
    st = nh_buf_status(&bits, err, "articles that were refused");
    if (st == NH_OK)
        nh_removals_settle(&w->ids.removals, &bits);
    nh_buf_free(&bits);
    return st;
}

/* True if an only segment is not yet as optimize leaves it. */
static bool can_gain(const nh_writer *w, const nh_segment_info *info)
{
    return w->wants_similar ? !info->similar
                            : info->stored && !info->pressed && !w->copies_text;
}

/* True if there is something to commit; `all`: or segments to make one. */
static bool has_changes(const nh_writer *w, bool all)
{
    bool changes = !w->committed || w->runs.count > 0 || w->ids.removals.count > 0 ||
                   (all && w->last.n_segments > 1);

    if (all && w->last.n_segments == 1)
        changes = changes || can_gain(w, nh_segment_info_get(w->ids.segments[0]));
    for (uint32_t i = 0; all && i < w->last.n_segments; i++)
        changes = changes || w->last.segments[i].deleted > 0;
    return changes;
}

static nh_status commit(nh_writer *w, bool all, nh_commit_facts *facts, nh_error *err)
{
    nh_run_totals now;
    uint32_t deleted = 0;
    size_t refused = 0;
    nh_status st = nh_writer_check(w, err);

    if (st == NH_OK)
        st = nh_sized_check(facts, "facts of a commit", err);
    if (st != NH_OK)
        return st;
    w->order_parts = 0;
    st = nh_writer_know_ids(w, err);
    if (st == NH_OK)
        st = flush_all(w, err);
    if (st == NH_OK)
        st = settle(w, err);
    deleted = w->ids.removals.count;
    if (st == NH_OK && has_changes(w, all))
        st = write_commit(w, all, err);
    if (st != NH_OK) {
        w->dead = true;
        nh_run_files_drop(&w->runs);
        return nh_index_name_file(w->path.ptr, st, err);
    }
    now = totals_now(w);
    if (w->crew != NULL)
        (void)nh_crew_refused(w->crew, &refused);
    if (facts != NULL)
        fill_facts(w, &now, refused, deleted, facts);
    w->before = now;
    w->refused_before = refused;
    return NH_OK;
}

nh_status nh_writer_commit(nh_writer *w, nh_commit_facts *facts, nh_error *err)
{
    return commit(w, false, facts, err);
}

nh_status nh_writer_optimize(nh_writer *w, nh_commit_facts *facts, nh_error *err)
{
    return commit(w, true, facts, err);
}

nh_status nh_writer_sweep(nh_writer *w, uint64_t *freed, nh_error *err)
{
    uint64_t bytes = 0;
    nh_status st = nh_writer_check(w, err);

    if (st != NH_OK)
        return st;
    if (w->committed)
        st = nh_sweep_previous(w->env, w->dir, &w->last, &bytes, err);
    if (freed != NULL)
        *freed = bytes;
    w->dead = st != NH_OK;
    return nh_index_name_file(w->path.ptr, st, err);
}
