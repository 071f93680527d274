/* indexer/invert/crew.c - threads that invert articles, each into a run of its own. */
#include "indexer/invert/crew.h"

#include "common/base/error.h"
#include "indexer/invert/article_batch.h"

#define BATCHES_EACH 3u /* for a thread: at work, waiting, and one more     */
#define MEMORY_LEAST \
    ((size_t)24 << 20) /* a thread with less would flush all the time      */

typedef struct worker {
    nh_crew *crew;
    nh_run *run;
    pthread_t thread;
    bool started;
} worker;

/* All below `lock` belongs to whoever holds it. A run is its worker's while it works. */
struct nh_crew {
    const nh_env *env;
    nh_run_files *files;
    worker *workers;
    unsigned n_workers;
    nh_article_batch *batches;
    unsigned n_batches;
    nh_article_batch *filling; /* the caller's */

    pthread_mutex_t lock;
    pthread_cond_t changed;
    nh_article_batch *idle;         /* empty batches               */
    nh_article_batch *first, *last; /* full ones, oldest first     */
    unsigned busy;                  /* workers that have a batch   */
    bool end;
    nh_buffer refused; /* serials, as they lie in memory */
    nh_status status;  /* the first failure              */
    nh_error error;
};

/* ---- at work ------------------------------------------------------------------------ */

static void report(nh_crew *crew, nh_status st, const nh_error *err)
{
    (void)pthread_mutex_lock(&crew->lock);
    if (crew->status == NH_OK) {
        crew->status = st;
        crew->error = *err;
    }
    (void)pthread_cond_broadcast(&crew->changed);
    (void)pthread_mutex_unlock(&crew->lock);
}

static nh_status add_article(worker *w, const nh_article *article, uint32_t serial,
                             nh_error *err)
{
    bool full;
    nh_status st = nh_run_add(w->run, article, serial, &full, err);

    if (st != NH_OK || !full)
        return st;
    st = nh_run_files_flush(w->crew->files, &w->run, 1, false, err);
    return st == NH_OK ? nh_run_add(w->run, article, serial, &full, err) : st;
}

static nh_status note_refusal(nh_crew *crew, uint32_t serial, nh_error *err)
{
    nh_status st;

    (void)pthread_mutex_lock(&crew->lock);
    nh_buf_bytes(&crew->refused, &serial, sizeof serial);
    st = nh_buf_status(&crew->refused, err, "a list of refused articles");
    (void)pthread_mutex_unlock(&crew->lock);
    return st;
}

static void work_on(worker *w, const nh_article_batch *b)
{
    nh_error err = {0};
    nh_status st = NH_OK;

    for (size_t i = 0; st == NH_OK && i < b->count; i++) {
        st = add_article(w, &b->articles[i], b->serials[i], &err);
        if (st == NH_E_REFUSED || st == NH_E_LIMIT)
            st = note_refusal(w->crew, b->serials[i], &err);
    }
    if (st != NH_OK)
        report(w->crew, st, &err);
}

static nh_article_batch *take_batch(nh_crew *crew)
{
    nh_article_batch *b = crew->first;

    crew->first = b->next;
    if (crew->first == NULL)
        crew->last = NULL;
    return b;
}

static void give_back(nh_crew *crew, nh_article_batch *b)
{
    nh_article_batch_reset(b);
    b->next = crew->idle;
    crew->idle = b;
}

/* The oldest batch; holds the lock before and after. After a failure the others only pass batches
 * back, so that nobody waits for ever. */
static void do_batch(worker *w)
{
    nh_crew *crew = w->crew;
    const bool works = crew->status == NH_OK;
    nh_article_batch *b = take_batch(crew);

    crew->busy++;
    (void)pthread_mutex_unlock(&crew->lock);
    if (works)
        work_on(w, b);
    (void)pthread_mutex_lock(&crew->lock);
    crew->busy--;
    give_back(crew, b);
    (void)pthread_cond_broadcast(&crew->changed);
}

