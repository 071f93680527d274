/* tests/system/test_batch_ends.c - batches that end early, and one that waits for its next question. */
#include "newshound/batch.h"

#include <pthread.h>
#include <stdio.h>
#include <time.h>

#include "tests/support/cm.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/rows/batch_talk.h"

static void a_sink_that_refuses_ends_the_batch(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t bytes = 0; bytes < 40000; bytes = bytes * 3 + 1) {
        nh_batch_options o = {.threads = 3};
        batch_questions q = batch_made_up(BATCH_QUESTIONS);
        nh_batch_facts facts = {0};
        batch_heard *h = batch_heard_new();

        h->refuse_at = bytes;
        assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_E_IO);
        assert_true(h->bytes.size <= bytes && facts.queries < BATCH_QUESTIONS);
        batch_heard_free(h);
    }
}

static void a_batch_stops_when_it_is_told_to(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t after = 0; after < 400; after = after * 4 + 1) {
        nh_flag stop = 0;
        nh_batch_options o = {.threads = 3, .stop = &stop};
        batch_questions q = batch_made_up(BATCH_QUESTIONS);
        nh_batch_facts facts = {0};
        batch_heard *h = batch_heard_new();

        q.stop_at = &stop;
        q.stop_after = after;
        assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_E_CANCELLED);
        assert_true(facts.queries <= after + 1 && facts.failed < BATCH_QUESTIONS);
        batch_heard_free(h);
    }
}

static void a_source_that_fails_ends_the_batch(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    nh_batch_options o = {.threads = 2};
    batch_questions q = batch_made_up(BATCH_QUESTIONS);
    nh_batch_facts facts = {0};
    batch_heard *h = batch_heard_new();

    q.fail_at = 20;
    assert_int_equal(batch_ask(t->reader, &q, &o, h, &facts), NH_E_IO);
    assert_int_equal(facts.queries + facts.failed, 20); /* asked before it failed */
    assert_true(facts.queries > 15);
    assert_int_equal(
        batch_count_lines(nh_buf_str(&h->bytes), "{\"v\":1,\"type\":\"summary\""),
        facts.queries);
    batch_heard_free(h);
}

/* A source whose next question comes once the answers so far were heard of. */
typedef struct dialogue {
    pthread_mutex_t lock;
    pthread_cond_t heard;
    size_t asked, answered, idle; /* questions given; hits written; those let go         */
    char id[32];
} dialogue;

static int ask_when_answered(void *self, nh_topic *out, nh_error *err)
{
    dialogue *d = (dialogue *)self;
    struct timespec until = {0};
    int late = 0;

    (void)err;
    (void)clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 20;
    pthread_mutex_lock(&d->lock);
    while (d->idle < d->asked && late == 0)
        late = pthread_cond_timedwait(&d->heard, &d->lock, &until);
    late = late != 0 || d->asked == 20;
    d->asked += late == 0;
    snprintf(d->id, sizeof d->id, "%zu", d->asked);
    pthread_mutex_unlock(&d->lock);
    *out = (nh_topic){.size = sizeof *out, .id = nh_str_of(d->id), .text = NH_STR("w1")};
    return late == 0;
}

static bool count_answer(void *self, const char *bytes, size_t size)
{
    dialogue *d = (dialogue *)self;

    (void)bytes;
    d->answered += size > 0;
    return true;
}

static void hear_idle(void *self)
{
    dialogue *d = (dialogue *)self;

    pthread_mutex_lock(&d->lock);
    d->idle = d->answered;
    pthread_cond_signal(&d->heard);
    pthread_mutex_unlock(&d->lock);
}

static void an_answer_does_not_wait_for_the_next_question(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;

    for (unsigned threads = 1; threads <= 3; threads++) {
        dialogue d = {.lock = PTHREAD_MUTEX_INITIALIZER, .heard = PTHREAD_COND_INITIALIZER};
        const nh_topic_source source = {&d, ask_when_answered};
        const nh_sink sink = {&d, count_answer};
        const nh_batch_options o = {
            .size = sizeof o, .threads = threads, .self = &d, .on_idle = hear_idle};

        assert_int_equal(nh_batch_run(t->reader, &source, &o, &sink, NULL, NULL), NH_OK);
        assert_int_equal(d.asked, 20); /* each once the one before was answered */
        assert_int_equal(d.answered, 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sink_that_refuses_ends_the_batch),
        cmocka_unit_test(a_batch_stops_when_it_is_told_to),
        cmocka_unit_test(a_source_that_fails_ends_the_batch),
        cmocka_unit_test(an_answer_does_not_wait_for_the_next_question),
    };

    return cmocka_run_group_tests(tests, batch_build, tiny_index_teardown);
}
