/* indexer/writer_open.c - a writer made and unmade: directory, lock, last commit, settings. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/base/threads.h"
#include "common/segment/file/index.h"
#include "indexer/commit/file_names.h"
#include "indexer/commit/lock.h"
#include "indexer/commit/manifest/stopwords_fold.h"
#include "indexer/commit/sweep.h"
#include "indexer/settings.h"
#include "indexer/writer_state.h"

#define MEMORY_DEFAULT (512ull << 20)
#define MEMORY_LEAST (32ull << 20)

static nh_status check_options(const nh_writer_options *o, nh_error *err)
{
    if (o->memory != 0 && o->memory < MEMORY_LEAST)
        return nh_fail(err, NH_E_ARG, "--memory", NH_NO_OFFSET, "less than 32 MiB");
    if (o->threads > NH_THREADS_MOST)
        return nh_fail(err, NH_E_ARG, "--threads", NH_NO_OFFSET, "more than 64");
    if (o->order != NULL && strcmp(o->order, "kept") != 0 &&
        strcmp(o->order, "similar") != 0)
        return nh_fail(err, NH_E_ARG, "--order", NH_NO_OFFSET,
                       "neither \"kept\" nor \"similar\"");
    if (o->must_exist && o->must_be_new)
        return nh_fail(err, NH_E_ARG, "must_exist", NH_NO_OFFSET,
                       "an index cannot be there and be new");
    return NH_OK;
}

/* A directory that is made has to survive as long as what is committed into it. */
static nh_status sync_parent(const nh_env *env, int dir, nh_error *err)
{
    int parent;
    int failed;
    nh_status st = nh_file_open(env, dir, "..", O_RDONLY | O_DIRECTORY, &parent, err);

    if (st != NH_OK)
        return st;
    failed = env->io->sync_dir(env->io->self, parent);
    (void)nh_file_close(env, parent);
    return failed < 0 ? nh_fail_errno(err, -failed, "..", "sync") : NH_OK;
}

static nh_status keep_path(nh_writer *w, const char *path, nh_error *err)
{
    w->path = nh_arena_copy(&w->arena, nh_str_of(path));
    return w->path.ptr != NULL ? NH_OK : nh_arena_fail(&w->arena, err, "a writer");
}

static nh_status open_directory(nh_writer *w, const char *path, bool create, nh_error *err)
{
    const nh_io *io = w->env->io;
    int made = -EEXIST;
    nh_status st;

    if (create)
        made = io->make_dir(io->self, AT_FDCWD, path, 0755);
    if (made < 0 && made != -EEXIST)
        return nh_fail_errno(err, -made, path, "make directory");
    st = nh_file_open(w->env, AT_FDCWD, path, O_RDONLY | O_DIRECTORY, &w->dir, err);
    return st == NH_OK && made >= 0 ? sync_parent(w->env, w->dir, err) : st;
}

/*
 * A directory without `manifest` but with the one before it is an index that lost its commit:
 * writing a new one would remove what can still be saved.
 */
static nh_status find_commit(nh_writer *w, const char *path, const nh_writer_options *o,
                             nh_error *err)
{
    bool previous = false;
    nh_status st = nh_file_exists(w->env, w->dir, NH_MANIFEST, &w->committed, err);

    if (st == NH_OK && !w->committed)
        st = nh_file_exists(w->env, w->dir, NH_MANIFEST_PREVIOUS, &previous, err);
    if (st != NH_OK)
        return st;
    if (previous)
        return nh_fail(err, NH_E_CORRUPT, path, NH_NO_OFFSET,
                       "the manifest is missing, but manifest.prev is there");
    if (o->must_exist && !w->committed)
        return nh_fail(err, NH_E_IO, path, NH_NO_OFFSET, "there is no index here");
    if (o->must_be_new && w->committed)
        return nh_fail(err, NH_E_ARG, path, NH_NO_OFFSET, "there is an index already");
    return w->committed ? nh_manifest_read(w->env, w->dir, NH_MANIFEST, &w->last, err)
                        : NH_OK;
}

/* ---- settings ----------------------------------------------------------------------- */

/* The options with their stop words as an index stores them, so that the two can be compared. */
static nh_status fold_options(nh_writer *w, const nh_index_options *given,
                              nh_index_options *out, nh_error *err)
{
    const char *words = given->stopwords;
    const char *analysis = given->analysis != NULL ? given->analysis : "";
    bool raw = strcmp(analysis, "whitespace") == 0;
    nh_str folded;
    nh_status st;

    *out = *given;
    if (words == NULL || strcmp(words, "none") == 0 || strcmp(words, "classic33") == 0)
        return NH_OK;
    if (w->committed && given->analysis == NULL)
        raw = w->last.settings.profile == NH_PROFILE_WHITESPACE;
    st = nh_stopwords_fold(words, raw, &w->arena, &folded, err);
    if (st == NH_OK)
        out->stopwords = folded.ptr;
    return st;
}

/* `from`, with its texts in the writer's own memory. */
static nh_status keep_settings(nh_writer *w, const nh_settings *from, nh_error *err)
{
    nh_settings *s = &w->settings;

    *s = *from;
    s->language = nh_arena_copy(&w->arena, from->language);
    s->stemmer = nh_arena_copy(&w->arena, from->stemmer);
    s->stopwords = nh_arena_copy(&w->arena, from->stopwords);
    if (s->language.ptr == NULL || s->stemmer.ptr == NULL || s->stopwords.ptr == NULL)
        return nh_arena_fail(&w->arena, err, "the settings");
    return NH_OK;
}

