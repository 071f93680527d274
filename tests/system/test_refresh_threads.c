/* tests/system/test_refresh_threads.c - eight threads search while a writer commits and a reader is refreshed: every answer is that of some commit. */
#include "tests/support/cm.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/makers/tiny_index.h"

#define THREADS 8u
#define COMMITS 12u
#define PER_COMMIT 3u

/*
 * Commit number n (from 1) holds articles 0 .. n * PER_COMMIT, each with the word "common", the
 * word "even" or "odd", and its own. So what a reader of it has to answer is known.
 */
typedef struct scene {
    const char *path;
    nh_reader *shared; /* of the first commit: all threads search it, all the time */
    nh_reader *newest; /* replaced by the refresher, under the lock                */
    pthread_mutex_t lock;
    uint32_t users; /* threads that search in `newest` */
    atomic_bool done;
    atomic_uint wrong;
    atomic_uint searches;
    uint32_t refreshed;
} scene;

static void note(scene *s, bool ok)
{
    if (!ok)
        atomic_fetch_add(&s->wrong, 1);
}

static uint64_t count(nh_searcher *s, const nh_reader *r, const char *text)
{
    const nh_search_options o = {.size = sizeof o, .limit = 1000};
    nh_results_facts facts = {.size = sizeof facts};
    nh_results *res = NULL;
    nh_query *q = NULL;

    if (nh_query_parse(r, text, strlen(text), NULL, &q, NULL) != NH_OK ||
        nh_search(s, q, &o, &res, NULL) != NH_OK) {
        nh_query_free(q);
        return UINT64_MAX;
    }
    nh_results_facts_get(res, &facts);
    nh_results_free(res);
    nh_query_free(q);
    return facts.hits == facts.articles ? facts.articles : UINT64_MAX;
}

/* All answers of one reader are those of its own commit. */
static bool is_one_commit(nh_reader *r)
{
    nh_reader_facts facts = {.size = sizeof facts};
    nh_searcher *s = NULL;
    uint64_t all, odd, even;

    nh_reader_facts_get(r, &facts);
    if (nh_searcher_new(r, &s, NULL) != NH_OK)
        return false;
    all = count(s, r, "common");
    odd = count(s, r, "odd");
    even = count(s, r, "=even");
    nh_searcher_free(s);
    return facts.articles % PER_COMMIT == 0 && all == facts.articles && odd == all / 2 &&
           even == (all + 1) / 2;
}

static void *search(void *context)
{
    scene *s = (scene *)context;

    while (!atomic_load(&s->done)) {
        nh_reader *r;

        note(s, is_one_commit(s->shared));
        pthread_mutex_lock(&s->lock);
        r = s->newest;
        s->users++;
        pthread_mutex_unlock(&s->lock);
        note(s, is_one_commit(r));
        pthread_mutex_lock(&s->lock);
        s->users--;
        pthread_mutex_unlock(&s->lock);
        atomic_fetch_add(&s->searches, 1);
    }
    return NULL;
}

/* Puts a newer reader in the place of the newest once nobody searches that one. */
static void replace(scene *s, nh_reader *newer)
{
    bool replaced = false;

    while (!replaced) {
        pthread_mutex_lock(&s->lock);
        if (s->users == 0) {
            nh_reader_close(s->newest);
            s->newest = newer;
            replaced = true;
        }
        pthread_mutex_unlock(&s->lock);
        sched_yield();
    }
}

static void *refresh(void *context)
{
    scene *s = (scene *)context;
    nh_reader_facts before = {.size = sizeof before}, after = {.size = sizeof after};

    while (!atomic_load(&s->done)) {
        nh_reader *newer = NULL;

        note(s, nh_reader_refresh(s->newest, &newer, NULL) == NH_OK);
        sched_yield();
        if (newer == NULL)
            continue;
        nh_reader_facts_get(s->newest, &before);
        nh_reader_facts_get(newer, &after);
        note(s, after.generation > before.generation && after.articles > before.articles);
        replace(s, newer);
        s->refreshed++;
    }
    return NULL;
}

static void add(nh_writer *w, uint32_t number)
{
    char id[16], text[64];
    nh_article a = {.size = sizeof a};

    snprintf(id, sizeof id, "a%u", number);
    snprintf(text, sizeof text, "Common ground, %s number%u.",
             number % 2 == 0 ? "even" : "odd", number);
    a.id = nh_str_of(id);
    a.text = nh_str_of(text);
    assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
}

static void commit(nh_writer *w, uint32_t n)
{
    for (uint32_t i = 0; i < PER_COMMIT; i++)
        add(w, n * PER_COMMIT + i);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
}

static void open_scene(scene *s, const tiny_index *t)
{
    s->path = t->path;
    assert_int_equal(pthread_mutex_init(&s->lock, NULL), 0);
    assert_int_equal(nh_reader_open(s->path, NULL, &s->shared, NULL), NH_OK);
    assert_int_equal(nh_reader_open(s->path, NULL, &s->newest, NULL), NH_OK);
}

static void answers_are_those_of_some_commit(void **state)
{
    tiny_index *t = tiny_index_new(NULL);
    scene s = {0};
    pthread_t threads[THREADS], refresher;

    (void)state;
    commit(t->writer, 0);
    open_scene(&s, t);
    for (uint32_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search, &s), 0);
    assert_int_equal(pthread_create(&refresher, NULL, refresh, &s), 0);
    for (uint32_t n = 1; n < COMMITS; n++) {
        const uint32_t seen = atomic_load(&s.searches);

        commit(t->writer, n);
        while (atomic_load(&s.searches) < seen + THREADS && atomic_load(&s.wrong) == 0)
            sched_yield();
    }
    atomic_store(&s.done, true);
    for (uint32_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    assert_int_equal(pthread_join(refresher, NULL), 0);
    assert_int_equal(atomic_load(&s.wrong), 0);
    assert_true(s.refreshed > 0);
    nh_reader_close(s.shared);
    nh_reader_close(s.newest);
    pthread_mutex_destroy(&s.lock);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_are_those_of_some_commit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