static void *run_worker(void *self)
{
    worker *w = (worker *)self;
    nh_crew *crew = w->crew;

    (void)pthread_mutex_lock(&crew->lock);
    while (!crew->end) {
        if (crew->first != NULL)
            do_batch(w);
        else
            (void)pthread_cond_wait(&crew->changed, &crew->lock);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* ---- making and ending -------------------------------------------------------------- */

static nh_status make_batches(nh_crew *crew, nh_error *err)
{
    crew->n_batches = crew->n_workers * BATCHES_EACH + 1;
    crew->batches =
        (nh_article_batch *)nh_zeroed(crew->env, crew->n_batches, sizeof *crew->batches);
    if (crew->batches == NULL) {
        crew->n_batches = 0;
        return nh_fail_memory(err, "batches of articles");
    }
    for (unsigned i = 0; i < crew->n_batches; i++) {
        crew->batches[i].arena.env = crew->env;
        give_back(crew, &crew->batches[i]);
    }
    return NH_OK;
}

static nh_status start(nh_crew *crew, const nh_crew_job *job, nh_error *err)
{
    nh_status st = NH_OK;

    for (unsigned i = 0; st == NH_OK && i < crew->n_workers; i++) {
        worker *w = &crew->workers[i];

        w->crew = crew;
        st = nh_run_new(crew->env, job->files->dir, job->settings,
                        job->memory / crew->n_workers, &w->run, err);
        if (st != NH_OK)
            break;
        nh_run_choose_words(w->run, &job->files->words);
        w->started = pthread_create(&w->thread, NULL, run_worker, w) == 0;
        if (!w->started)
            st = nh_fail_memory(err, "a thread");
    }
    return st;
}

nh_status nh_crew_new(const nh_env *env, const nh_crew_job *job, nh_crew **out,
                      nh_error *err)
{
    nh_crew *crew = nh_new(env, nh_crew);
    const size_t most = job->memory / MEMORY_LEAST;
    nh_status st;

    *out = NULL;
    if (crew == NULL)
        return nh_fail_memory(err, "threads");
    crew->env = env;
    crew->refused.env = env;
    crew->files = job->files;
    (void)pthread_mutex_init(&crew->lock, NULL);
    (void)pthread_cond_init(&crew->changed, NULL);
    crew->n_workers = job->threads < most ? job->threads : (unsigned)most;
    crew->n_workers = crew->n_workers > 0 ? crew->n_workers : 1;
    crew->n_workers = crew->n_workers < NH_CREW_MOST ? crew->n_workers : NH_CREW_MOST;
    crew->workers = (worker *)nh_zeroed(env, crew->n_workers, sizeof *crew->workers);
    if (crew->workers == NULL) {
        crew->n_workers = 0;
        st = nh_fail_memory(err, "threads");
    } else {
        st = make_batches(crew, err);
    }
    if (st == NH_OK)
        st = start(crew, job, err);
    if (st != NH_OK)
        nh_crew_free(crew);
    else
        *out = crew;
    return st;
}

void nh_crew_beside(nh_crew *crew, size_t bytes)
{
    for (unsigned i = 0; i < crew->n_workers; i++)
        nh_run_beside(crew->workers[i].run, bytes / crew->n_workers);
}

void nh_crew_free(nh_crew *crew)
{
    if (crew == NULL)
        return;
    (void)pthread_mutex_lock(&crew->lock);
    crew->end = true;
    (void)pthread_cond_broadcast(&crew->changed);
    (void)pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < crew->n_workers; i++) {
        if (crew->workers[i].started)
            (void)pthread_join(crew->workers[i].thread, NULL);
        nh_run_free(crew->workers[i].run);
    }
    for (unsigned i = 0; i < crew->n_batches; i++)
        nh_arena_close(&crew->batches[i].arena);
    (void)pthread_cond_destroy(&crew->changed);
    (void)pthread_mutex_destroy(&crew->lock);
    nh_buf_free(&crew->refused);
    nh_release(crew->env, crew->batches);
    nh_release(crew->env, crew->workers);
    nh_release(crew->env, crew);
}

/* ---- the caller's side -------------------------------------------------------------- */

static nh_status status_of(const nh_crew *crew, nh_error *err)
{
    if (crew->status != NH_OK && err != NULL)
        *err = crew->error;
    return crew->status;
}

/* The batch that is being filled joins the others. Holds the lock. */
static void pass_on(nh_crew *crew)
{
    nh_article_batch *b = crew->filling;

    crew->filling = NULL;
    if (b == NULL)
        return;
    b->next = NULL;
    if (crew->last != NULL)
        crew->last->next = b;
    else
        crew->first = b;
    crew->last = b;
    (void)pthread_cond_broadcast(&crew->changed);
}

/* An empty batch to fill; waits for one. */
static nh_status want_batch(nh_crew *crew, nh_error *err)
{
    nh_status st;

    (void)pthread_mutex_lock(&crew->lock);
    if (crew->filling != NULL && nh_article_batch_is_full(crew->filling))
        pass_on(crew);
    while (crew->filling == NULL && crew->idle == NULL)
        (void)pthread_cond_wait(&crew->changed, &crew->lock);
    if (crew->filling == NULL) {
        crew->filling = crew->idle;
        crew->idle = crew->idle->next;
    }
    st = status_of(crew, err);
    (void)pthread_mutex_unlock(&crew->lock);
    return st;
}

nh_status nh_crew_add(nh_crew *crew, const nh_article *article, uint32_t serial,
                      nh_error *err)
{
    nh_status st = NH_OK;

    if (crew->filling == NULL || nh_article_batch_is_full(crew->filling))
        st = want_batch(crew, err);
    if (st != NH_OK)
        return st;
    crew->filling->serials[crew->filling->count] = serial;
    return nh_article_batch_add(crew->filling, article, err);
}

/* All that idle workers hold becomes one file. */
static nh_status flush_all(nh_crew *crew, nh_ticker *ticker, nh_error *err)
{
    nh_run *runs[NH_CREW_MOST];
    unsigned n = 0;
    nh_status st;

    for (unsigned i = 0; i < crew->n_workers; i++)
        if (nh_run_articles(crew->workers[i].run) > 0)
            runs[n++] = crew->workers[i].run;
    if (n == 0)
        return NH_OK;
    nh_run_tell(runs[0], ticker);
    st = nh_run_files_flush(crew->files, runs, n, crew->files->count == 0, err);
    nh_run_tell(runs[0], NULL);
    return st;
}

nh_status nh_crew_finish(nh_crew *crew, nh_ticker *ticker, nh_error *err)
{
    nh_status st;

    (void)pthread_mutex_lock(&crew->lock);
    pass_on(crew);
    while (crew->first != NULL || crew->busy > 0)
        nh_ticker_wait(ticker, &crew->changed, &crew->lock);
    st = status_of(crew, err);
    (void)pthread_mutex_unlock(&crew->lock);
    return st == NH_OK ? flush_all(crew, ticker, err) : st;
}

nh_run_totals nh_crew_totals(const nh_crew *crew)
{
    nh_run_totals sum = {0};

    for (unsigned i = 0; i < crew->n_workers; i++) {
        const nh_run_totals *t = nh_run_totals_get(crew->workers[i].run);

        sum.articles += t->articles;
        sum.passages += t->passages;
        sum.tokens += t->tokens;
        sum.bytes += t->bytes;
        sum.dropped += t->dropped;
    }
    return sum;
}

const uint32_t *nh_crew_refused(const nh_crew *crew, size_t *count)
{
    *count = crew->refused.size / sizeof(uint32_t);
    return (const uint32_t *)(const void *)crew->refused.bytes;
}

void nh_crew_rest(nh_crew *crew)
{
    for (unsigned i = 0; i < crew->n_workers; i++)
        nh_run_rest(crew->workers[i].run);
}
