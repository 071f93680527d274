/* searcher/batch/batch_crew.c - threads that answer questions, and the window that keeps their order. */
#include "searcher/batch/batch_crew.h"

#include <pthread.h>
#include <time.h>

#include "common/base/error.h"
#include "searcher/reader.h"

#define JOBS_EACH 64u /* for a thread: as far as one may run ahead of another         */
#define KEPT ((size_t)256 << 10) /* bytes that an empty job may keep for the next     */

typedef struct member {
    nh_batch_crew *crew;
    nh_batch_worker worker;
    pthread_t thread;
} member;

/*
 * Numbers of jobs count on for ever; a job's place is its number modulo n_jobs. What lies between
 * `first` and `next` was taken by threads, what lies between `next` and `end` waits for one. All
 * below `lock` belongs to whoever holds it; a job belongs to the reading thread before `end` has
 * passed it, to the caller once it is done, and in between to the thread that took it.
 */
struct nh_batch_crew {
    const nh_env *env;
    nh_batch_plan plan; /* the caller's, with a flag of our own                        */
    nh_batch_means means;
    member *members;
    unsigned started; /* of them; belongs to the reading thread once that is there   */
    pthread_t reading;
    bool reads; /* that thread was started                                             */
    nh_batch_job *jobs;
    uint64_t n_jobs;
    nh_flag halt; /* non-zero: searches at work end                                    */

    pthread_mutex_t lock;
    pthread_cond_t work, done, room; /* for the threads, for the caller, for who reads */
    uint64_t first, next, end;
    unsigned idle;    /* threads without a job                                         */
    uint64_t waiting; /* bytes of answers that are not written                         */
    bool over;        /* threads go home                                               */
    bool ended;       /* the source has no more; from then on these stand:             */
    nh_status status;
    nh_error error;
};

static nh_batch_job *job_of(const nh_batch_crew *crew, uint64_t number)
{
    return &crew->jobs[number % crew->n_jobs];
}

/* ---- the threads' side -------------------------------------------------------------- */

static bool has_work(const nh_batch_crew *crew)
{
    return crew->next < crew->end &&
           (crew->next == crew->first || crew->waiting < crew->means.memory);
}

/* Holds the lock before and after. */
static void work_on(member *m, nh_batch_job *job)
{
    nh_batch_crew *crew = m->crew;

    crew->idle--;
    (void)pthread_mutex_unlock(&crew->lock);
    nh_batch_answer(&m->worker, job);
    (void)pthread_mutex_lock(&crew->lock);
    crew->idle++;
    job->done = true;
    crew->waiting += job->out.size;
    if (job == job_of(crew, crew->first))
        (void)pthread_cond_signal(&crew->done);
}

