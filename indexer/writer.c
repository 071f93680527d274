/* indexer/writer.c - articles into runs, and out of the index. */
#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "indexer/commit/file_names.h"
#include "indexer/writer_state.h"

#define LANGUAGES_MOST 1000u /* in an index: far more than there are stemmers */

nh_status nh_writer_check(nh_writer *w, nh_error *err)
{
    if (w->dead)
        return nh_fail(err, NH_E_ARG, NULL, NH_NO_OFFSET,
                       "the writer failed before and can only be closed");
    if (w->stop != NULL && atomic_load_explicit(w->stop, memory_order_relaxed) != 0) {
        w->dead = true;
        return nh_fail_stopped(err);
    }
    return NH_OK;
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
    const uint32_t serial = w->ids.next;
    bool full;
    nh_status st = nh_run_check(article, err);

    if (st != NH_OK)
        return st;
    if (w->crew != NULL)
        return nh_crew_add(w->crew, article, serial, err);
    st = nh_run_add(w->run, article, serial, &full, err);
    if (st != NH_OK || !full)
        return st;
    st = nh_run_files_flush(&w->runs, &w->run, 1, false, err);
    return st == NH_OK ? nh_run_add(w->run, article, serial, &full, err) : st;
}

static bool is_refusal(nh_status st)
{
    return st == NH_E_REFUSED || st == NH_E_LIMIT;
}

static nh_status refuse_duplicate(nh_str id, nh_error *err)
{
    char text[120];
    const size_t n = id.len < sizeof text - 1 ? id.len : sizeof text - 1;

    memcpy(text, id.ptr, n);
    text[n] = '\0';
    return nh_fail(err, NH_E_REFUSED, text, NH_NO_OFFSET,
                   "duplicate-id: an article with this id is there already");
}

nh_status nh_writer_know_ids(nh_writer *w, nh_error *err)
{
    nh_status st = NH_OK;

    if (w->ids_stale)
        st = nh_known_ids_open(&w->ids, &w->last, err);
    w->ids_stale = w->ids_stale && st != NH_OK;
    return st;
}

/* Ids grow with the articles of a commit, and are more than their share where it has many: then
 * runs are flushed earlier. */
static void share_memory(nh_writer *w)
{
    const size_t ids = nh_known_ids_memory(&w->ids);
    const uint64_t share = w->memory / NH_IDS_SHARE;
    const size_t beside = ids > share ? ids - (size_t)share : 0;

    if (beside == w->ids_beside)
        return;
    w->ids_beside = beside;
    if (w->crew != NULL)
        nh_crew_beside(w->crew, beside);
    else
        nh_run_beside(w->run, beside);
}

/* The article is in a run: its id is taken, and the one that had it before is gone. */
static nh_status take_id(nh_writer *w, const nh_article *article, const nh_place *before,
                         nh_error *err)
{
    const uint32_t serial = w->ids.next;
    nh_status st = nh_known_ids_add(&w->ids, article->id, err);

    share_memory(w);
    if (st == NH_OK && before != NULL)
        st = nh_removals_replace(&w->ids.removals, *before, serial, err);
    return st == NH_OK ? note_language(w, article->language, err) : st;
}

/* Adds an article of this version; `replace`: in the place of one that has its id. */
static nh_status add_known(nh_writer *w, const nh_article *article, bool replace,
                           nh_error *err)
{
    bool found = false;
    nh_place before;
    nh_status st = nh_writer_check(w, err);

    if (st != NH_OK)
        return st;
    st = nh_writer_know_ids(w, err);
    if (st == NH_OK)
        st = nh_known_ids_find(&w->ids, article->id, &found, &before, err);
    if (st == NH_OK && found && !replace)
        st = refuse_duplicate(article->id, err);
    if (st == NH_OK)
        st = add_to_run(w, article, err);
    if (st == NH_OK) {
        st = take_id(w, article, found ? &before : NULL, err);
        w->dead = st != NH_OK;
    } else {
        w->dead = !is_refusal(st);
    }
    return nh_index_name_file(w->path.ptr, st, err);
}

static nh_status add(nh_writer *w, const nh_article *article, bool replace, nh_error *err)
{
    nh_article known;
    nh_status st;

    if (article->size == sizeof *article)
        return add_known(w, article, replace, err);
    st = nh_sized_read(&known, sizeof known, article, "an article", err);
    known.size = sizeof known;
    return st == NH_OK ? add_known(w, &known, replace, err) : st;
}

nh_status nh_writer_add(nh_writer *w, const nh_article *article, nh_error *err)
{
    return add(w, article, false, err);
}

nh_status nh_writer_update(nh_writer *w, const nh_article *article, nh_error *err)
{
    return add(w, article, true, err);
}

/* ---- deleting ----------------------------------------------------------------------- */

nh_status nh_writer_delete(nh_writer *w, const char *id, size_t len, bool *found,
                           nh_error *err)
{
    nh_place place;
    bool is_there = false;
    nh_status st = nh_writer_check(w, err);

    if (found != NULL)
        *found = false;
    if (st != NH_OK)
        return st;
    st = nh_writer_know_ids(w, err);
    if (st == NH_OK)
        st = nh_known_ids_find(&w->ids, (nh_str){id, len}, &is_there, &place, err);
    if (st == NH_OK && is_there)
        st = nh_removals_put(&w->ids.removals, place, err);
    w->dead = st != NH_OK;
    if (st == NH_OK && found != NULL)
        *found = is_there;
    return nh_index_name_file(w->path.ptr, st, err);
}
