/* tests/examples/server_pool.c - threads that share one reader, and turn to a newer commit.
 *
 * server_pool INDEX < LINES: each line is a question, put on a desk for four threads; a line
 * "+ HEADLINE" adds an article and commits, as another process might do at any time. A full desk
 * is printed and cleared.
 */
#define _POSIX_C_SOURCE 200809L /* getline() */
#include <newshound/indexer.h>
#include <newshound/newshound.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4, JOBS = 64 };

/* One commit, opened: closed by the last who uses it. */
struct edition {
    nh_reader *reader;
    int users;
};

struct job {
    char *question; /* owned */
    nh_status status;
    nh_error err;
    nh_results_facts facts;
    uint64_t generation;
};

/* What all threads share; everything in it is read and written under the lock. */
struct desk {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    struct edition *newest;
    struct job jobs[JOBS];
    size_t n_jobs, taken, done;
    bool closing;
};

/* An edition for the reader, which it owns; without memory for it the reader is closed. */
static struct edition *publish(nh_reader *reader)
{
    struct edition *edition = malloc(sizeof *edition);

    if (edition == NULL)
        nh_reader_close(reader);
    else
        *edition = (struct edition){reader, 1};
    return edition;
}

static struct edition *hold_newest(struct desk *desk)
{
    desk->newest->users++;
    return desk->newest;
}

static void let_go(struct edition *edition)
{
    if (edition != NULL && --edition->users == 0) {
        nh_reader_close(edition->reader);
        free(edition);
    }
}

static void answer(struct job *job, nh_reader *reader, nh_searcher *searcher)
{
    const nh_search_options options = {.size = sizeof options, .count_only = true};
    nh_reader_facts index = {.size = sizeof index};
    nh_query *query = NULL;
    nh_results *results = NULL;

    job->facts.size = sizeof job->facts;
    job->status = nh_query_parse(reader, job->question, strlen(job->question), NULL, &query,
                                 &job->err);
    if (job->status == NH_OK)
        job->status = nh_search(searcher, query, &options, &results, &job->err);
    if (job->status == NH_OK)
        nh_results_facts_get(results, &job->facts);
    nh_reader_facts_get(reader, &index);
    job->generation = index.generation;
    nh_results_free(results);
    nh_query_free(query);
}

/* A thread: takes jobs until there will be no more. Its searcher is made anew for a new edition. */
static void *work(void *self)
{
    struct desk *desk = (struct desk *)self;
    struct edition *mine = NULL;
    nh_searcher *searcher = NULL;

    pthread_mutex_lock(&desk->lock);
    for (;;) {
        struct job *job;

        while (desk->taken == desk->n_jobs && !desk->closing)
            pthread_cond_wait(&desk->changed, &desk->lock);
        if (desk->taken == desk->n_jobs)
            break;
        job = &desk->jobs[desk->taken++];
        if (mine != desk->newest) {
            nh_searcher_free(searcher);
            searcher = NULL;
            let_go(mine);
            mine = hold_newest(desk);
        }
        pthread_mutex_unlock(&desk->lock);
        if (searcher == NULL) /* each job tries, if one before it could not */
            job->status = nh_searcher_new(mine->reader, &searcher, &job->err);
        if (searcher != NULL)
            answer(job, mine->reader, searcher);
        pthread_mutex_lock(&desk->lock);
        desk->done++;
        pthread_cond_broadcast(&desk->changed);
    }
    nh_searcher_free(searcher);
    let_go(mine);
    pthread_mutex_unlock(&desk->lock);
    return NULL;
}

/* Takes a newer commit, if there is one; whoever is at work goes on with the old one. */
static nh_status refresh(struct desk *desk, nh_error *err)
{
    nh_reader *newer = NULL;
    nh_status st = nh_reader_refresh(desk->newest->reader, &newer, err);
    struct edition *edition = newer != NULL ? publish(newer) : NULL;

    if (edition != NULL) {
        pthread_mutex_lock(&desk->lock);
        let_go(desk->newest);
        desk->newest = edition;
        pthread_mutex_unlock(&desk->lock);
    }
    return st;
}

