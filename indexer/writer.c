/* indexer/writer.c - articles into runs, runs into a commit. */
#include <string.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "indexer/commit/commit.h"
#include "indexer/commit/file_names.h"
#include "indexer/commit/new_manifest.h"
#include "indexer/commit/sweep.h"
#include "indexer/writer_state.h"

#define LANGUAGES_MOST 1000u /* in an index: far more than there are stemmers */

/* ---- runs --------------------------------------------------------------------------- */

nh_status nh_writer_check(nh_writer *w, nh_error *err)
{
    if (w->dead)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "the writer failed before and can only be closed");
    if (w->stop != NULL && atomic_load_explicit(w->stop, memory_order_relaxed) != 0) {
        w->dead = true;
        return nh_fail(err, NH_E_CANCELLED, NULL, NH_NO_OFFSET, "stopped as asked");
    }
    return NH_OK;
}

static nh_status grow_runs(nh_run_list *list, const nh_env *env, nh_error *err)
{
    const uint32_t n = list->capacity > 0 ? list->capacity * 2 : 8;
    nh_segment_ref *refs;

    if (list->count < list->capacity)
        return NH_OK;
    refs = (nh_segment_ref *)nh_resized(env, list->refs, n, sizeof *refs);
    if (refs == NULL)
        return nh_fail_memory(err, "the list of runs");
    list->refs = refs;
    list->capacity = n;
    return NH_OK;
}

nh_status nh_writer_flush(nh_writer *w, bool sync, nh_error *err)
{
    char name[48];
    nh_status st = grow_runs(&w->runs, w->env, err);

    if (st != NH_OK)
        return st;
    nh_run_name(name, w->next_run++);
    st = nh_run_flush(w->run, name, sync, &w->runs.refs[w->runs.count], err);
    if (st == NH_OK)
        w->runs.count++;
    return st;
}

void nh_writer_drop_runs(nh_writer *w)
{
    const nh_io *io = w->env->io;

    for (uint32_t i = 0; i < w->runs.count; i++)
        (void)io->unlink_at(io->self, w->dir, w->runs.refs[i].file.name);
    w->runs.count = 0;
}

/* ---- adding ------------------------------------------------------------------------- */

static nh_status note_language(nh_writer *w, nh_str language, nh_error *err)
{
    uint32_t number;
    bool added;

    if (language.len == 0 || nh_str_equal(language, w->settings.language))
        return NH_OK;
    if (w->languages.count >= LANGUAGES_MOST && !nh_intern_has(&w->languages, language))
        return NH_OK;
    return nh_intern_put(&w->languages, language, &number, &added, err);
}

static nh_status add_to_run(nh_writer *w, const nh_article *article, nh_error *err)
{
    bool full;
    nh_status st = nh_run_add(w->run, article, &full, err);

    if (st != NH_OK || !full)
        return st;
    st = nh_writer_flush(w, true, err);
    if (st == NH_OK)
        st = nh_run_add(w->run, article, &full, err);
    return st;
}

static bool is_refusal(nh_status st)
{
    return st == NH_E_REFUSED || st == NH_E_LIMIT;
}

nh_status nh_writer_add(nh_writer *w, const nh_article *article, nh_error *err)
{
    nh_status st = nh_writer_check(w, err);

    if (st != NH_OK)
        return st;
    if (article->size != sizeof *article)
        return nh_fail(err, NH_E_ARG, "size", NH_NO_OFFSET,
                       "an article of another version of this library");
    if (w->ids_stale)
        st = nh_known_ids_open(&w->ids, &w->last, err);
    w->ids_stale = w->ids_stale && st != NH_OK;
    if (st == NH_OK)
        st = nh_known_ids_check(&w->ids, article->id, err);
    if (st == NH_OK)
        st = add_to_run(w, article, err);
    if (st == NH_OK) {
        st = nh_known_ids_add(&w->ids, article->id, err);
        if (st == NH_OK)
            st = note_language(w, article->language, err);
        w->dead = st != NH_OK;
        return st;
    }
    w->dead = !is_refusal(st);
    return st;
}

/* ---- committing --------------------------------------------------------------------- */

static uint64_t index_bytes(const nh_manifest *m)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i < m->n_segments; i++)
        sum += m->segments[i].file.file_size + m->segments[i].deletions.file_size;
    return sum;
}

static void fill_facts(const nh_writer *w, nh_commit_facts *facts)
{
    const nh_run_totals *now = nh_run_totals_get(w->run);

    if (facts == NULL)
        return;
    *facts = (nh_commit_facts){
        .generation = w->last.generation,
        .added_articles = now->articles - w->before.articles,
        .added_passages = now->passages - w->before.passages,
        .added_tokens = now->tokens - w->before.tokens,
        .added_bytes = now->bytes - w->before.bytes,
        .dropped_words = now->dropped - w->before.dropped,
        .articles = w->last.articles,
        .passages = w->last.passages,
        .tokens = w->last.tokens,
        .bytes = index_bytes(&w->last),
    };
}

/* The runs get their final names; those that have them are dropped like the others. */
static nh_status name_runs(nh_writer *w, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < w->runs.count; i++)
        st = nh_commit_name(w->env, w->dir, w->last.generation + 1, &w->runs.refs[i].file,
                            err);
    return st;
}

/* The commit stands; its predecessor's files go, and nothing that fails here undoes it. */
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
    const nh_manifest_change change = {.keep = w->last.n_segments,
                                       .added = w->runs.refs,
                                       .n_added = w->runs.count,
                                       .languages = &w->languages};
    nh_manifest next;
    nh_status st = name_runs(w, err);

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
        w->runs.count = 0; /* the files may be part of the index */
    return st;
}

nh_status nh_writer_commit(nh_writer *w, nh_commit_facts *facts, nh_error *err)
{
    nh_status st = nh_writer_check(w, err);

    if (st != NH_OK)
        return st;
    if (nh_run_articles(w->run) > 0)
        st = nh_writer_flush(w, true, err);
    if (st == NH_OK && (w->runs.count > 0 || !w->committed))
        st = write_commit(w, err);
    if (st != NH_OK) {
        w->dead = true;
        nh_writer_drop_runs(w);
        return st;
    }
    fill_facts(w, facts);
    w->before = *nh_run_totals_get(w->run);
    return NH_OK;
}
