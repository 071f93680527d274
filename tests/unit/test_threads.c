/* tests/unit/test_threads.c - several threads do one piece of work. */
#include "tests/support/cm.h"

#include <pthread.h>
#include <stdbool.h>

#include "common/base/threads.h"

/* All members wait for each other, so that each needs a thread of its own. */
typedef struct meeting {
    pthread_barrier_t all_there;
    pthread_t caller;
} meeting;

typedef struct member {
    meeting *meeting;
    unsigned times;
    bool is_caller;
} member;

static void *meet(void *self)
{
    member *m = (member *)self;

    (void)pthread_barrier_wait(&m->meeting->all_there);
    m->is_caller = pthread_equal(pthread_self(), m->meeting->caller) != 0;
    m->times++;
    return NULL;
}

static void each_member_works_once_and_the_first_one_in_the_callers_thread(void **state)
{
    static const unsigned counts[] = {1, 2, 5, NH_THREADS_MOST};

    (void)state;
    for (size_t k = 0; k < COUNT(counts); k++) {
        meeting all = {.caller = pthread_self()};
        member members[NH_THREADS_MOST] = {{0}};

        assert_int_equal(pthread_barrier_init(&all.all_there, NULL, counts[k]), 0);
        for (unsigned i = 0; i < counts[k]; i++)
            members[i].meeting = &all;
        nh_threads_run(meet, members, counts[k], sizeof *members);
        for (unsigned i = 0; i < NH_THREADS_MOST; i++) {
            assert_int_equal(members[i].times, i < counts[k]);
            assert_int_equal(members[i].is_caller, i == 0);
        }
        (void)pthread_barrier_destroy(&all.all_there);
    }
}

static void what_is_asked_for_is_told_or_refused(void **state)
{
    static const uint64_t refused[] = {9, 1000, UINT64_MAX};
    uint64_t n = 0;

    (void)state;
    assert_in_range(nh_threads_cores(64), 1, 64);
    assert_int_equal(nh_threads_cores(1), 1);
    assert_int_equal(nh_threads_choose(&n, 64, NULL), NH_OK);
    assert_int_equal(n, nh_threads_cores(64));
    n = 8;
    assert_int_equal(nh_threads_choose(&n, 8, NULL), NH_OK);
    assert_int_equal(n, 8);
    for (size_t i = 0; i < COUNT(refused); i++) {
        n = refused[i];
        assert_int_equal(nh_threads_choose(&n, 8, NULL), NH_E_ARG);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_member_works_once_and_the_first_one_in_the_callers_thread),
        cmocka_unit_test(what_is_asked_for_is_told_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