static nh_status choose_settings(nh_writer *w, const nh_index_options *asked, nh_error *err)
{
    nh_index_options given, options;
    nh_chosen chosen;
    nh_status st = nh_sized_read(&given, sizeof given, asked, "options of an index", err);

    given.size = sizeof given;
    if (st == NH_OK)
        st = fold_options(w, &given, &options, err);
    if (st != NH_OK)
        return st;
    if (w->committed) {
        st = nh_chosen_compare(&options, &w->last.settings, err);
        return st == NH_OK ? keep_settings(w, &w->last.settings, err) : st;
    }
    st = nh_chosen_read(&options, &chosen, err);
    if (st == NH_OK)
        st = keep_settings(w, &chosen.settings, err);
    w->last.settings = w->settings;
    return st;
}

static nh_status load(nh_writer *w, const char *path, const nh_writer_options *o,
                      nh_error *err)
{
    nh_status st = find_commit(w, path, o, err);

    if (st == NH_OK)
        st = choose_settings(w, o->index, err);
    if (st == NH_OK)
        st = nh_sweep(w->env, w->dir, w->committed ? &w->last : NULL, err);
    if (st == NH_OK)
        st = nh_known_ids_open(&w->ids, &w->last, err);
    w->is_similar = st == NH_OK && w->ids.n_segments == 1 &&
                    nh_segment_info_get(w->ids.segments[0])->similar;
    for (size_t i = 0; st == NH_OK && i < w->ids.n_segments; i++)
        st = nh_live_counts_add(w->ids.segments[i],
                                nh_segment_deleted_bits(w->ids.segments[i]), &w->live, err);
    return st;
}

/* One thread needs no other; what ids take is not the runs'. */
static nh_status make_runs(nh_writer *w, unsigned threads, nh_error *err)
{
    const size_t memory = (size_t)(w->memory - w->memory / NH_IDS_SHARE);
    const nh_crew_job job = {
        .settings = &w->settings, .files = &w->runs, .memory = memory, .threads = threads};

    nh_status st;

    if (threads > 1)
        return nh_crew_new(w->env, &job, &w->crew, err);
    st = nh_run_new(w->env, w->dir, &w->settings, memory, &w->run, err);
    if (st != NH_OK)
        return st;
    nh_run_tell(w->run, &w->ticker);
    nh_run_choose_words(w->run, &w->runs.words);
    return NH_OK;
}

/* A writer that has nothing yet but its options. */
static nh_status make_writer(const nh_writer_options *o, nh_writer **out, nh_error *err)
{
    const nh_env env = nh_env_of(o->env, o->allocator);
    nh_writer *w = nh_new(&env, nh_writer);

    *out = w;
    if (w == NULL)
        return nh_fail_memory(err, "a writer");
    nh_own_env_begin(&w->own, o->env, o->allocator, o->logger);
    w->env = &w->own.env;
    w->ticker.tell = o->on_progress;
    w->ticker.self = o->self;
    w->dir = -1;
    w->lock = -1;
    w->memory = o->memory != 0 ? o->memory : MEMORY_DEFAULT;
    w->threads = o->threads > 0 ? o->threads : 1;
    w->wants_similar = o->order != NULL && strcmp(o->order, "similar") == 0;
    w->copies_text = o->copy_text;
    w->stop = o->stop;
    w->arena.env = w->env;
    w->languages = (nh_intern){.env = w->env, .bytes = {.env = w->env}};
    nh_known_ids_init(&w->ids, w->env, -1);
    nh_run_files_init(&w->runs, w->env, -1);
    return NH_OK;
}

nh_status nh_writer_open(const char *path, const nh_writer_options *options,
                         nh_writer **out, nh_error *err)
{
    nh_writer_options o;
    nh_writer *w = NULL;
    nh_status st = nh_sized_read(&o, sizeof o, options, "options of a writer", err);

    *out = NULL;
    if (st == NH_OK)
        st = check_options(&o, err);
    if (st == NH_OK)
        st = make_writer(&o, &w, err);
    if (st != NH_OK)
        return st;
    st = keep_path(w, path, err);
    if (st == NH_OK)
        st = open_directory(w, path, !o.must_exist, err);
    w->ids.dir = w->runs.dir = w->dir;
    if (st == NH_OK)
        st = nh_lock_take(w->env, w->dir, &w->lock, err);
    if (st == NH_OK)
        st = load(w, path, &o, err);
    if (st == NH_OK)
        st = make_runs(w, o.threads, err);
    if (st != NH_OK) {
        nh_writer_close(w);
        return nh_index_name_file(path, st, err);
    }
    *out = w;
    return NH_OK;
}

void nh_writer_close(nh_writer *w)
{
    nh_env env;

    if (w == NULL)
        return;
    nh_crew_free(w->crew);
    nh_run_free(w->run);
    nh_run_files_close(&w->runs);
    nh_known_ids_close(&w->ids);
    nh_intern_clear(&w->languages);
    nh_manifest_close(&w->last);
    nh_arena_close(&w->arena);
    (void)nh_file_close(w->env, w->lock);
    (void)nh_file_close(w->env, w->dir);
    nh_own_env_end(&w->own);
    env = w->own.env;
    nh_release(&env, w);
}