static void *run_member(void *self)
{
    member *m = (member *)self;
    nh_batch_crew *crew = m->crew;

    (void)pthread_mutex_lock(&crew->lock);
    while (!crew->over) {
        if (has_work(crew))
            work_on(m, job_of(crew, crew->next++));
        else
            (void)pthread_cond_wait(&crew->work, &crew->lock);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    nh_batch_worker_end(&m->worker);
    return NULL;
}

/* False if the system has no thread more. Holds the lock. */
static bool start_member(nh_batch_crew *crew)
{
    member *m = &crew->members[crew->started];

    m->crew = crew;
    m->worker.plan = &crew->plan;
    if (pthread_create(&m->thread, NULL, run_member, m) != 0)
        return false;
    crew->started++;
    crew->idle++;
    return true;
}

/* ---- the reading side --------------------------------------------------------------- */

static bool has_room(const nh_batch_crew *crew)
{
    return crew->end - crew->first < crew->n_jobs && crew->waiting < crew->means.memory;
}

/* The next question of the source goes into the job. *got is false at the end. */
static nh_status read_question(nh_batch_crew *crew, nh_batch_job *job, bool *got)
{
    const nh_topic_source *source = crew->means.source;
    nh_topic topic = {.size = sizeof topic};
    nh_error *err = &crew->error;
    int answer;

    *got = false;
    if (crew->means.stop != NULL && atomic_load(crew->means.stop) != 0)
        return nh_fail_stopped(err);
    answer = source->next(source->self, &topic, err);
    if (answer < 0)
        return err->code != NH_OK ? err->code
                                  : nh_fail(err, NH_E_IO, NULL, NH_NO_OFFSET,
                                            "no more questions could be read");
    *got = answer > 0;
    return *got ? nh_batch_job_fill(job, &topic, err) : NH_OK;
}

/* Where more questions wait than threads are idle, one more starts. Those that are there do without
 * it if the system has none, which is not asked again. Holds the lock. */
static void start_more(nh_batch_crew *crew)
{
    if (!crew->over && crew->started < crew->means.threads &&
        crew->end - crew->next > crew->idle && !start_member(crew))
        crew->means.threads = crew->started;
}

/* Holds the lock before and after. */
static void read_into(nh_batch_crew *crew, nh_batch_job *job)
{
    bool got = false;
    nh_status st;

    (void)pthread_mutex_unlock(&crew->lock);
    st = read_question(crew, job, &got);
    (void)pthread_mutex_lock(&crew->lock);
    if (st == NH_OK && got) {
        crew->end++;
        start_more(crew);
        (void)pthread_cond_signal(&crew->work);
        return;
    }
    crew->status = st;
    crew->ended = true;
    (void)pthread_cond_signal(&crew->done);
}

static void *run_reading(void *self)
{
    nh_batch_crew *crew = (nh_batch_crew *)self;

    (void)pthread_mutex_lock(&crew->lock);
    while (!crew->over && !crew->ended) {
        if (has_room(crew))
            read_into(crew, job_of(crew, crew->end));
        else
            (void)pthread_cond_wait(&crew->room, &crew->lock);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* ---- making and ending -------------------------------------------------------------- */

static nh_status make_jobs(nh_batch_crew *crew, nh_error *err)
{
    crew->jobs =
        (nh_batch_job *)nh_zeroed(crew->env, (size_t)crew->n_jobs, sizeof *crew->jobs);
    if (crew->jobs == NULL)
        return nh_fail_memory(err, "a batch");
    for (uint64_t i = 0; i < crew->n_jobs; i++)
        crew->jobs[i].texts.env = crew->jobs[i].out.env = crew->env;
    return NH_OK;
}

static nh_status start(nh_batch_crew *crew, nh_error *err)
{
    bool started;

    crew->members =
        (member *)nh_zeroed(crew->env, crew->means.threads, sizeof *crew->members);
    if (crew->members == NULL)
        return nh_fail_memory(err, "a batch");
    (void)pthread_mutex_lock(&crew->lock);
    started = start_member(crew);
    (void)pthread_mutex_unlock(&crew->lock);
    if (!started)
        return nh_fail_memory(err, "a thread");
    crew->reads = pthread_create(&crew->reading, NULL, run_reading, crew) == 0;
    return crew->reads ? NH_OK : nh_fail_memory(err, "a thread");
}

/* Waiting goes by a clock that nobody sets. */
static void make_conditions(nh_batch_crew *crew)
{
    pthread_condattr_t how;

    (void)pthread_mutex_init(&crew->lock, NULL);
    (void)pthread_condattr_init(&how);
    (void)pthread_condattr_setclock(&how, CLOCK_MONOTONIC);
    (void)pthread_cond_init(&crew->work, &how);
    (void)pthread_cond_init(&crew->room, &how);
    (void)pthread_cond_init(&crew->done, &how);
    (void)pthread_condattr_destroy(&how);
}

nh_status nh_batch_crew_new(const nh_batch_plan *plan, const nh_batch_means *means,
                            nh_batch_crew **out, nh_error *err)
{
    nh_batch_crew *crew = nh_new(plan->reader->env, nh_batch_crew);
    nh_status st;

    *out = NULL;
    if (crew == NULL)
        return nh_fail_memory(err, "a batch");
    crew->env = plan->reader->env;
    crew->plan = *plan;
    crew->plan.search.stop = &crew->halt;
    crew->means = *means;
    crew->n_jobs = (uint64_t)means->threads * JOBS_EACH;
    make_conditions(crew);
    st = make_jobs(crew, err);
    if (st == NH_OK)
        st = start(crew, err);
    if (st == NH_OK)
        *out = crew;
    else
        nh_batch_crew_free(crew);
    return st;
}

static void end_threads(nh_batch_crew *crew)
{
    atomic_store(&crew->halt, 1);
    (void)pthread_mutex_lock(&crew->lock);
    crew->over = true;
    (void)pthread_cond_broadcast(&crew->work);
    (void)pthread_cond_broadcast(&crew->room);
    (void)pthread_mutex_unlock(&crew->lock);
    if (crew->reads)
        (void)pthread_join(crew->reading, NULL);
    for (unsigned i = 0; i < crew->started; i++)
        (void)pthread_join(crew->members[i].thread, NULL);
}

void nh_batch_crew_free(nh_batch_crew *crew)
{
    if (crew == NULL)
        return;
    end_threads(crew);
    for (uint64_t i = 0; crew->jobs != NULL && i < crew->n_jobs; i++)
        nh_batch_job_end(&crew->jobs[i]);
    (void)pthread_cond_destroy(&crew->done);
    (void)pthread_cond_destroy(&crew->work);
    (void)pthread_cond_destroy(&crew->room);
    (void)pthread_mutex_destroy(&crew->lock);
    nh_release(crew->env, crew->jobs);
    nh_release(crew->env, crew->members);
    nh_release(crew->env, crew);
}

/* ---- the caller's side -------------------------------------------------------------- */

static struct timespec later(unsigned milliseconds)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += (time_t)(milliseconds / 1000);
    t.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_nsec -= 1000000000;
        t.tv_sec++;
    }
    return t;
}

/* The first job, if it is answered; the lock is held. */
static nh_batch_job *find_done(const nh_batch_crew *crew)
{
    nh_batch_job *job = job_of(crew, crew->first);

    return crew->first < crew->end && job->done ? job : NULL;
}

static bool is_over(const nh_batch_crew *crew)
{
    return crew->ended && crew->first == crew->end;
}

nh_batch_job *nh_batch_crew_first(nh_batch_crew *crew, unsigned wait)
{
    nh_batch_job *job = NULL;

    (void)pthread_mutex_lock(&crew->lock);
    job = find_done(crew);
    if (job == NULL && wait > 0 && !is_over(crew)) {
        const struct timespec until = later(wait);

        (void)pthread_cond_timedwait(&crew->done, &crew->lock, &until);
        job = find_done(crew);
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return job;
}

bool nh_batch_crew_is_over(nh_batch_crew *crew)
{
    bool over;

    (void)pthread_mutex_lock(&crew->lock);
    over = is_over(crew);
    (void)pthread_mutex_unlock(&crew->lock);
    return over;
}

nh_status nh_batch_crew_failure(const nh_batch_crew *crew, nh_error *err)
{
    if (crew->status != NH_OK)
        *err = crew->error;
    return crew->status;
}

void nh_batch_crew_next(nh_batch_crew *crew, size_t size)
{
    nh_batch_job *job = job_of(crew, crew->first); /* which the caller alone moves */
    const size_t share = (size_t)(crew->means.memory / crew->n_jobs);
    bool held_up;

    nh_batch_job_reset(job, share < KEPT ? share : KEPT);
    (void)pthread_mutex_lock(&crew->lock);
    held_up = !has_work(crew);
    crew->first++;
    crew->waiting -= size;
    if (held_up && has_work(crew))
        (void)pthread_cond_broadcast(&crew->work);
    (void)pthread_cond_signal(&crew->room);
    (void)pthread_mutex_unlock(&crew->lock);
}