static nh_status commit(const char *path, const char *headline, nh_error *err)
{
    const nh_article article = {
        .size = sizeof article,
        .id = {headline, strlen(headline)},
        .headline = {headline, strlen(headline)},
    };
    nh_writer *writer = NULL;
    nh_status st = nh_writer_open(path, NULL, &writer, err);

    if (st == NH_OK)
        st = nh_writer_add(writer, &article, err);
    if (st == NH_OK)
        st = nh_writer_commit(writer, NULL, err);
    nh_writer_close(writer);
    return st;
}

/* Waits for the answers so far, so that this example prints the same each time. */
static void wait_for_answers(struct desk *desk)
{
    pthread_mutex_lock(&desk->lock);
    while (desk->done < desk->n_jobs)
        pthread_cond_wait(&desk->changed, &desk->lock);
    pthread_mutex_unlock(&desk->lock);
}

/* Prints all answers and makes room for as many questions. */
static void clear(struct desk *desk)
{
    wait_for_answers(desk);
    pthread_mutex_lock(&desk->lock);
    for (size_t i = 0; i < desk->n_jobs; i++) {
        struct job *job = &desk->jobs[i];

        if (job->status == NH_OK)
            printf("%s: %d article%s (generation %d)\n", job->question,
                   (int)job->facts.articles, job->facts.articles == 1 ? "" : "s",
                   (int)job->generation);
        else
            printf("%s: %s\n", job->question, job->err.what);
        free(job->question);
        *job = (struct job){0};
    }
    desk->n_jobs = desk->taken = desk->done = 0;
    pthread_mutex_unlock(&desk->lock);
}

/* Puts a question, which the desk owns from now on, before the threads. */
static void put(struct desk *desk, char *question)
{
    if (desk->n_jobs == JOBS)
        clear(desk);
    pthread_mutex_lock(&desk->lock);
    desk->jobs[desk->n_jobs++].question = question;
    pthread_cond_broadcast(&desk->changed);
    pthread_mutex_unlock(&desk->lock);
}

static nh_status serve(struct desk *desk, const char *path, nh_error *err)
{
    char *line = NULL;
    size_t room = 0;
    nh_status st = NH_OK;

    while (st == NH_OK && getline(&line, &room, stdin) >= 0) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '+') {
            put(desk, line);
            line = NULL;
            continue;
        }
        wait_for_answers(desk);
        st = commit(path, line + 1 + strspn(line + 1, " "), err);
        if (st == NH_OK)
            st = refresh(desk, err);
    }
    free(line);
    clear(desk);
    return st;
}

int main(int argc, char **argv)
{
    static struct desk desk = {.lock = PTHREAD_MUTEX_INITIALIZER,
                               .changed = PTHREAD_COND_INITIALIZER};
    nh_reader *reader = NULL;
    nh_error err = {0};
    pthread_t threads[THREADS];
    int n = 0;
    nh_status st;

    if (argc != 2)
        return 2;
    st = nh_reader_open(argv[1], NULL, &reader, &err);
    if (st == NH_OK && (desk.newest = publish(reader)) == NULL)
        return 1;
    while (st == NH_OK && n < THREADS &&
           pthread_create(&threads[n], NULL, work, &desk) == 0)
        n++;
    if (n > 0)
        st = serve(&desk, argv[1], &err);

    pthread_mutex_lock(&desk.lock);
    desk.closing = true;
    pthread_cond_broadcast(&desk.changed);
    pthread_mutex_unlock(&desk.lock);
    while (n > 0)
        pthread_join(threads[--n], NULL);
    let_go(desk.newest);
    if (st != NH_OK)
        fprintf(stderr, "%s: %s\n", err.where, err.what);
    return st == NH_OK ? 0 : 1;
}
