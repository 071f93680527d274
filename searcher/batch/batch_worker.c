/* searcher/batch/batch_worker.c - a question into the bytes of its answer. */
#include "searcher/batch/batch_worker.h"

#include <inttypes.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/searcher_state.h"

static bool append(void *self, const char *bytes, size_t size)
{
    nh_buffer *out = (nh_buffer *)self;

    nh_buf_bytes(out, bytes, size);
    return nh_buf_ok(out);
}

static nh_status check_row(const nh_topic *topic, nh_error *err)
{
    if (topic->code == NH_OK)
        return NH_OK;
    return nh_fail(err, topic->code, NULL, NH_NO_OFFSET, "%.*s",
                   NH_STR_ARG(topic->problem));
}

static nh_status make_query(nh_batch_worker *w, const nh_topic *topic, nh_query **out,
                            nh_error *err)
{
    nh_reader *reader = w->plan->reader;
    nh_query_options how = w->plan->query;
    nh_status st;

    if (topic->has_now) {
        how.has_now = true;
        how.now = topic->now;
    }
    if (topic->like.len > 0)
        st = nh_query_like(reader, topic->like.ptr, topic->like.len, 0, out, err);
    else
        st = nh_query_ask(&w->asker, topic->text, &how, out, err);
    if (st == NH_OK && topic->filter.len > 0)
        st = nh_query_narrow(*out, reader, topic->filter, &how, err);
    return st;
}

/* A row's own number of hits is told as the row's, not as an option that was never given. */
static nh_status check_hits(const nh_topic *topic, nh_error *err)
{
    if (topic->n <= NH_SEARCH_HITS)
        return NH_OK;
    return nh_fail(err, NH_E_LIMIT, "n", NH_NO_OFFSET,
                   "n is %" PRIu64 ": a question has at most %u hits", topic->n,
                   NH_SEARCH_HITS);
}

static nh_status search(nh_batch_worker *w, const nh_topic *topic, const nh_query *query,
                        nh_results **out, nh_error *err)
{
    nh_search_options how = w->plan->search;
    nh_status st = check_hits(topic, err);

    if (topic->n > 0)
        how.limit = topic->n;
    if (st == NH_OK && w->searcher == NULL)
        st = nh_searcher_new(w->plan->reader, &w->searcher, err);
    return st == NH_OK ? nh_search(w->searcher, query, &how, out, err) : st;
}

static nh_status render(const nh_batch_worker *w, nh_batch_job *job, const nh_query *query,
                        const nh_results *results)
{
    const nh_sink sink = {&job->out, append};
    nh_render_options how = w->plan->render;
    nh_status st;

    how.query = job->topic.like.len > 0 ? job->topic.like : job->topic.text;
    how.qid = job->topic.id;
    st = nh_results_render(results, query, w->plan->form, &how, &sink, &job->error);
    return nh_buf_ok(&job->out) ? st : nh_fail_memory(&job->error, "an answer");
}

static bool is_warned(const nh_query *query, const nh_results *results)
{
    nh_warning first = {0};

    return nh_query_warning(query, 0, &first) || nh_results_warning(results, 0, &first);
}

static nh_status answer(nh_batch_worker *w, nh_batch_job *job)
{
    nh_query *query = NULL;
    nh_results *results = NULL;
    nh_error *err = &job->error;
    nh_status st = check_row(&job->topic, err);

    if (st == NH_OK)
        st = make_query(w, &job->topic, &query, err);
    if (st == NH_OK)
        st = search(w, &job->topic, query, &results, err);
    if (st == NH_OK) {
        job->facts.size = sizeof job->facts;
        nh_results_facts_get(results, &job->facts);
        job->warned = is_warned(query, results);
        st = render(w, job, query, results);
    }
    nh_results_free(results);
    nh_query_free(query);
    return st;
}

void nh_batch_answer(nh_batch_worker *worker, nh_batch_job *job)
{
    worker->asker.reader = worker->plan->reader;
    job->status = answer(worker, job);
    if (job->status != NH_OK) /* nothing is left of half an answer */
        nh_buf_clear(&job->out);
}

void nh_batch_worker_end(nh_batch_worker *worker)
{
    nh_searcher_free(worker->searcher);
    worker->searcher = NULL;
    nh_asker_end(&worker->asker);
}
