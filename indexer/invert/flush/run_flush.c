/* indexer/invert/flush/run_flush.c - what runs hold becomes a segment file. */
#include <pthread.h>

#include "common/base/error.h"
#include "indexer/invert/flush/flush_team.h"

/* ---- joining ------------------------------------------------------------------------ */

/* The articles of `from` follow those of `to`, in everything but their words. */
static nh_status join(nh_run *to, nh_run *from, nh_error *err)
{
    const uint32_t base = to->articles.articles;
    nh_status st = nh_keywords_join(to->keywords, from->keywords, base, err);

    if (st == NH_OK)
        st = nh_stored_writer_join(to->stored, from->stored, base, err);
    if (st == NH_OK)
        st = nh_articles_writer_join(&to->articles, &from->articles, err);
    nh_buf_bytes(&to->serials, from->serials.bytes, from->serials.size);
    nh_buf_free(&from->serials);
    return st == NH_OK ? nh_buf_status(&to->serials, err, "the numbers of articles") : st;
}

static nh_status join_all(nh_run *const *runs, unsigned n, nh_error *err)
{
    nh_status st = NH_OK;

    for (unsigned i = 0; st == NH_OK && i < n; i++)
        st = nh_parts_take(&runs[i]->parts, &runs[i]->forward, err);
    for (unsigned i = 1; st == NH_OK && i < n; i++)
        st = join(runs[0], runs[i], err);
    return st;
}

/* Sections stay in memory as far as the runs leave any. */
static void make_room(nh_run *const *runs, unsigned n)
{
    nh_spool_room *room = &runs[0]->sections.room;

    room->most = room->held;
    for (unsigned i = 0; i < n; i++)
        room->most += nh_run_spare(runs[i]) + (i > 0 ? runs[i]->sections.room.held : 0);
}

/* ---- the file ----------------------------------------------------------------------- */

static nh_status put_terms(nh_run *const *runs, unsigned n, nh_dictionary_sums *out,
                           nh_error *err)
{
    nh_flush_view view;
    nh_status st = nh_flush_view_make(runs, n, &runs[0]->articles, &view, err);

    if (st == NH_OK)
        st = nh_flush_terms(&view, &runs[0]->sections, out, err);
    nh_flush_view_close(&view);
    for (unsigned i = 0; i < n; i++)
        nh_parts_clear(&runs[i]->parts);
    return st;
}

static nh_status put_columns(nh_run *run, nh_error *err)
{
    nh_status st = nh_stored_writer_finish(run->stored, err);

    if (st == NH_OK)
        st = nh_keywords_finish(run->keywords, run->articles.articles, err);
    if (st == NH_OK)
        st = nh_articles_writer_finish(&run->articles, &run->sections, run->settings->store,
                                       err);
    return st;
}

/* Columns that a thread of their own writes. */
typedef struct columns_job {
    nh_run *run;
    nh_status status;
    nh_error error;
} columns_job;

static void *run_columns(void *self)
{
    columns_job *job = (columns_job *)self;

    job->status = put_columns(job->run, &job->error);
    return NULL;
}

/* What is not of words goes to spools of its own, and where there are threads, while these encode
 * the terms; a thread that cannot be started is done without. */
static nh_status put_all(nh_run *const *runs, unsigned n, nh_dictionary_sums *terms,
                         nh_error *err)
{
    columns_job job = {.run = runs[0]};
    pthread_t thread;
    const bool started = n > 1 && pthread_create(&thread, NULL, run_columns, &job) == 0;
    const nh_status st = put_terms(runs, n, terms, err);

    if (started)
        (void)pthread_join(thread, NULL);
    else if (st == NH_OK)
        (void)run_columns(&job);
    if (st == NH_OK && job.status != NH_OK && err != NULL)
        *err = job.error;
    return st == NH_OK ? job.status : st;
}

static nh_status finish_file(nh_run *run, const nh_dictionary_sums *terms, const char *name,
                             bool sync, nh_run_file *file, nh_error *err)
{
    const nh_settings *s = run->settings;
    const nh_segment_info info = {.passages = run->articles.passages,
                                  .articles = run->articles.articles,
                                  .terms = terms->terms,
                                  .tokens = run->articles.tokens,
                                  .postings = terms->postings,
                                  .k1 = s->k1,
                                  .b = s->b,
                                  .reference_length = NH_REFERENCE_LENGTH(s),
                                  .stored = s->store,
                                  .pair_words = s->pairs,
                                  .pairs = terms->pairs};

    nh_status st;

    *file = (nh_run_file){.ref = {.articles = info.articles,
                                  .passages = info.passages,
                                  .tokens = info.tokens}};
    nh_articles_writer_clear(&run->articles);
    st = nh_section_spools_finish(&run->sections, &info, name, sync, &file->ref.file, err);
    if (st != NH_OK)
        return st;
    file->serials = (uint32_t *)(void *)run->serials.bytes; /* now the file's */
    file->synced = sync;
    run->serials = (nh_buffer){.env = run->env};
    return NH_OK;
}

nh_status nh_runs_flush(nh_run *const *runs, unsigned n, const char *name, bool sync,
                        nh_run_file *file, nh_error *err)
{
    nh_dictionary_sums terms = {0};
    nh_status st;

    make_room(runs, n);
    st = join_all(runs, n, err);
    if (st == NH_OK)
        st = put_all(runs, n, &terms, err);
    return st == NH_OK ? finish_file(runs[0], &terms, name, sync, file, err) : st;
}
