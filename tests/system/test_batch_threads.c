/* tests/system/test_batch_threads.c - a batch starts the threads that its questions need, and does with fewer. */
#include "newshound/batch.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/rows/batch_talk.h"

#define MOST 200u /* threads asked for */

/* What pthread_create() does in this program. */
static unsigned started; /* threads, since the test set it to 0                        */
static unsigned room;    /* threads that the system has, of those                      */

/* Members of the crew wait there for the last question; the second thread is who reads. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool closed;
    void *(*work)(void *);
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .change = PTHREAD_COND_INITIALIZER};

static void *work_behind_the_gate(void *member)
{
    (void)pthread_mutex_lock(&gate.lock);
    while (gate.closed)
        (void)pthread_cond_wait(&gate.change, &gate.lock);
    (void)pthread_mutex_unlock(&gate.lock);
    return gate.work(member);
}

static void set_gate(bool closed)
{
    (void)pthread_mutex_lock(&gate.lock);
    gate.closed = closed;
    (void)pthread_cond_broadcast(&gate.change);
    (void)pthread_mutex_unlock(&gate.lock);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *how, void *(*work)(void *),
                   void *member)
{
    int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    void *const symbol = dlsym(RTLD_NEXT, "pthread_create");

    if (started == room || symbol == NULL)
        return EAGAIN;
    memcpy(&real, &symbol, sizeof real);
    if (started == 0)
        gate.work = work;
    started++;
    return real(thread, how, started == 2 ? work : work_behind_the_gate, member);
}

/* Opens the gate at the end of the questions. */
static int next_question(void *self, nh_topic *out, nh_error *err)
{
    const int got = batch_next_question((batch_questions *)self, out, err);

    if (got <= 0)
        set_gate(false);
    return got;
}

/* So many questions, with `room` for threads; all of those wait until the last question is read if
   `late`. What was heard, which the caller frees. */
static batch_heard *ask(const tiny_index *t, size_t questions, unsigned threads, bool late,
                        nh_status wanted)
{
    const nh_batch_options o = {.size = sizeof o, .threads = threads};
    batch_questions q = batch_made_up(questions);
    const nh_topic_source source = {&q, next_question};
    batch_heard *h = batch_heard_new();
    const nh_sink sink = {h, batch_take};
    nh_error err = {0};

    started = 0;
    set_gate(late);
    assert_int_equal(nh_batch_run(t->reader, &source, &o, &sink, NULL, &err), wanted);
    assert_true((err.what[0] != '\0') == (wanted != NH_OK));
    return h;
}

static void as_many_threads_start_as_questions_wait(void **state)
{
    static const size_t questions[] = {1, 2, 5, 60, MOST - 1, MOST, MOST + 1, 900};
    const tiny_index *t = (const tiny_index *)*state;

    room = UINT32_MAX;
    for (size_t i = 0; i < COUNT(questions); i++) {
        const size_t most = questions[i] < MOST ? questions[i] : MOST;

        batch_heard_free(ask(t, questions[i], MOST, true, NH_OK));
        assert_int_equal(started, most + 1); /* and who reads */
        batch_heard_free(ask(t, questions[i], MOST, false, NH_OK));
        assert_in_range(started, 2, most + 1);
    }
    batch_heard_free(ask(t, 0, MOST, false, NH_OK));
    assert_int_equal(started, 2);
}

static void threads_that_cannot_be_started_are_done_without(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    batch_heard *all, *few;

    room = UINT32_MAX;
    all = ask(t, 100, 1, false, NH_OK);
    assert_true(all->bytes.size > 1000);
    for (room = 2; room < 6; room++) {
        few = ask(t, 100, MOST, true, NH_OK);
        assert_int_equal(started, room);
        assert_int_equal(few->bytes.size, all->bytes.size);
        assert_memory_equal(few->bytes.bytes, all->bytes.bytes, all->bytes.size);
        batch_heard_free(few);
    }
    batch_heard_free(all);
}

static void without_two_threads_there_is_no_batch(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (room = 0; room < 2; room++) {
        batch_heard *h = ask(t, 100, MOST, false, NH_E_NOMEM);

        assert_int_equal(started, room);
        assert_int_equal(h->bytes.size, 0);
        batch_heard_free(h);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_threads_start_as_questions_wait),
        cmocka_unit_test(threads_that_cannot_be_started_are_done_without),
        cmocka_unit_test(without_two_threads_there_is_no_batch),
    };

    return cmocka_run_group_tests(tests, batch_build, tiny_index_teardown);
}
