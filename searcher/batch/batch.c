/* searcher/batch/batch.c - questions in, answers out, in one order. */
#include "newshound/batch.h"

#include <time.h>

#include "common/base/api/exit_code.h"
#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/threads.h"
#include "searcher/batch/batch_crew.h"
#include "searcher/present/render_forms.h"
#include "searcher/reader.h"

#define MEMORY ((uint64_t)256 << 20)
#define LIMIT_TREC 1000u /* hits, as runs are judged */
#define TICK \
    100u /* milliseconds between two looks at the flag and two calls of on_progress */

typedef struct batch {
    const nh_batch_options *options; /* complete                                       */
    const nh_sink *sink;
    nh_batch_crew *crew;
    bool flushed; /* on_idle was called since something was written last               */
    nh_batch_facts facts;
    double started, told; /* seconds: the beginning; the last call of on_progress      */
    nh_error *err;
} batch;

static double seconds(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- options ------------------------------------------------------------------------ */

static nh_status complete(const nh_batch_options *given, nh_batch_options *o, nh_error *err)
{
    const nh_status st = nh_sized_read(o, sizeof *o, given, "options of a batch", err);

    if (st != NH_OK)
        return st;
    if (o->form != NH_RENDER_JSON && o->form != NH_RENDER_TREC && o->form != NH_RENDER_CSV)
        return nh_fail(err, NH_E_ARG, "form", NH_NO_OFFSET,
                       "a batch is written as JSON, TREC or CSV");
    if (o->threads > NH_THREADS_BESIDE)
        return nh_fail(err, NH_E_ARG, "threads", NH_NO_OFFSET, "must be from 0 to %u",
                       NH_THREADS_BESIDE);
    if (o->threads == 0)
        o->threads = nh_threads_cores(NH_THREADS_BESIDE);
    if (o->memory == 0)
        o->memory = MEMORY;
    return NH_OK;
}

/* The options within the batch's. */
static nh_status read_parts(const nh_batch_options *o, nh_batch_plan *plan, nh_error *err)
{
    nh_status st = nh_sized_read(&plan->query, sizeof plan->query, o->query,
                                 "options of a query", err);

    if (st == NH_OK)
        st = nh_sized_read(&plan->search, sizeof plan->search, o->search,
                           "options of a search", err);
    if (st == NH_OK)
        st = nh_sized_read(&plan->render, sizeof plan->render, o->render,
                           "options of an answer", err);
    plan->query.size = sizeof plan->query;
    plan->search.size = sizeof plan->search;
    plan->render.size = sizeof plan->render;
    return st;
}

static nh_status make_plan(nh_reader *reader, const nh_batch_options *o,
                           nh_batch_plan *plan, nh_error *err)
{
    const bool run = o->form == NH_RENDER_TREC;
    nh_status st;

    *plan = (nh_batch_plan){.reader = reader, .form = o->form};
    st = read_parts(o, plan, err);
    if (plan->search.limit == 0 && run)
        plan->search.limit = LIMIT_TREC;
    if (run)
        plan->search.ids_only = plan->search.no_text = plan->search.ties_by_id = true;
    if (o->form != NH_RENDER_JSON) /* the others do not tell how many articles match */
        plan->search.top_only = true;
    plan->render.first_rank = plan->search.skip + 1;
    plan->render.header = false;
    plan->render.by_passage = plan->search.by == NH_BY_PASSAGE;
    plan->render.explain = plan->search.explain;
    plan->render.milliseconds = -1;
    return st;
}

/* ---- counting ----------------------------------------------------------------------- */

static void count_job(batch *b, const nh_batch_job *job)
{
    nh_batch_facts *f = &b->facts;

    if (job->status != NH_OK) {
        f->failed++;
        if (nh_status_exit_code(job->status) > nh_status_exit_code(f->worst))
            f->worst = job->status;
        return;
    }
    f->queries++;
    f->empty += job->facts.hits == 0;
    f->warned += job->warned;
    f->hits += job->facts.hits;
    f->work += job->facts.work;
    f->lookups += job->facts.lookups;
}

static void tell_progress(batch *b)
{
    const double now = seconds();

    if (b->options->on_progress == NULL || now - b->told < TICK / 1e3)
        return;
    b->told = now;
    b->facts.seconds = now - b->started;
    b->options->on_progress(b->options->self, &b->facts);
}

/* ---- writing ------------------------------------------------------------------------ */

static nh_status look(const batch *b)
{
    if (b->options->stop != NULL && *b->options->stop != 0)
        return nh_fail_stopped(b->err);
    return NH_OK;
}

static nh_status write_bytes(batch *b, const void *bytes, size_t size)
{
    b->flushed = b->flushed && size == 0;
    if (size == 0 || b->sink->write(b->sink->self, (const char *)bytes, size))
        return NH_OK;
    return nh_fail(b->err, NH_E_IO, NULL, NH_NO_OFFSET, "the output could not be written");
}

static nh_status write_record(batch *b, nh_batch_job *job)
{
    nh_status st;

    if (b->options->form != NH_RENDER_JSON)
        return NH_OK;
    nh_batch_job_record(job, &job->out);
    st = nh_buf_status(&job->out, b->err, "an error record");
    return st == NH_OK ? write_bytes(b, job->out.bytes, job->out.size) : st;
}

static nh_status take_failed(batch *b, nh_batch_job *job)
{
    const nh_batch_options *o = b->options;
    const nh_status st = write_record(b, job);

    if (st != NH_OK || o->on_failure == NULL)
        return st;
    job->topic.column = nh_batch_job_column(job);
    o->on_failure(o->self, &job->topic, &job->error);
    return NH_OK;
}

/* What the first job came to is written, counted and told. */
static nh_status take_first(batch *b, nh_batch_job *job)
{
    const size_t size = job->out.size;
    const nh_status st =
        job->status == NH_OK ? write_bytes(b, job->out.bytes, size) : take_failed(b, job);

    if (st != NH_OK)
        return st;
    count_job(b, job);
    nh_batch_crew_next(b->crew, size);
    return NH_OK;
}

/* All that is ready is written, and what comes next may be long in coming. */
static void tell_idle(batch *b)
{
    if (!b->flushed && b->options->on_idle != NULL)
        b->options->on_idle(b->options->self);
    b->flushed = true;
}

/* Writes what is ready, or waits for it. */
static nh_status step(batch *b)
{
    nh_batch_job *first = nh_batch_crew_first(b->crew, 0);
    nh_status st;

    if (first == NULL) {
        tell_idle(b);
        first = nh_batch_crew_first(b->crew, TICK);
    }
    st = look(b);
    if (st == NH_OK && first != NULL)
        st = take_first(b, first);
    if (st == NH_OK)
        tell_progress(b);
    return st;
}

/* What stands before the first answer. */
static nh_status begin(batch *b, const nh_env *env)
{
    nh_buffer header = {.env = env};
    nh_status st = NH_OK;

    if (b->options->form == NH_RENDER_CSV)
        nh_render_csv_header(true, &header);
    st = nh_buf_status(&header, b->err, "a batch");
    if (st == NH_OK)
        st = write_bytes(b, header.bytes, header.size);
    nh_buf_free(&header);
    return st;
}

/* From the first question to the last. What was asked before the source failed is answered. */
static nh_status work(batch *b)
{
    nh_status st = NH_OK;

    while (st == NH_OK && !nh_batch_crew_is_over(b->crew))
        st = step(b);
    return st == NH_OK ? nh_batch_crew_failure(b->crew, b->err) : st;
}

static nh_status run(batch *b, nh_reader *r, const nh_topic_source *source,
                     const nh_batch_options *given)
{
    nh_batch_options o;
    nh_batch_plan plan;
    nh_batch_means means;
    nh_status st = complete(given, &o, b->err);

    b->options = &o;
    if (st == NH_OK)
        st = make_plan(r, &o, &plan, b->err);
    if (st == NH_OK) {
        b->facts.threads = o.threads;
        means = (nh_batch_means){source, o.stop, o.threads, o.memory};
        st = nh_batch_crew_new(&plan, &means, &b->crew, b->err);
    }
    if (st == NH_OK)
        st = begin(b, r->env);
    if (st == NH_OK)
        st = work(b);
    nh_batch_crew_free(b->crew);
    return st;
}

nh_status nh_batch_run(nh_reader *r, const nh_topic_source *source,
                       const nh_batch_options *options, const nh_sink *sink,
                       nh_batch_facts *facts, nh_error *err)
{
    nh_error own = {0};
    batch b = {.sink = sink, .started = seconds()};
    nh_status st;

    b.err = err != NULL ? err : &own;
    b.told = b.started;
    b.facts.size = sizeof b.facts;
    st = nh_sized_check(facts, "facts of a batch", b.err);
    if (st != NH_OK)
        return st;
    st = run(&b, r, source, options);
    b.facts.seconds = seconds() - b.started;
    if (facts != NULL)
        nh_sized_give(facts, &b.facts, sizeof b.facts);
    return st;
}
