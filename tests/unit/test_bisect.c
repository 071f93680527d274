/* tests/unit/test_bisect.c - an order in which things that share numbers stand near each other. */
#include "tests/support/cm.h"

#include <math.h>
#include <string.h>

#include "indexer/order/bisect.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define THINGS 3000u
#define TOPICS 40u
#define TOPIC_NUMBERS 25u
#define COMMON_NUMBERS 200u
#define NUMBERS (TOPICS * TOPIC_NUMBERS + COMMON_NUMBERS)
#define IN_LIST 20u

/* Things of TOPICS topics by chance: each has numbers of its topic, and some that any may have. */
typedef struct lists {
    uint64_t at[THINGS + 1];
    uint32_t numbers[THINGS * IN_LIST]; /* nh_bisect() uses them up */
    uint32_t kept[THINGS * IN_LIST];    /* the same                 */
} lists;

static uint32_t draw(random_numbers *r, uint32_t topic)
{
    return random_once(r, 3) ? TOPICS * TOPIC_NUMBERS + random_below(r, COMMON_NUMBERS)
                             : topic * TOPIC_NUMBERS + random_below(r, TOPIC_NUMBERS);
}

static void make_lists(lists *l)
{
    random_numbers r = {11};
    uint64_t at = 0;

    for (uint32_t i = 0; i < THINGS; i++) {
        const uint32_t topic = random_below(&r, TOPICS);

        l->at[i] = at;
        for (uint32_t k = 0; k < IN_LIST; k++) {
            const uint32_t number = draw(&r, topic);
            bool known = false;

            for (uint64_t j = l->at[i]; j < at; j++)
                known = known || l->kept[j] == number;
            if (!known)
                l->kept[at++] = number;
        }
    }
    l->at[THINGS] = at;
    memcpy(l->numbers, l->kept, sizeof l->numbers);
}

/* What there is to do with the lists, which have to be fresh. */
static nh_bisection job_of(lists *l, const nh_env *env, unsigned threads)
{
    return (nh_bisection){.env = nh_env_or_system(env),
                          .things = THINGS,
                          .numbers = NUMBERS,
                          .at = l->at,
                          .lists = l->numbers,
                          .threads = threads};
}

static nh_status order_them(lists *l, const nh_env *env, unsigned threads, uint32_t *order)
{
    const nh_bisection b = job_of(l, env, threads);

    memcpy(l->numbers, l->kept, sizeof l->numbers);
    return nh_bisect(&b, order, NULL);
}

/* Bits of all gaps, were each written in as few as a perfect code for its size takes. */
static double gap_bits(const lists *l, const uint32_t *order)
{
    static uint32_t last[NUMBERS];
    double sum = 0;

    memset(last, 0, sizeof last);
    for (uint32_t i = 0; i < THINGS; i++)
        for (uint64_t k = l->at[order[i]]; k < l->at[order[i] + 1]; k++) {
            sum += log2(i + 1 - last[l->kept[k]] + 1);
            last[l->kept[k]] = i + 1;
        }
    return sum;
}

static void assert_all_are_there(const uint32_t *order)
{
    static bool seen[THINGS];

    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < THINGS; i++) {
        assert_true(order[i] < THINGS);
        assert_false(seen[order[i]]);
        seen[order[i]] = true;
    }
}

static void things_of_a_topic_come_together(void **state)
{
    static lists l;
    static uint32_t before[THINGS], after[THINGS];

    (void)state;
    make_lists(&l);
    for (uint32_t i = 0; i < THINGS; i++)
        before[i] = i;
    assert_int_equal(order_them(&l, NULL, 1, after), NH_OK);
    assert_all_are_there(after);
    assert_true(gap_bits(&l, after) < 0.6 * gap_bits(&l, before));
}

static void any_number_of_threads_gives_the_same_order(void **state)
{
    static lists l;
    static uint32_t one[THINGS], several[THINGS];

    (void)state;
    make_lists(&l);
    assert_int_equal(order_them(&l, NULL, 1, one), NH_OK);
    for (unsigned threads = 2; threads <= 5; threads++) {
        assert_int_equal(order_them(&l, NULL, threads, several), NH_OK);
        assert_memory_equal(one, several, sizeof one);
    }
}

static void what_nothing_tells_apart_stays_as_it_was(void **state)
{
    static const uint64_t at[100 + 1];
    uint32_t none = 0;
    uint32_t order[100];

    (void)state;
    for (uint32_t things = 0; things <= 100; things += 25) {
        const nh_bisection b = {.env = nh_env_system(),
                                .things = things,
                                .at = at,
                                .lists = &none,
                                .threads = 2};

        assert_int_equal(nh_bisect(&b, order, NULL), NH_OK);
        for (uint32_t i = 0; i < things; i++)
            assert_int_equal(order[i], i);
    }
}

static void whoever_asks_to_stop_is_heard(void **state)
{
    static lists l;
    static uint32_t order[THINGS];
    atomic_int stop = 1;
    nh_bisection b = job_of(&l, NULL, 2);

    (void)state;
    make_lists(&l);
    b.stop = &stop;
    assert_int_equal(nh_bisect(&b, order, NULL), NH_E_CANCELLED);
}

typedef struct progress_heard {
    uint64_t done, total;
} progress_heard;

static void hear(void *self, const nh_writer_progress *progress)
{
    *(progress_heard *)self = (progress_heard){progress->done, progress->total};
}

static void progress_does_not_pass_the_total(void **state)
{
    static lists l;
    static uint32_t order[THINGS];
    progress_heard told = {0};
    nh_ticker ticker = {.tell = hear, .self = &told};
    nh_bisection b = job_of(&l, NULL, 2);

    (void)state;
    make_lists(&l);
    b.ticker = &ticker;
    nh_ticker_begin(&ticker, "reordering", nh_bisect_work(&b));
    assert_int_equal(nh_bisect(&b, order, NULL), NH_OK);
    assert_true(ticker.now.done > 0);
    assert_true(ticker.now.done <= ticker.now.total);
}

static nh_status order_with(const nh_env *env, void *context)
{
    static uint32_t order[THINGS];

    return order_them((lists *)context, env, 1, order);
}

static void failed_allocations_are_told_and_the_bytes_are_as_announced(void **state)
{
    static lists l;
    fault *f = fault_new();

    (void)state;
    make_lists(&l);
    assert_true(fault_sweep_allocations(order_with, &l) >= 8);
    assert_int_equal(order_with(fault_env(f), &l), NH_OK);
    assert_true(fault_bytes_peak(f) <= nh_bisect_memory(THINGS, NUMBERS, 1));
    fault_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(things_of_a_topic_come_together),
        cmocka_unit_test(any_number_of_threads_gives_the_same_order),
        cmocka_unit_test(what_nothing_tells_apart_stays_as_it_was),
        cmocka_unit_test(whoever_asks_to_stop_is_heard),
        cmocka_unit_test(progress_does_not_pass_the_total),
        cmocka_unit_test(failed_allocations_are_told_and_the_bytes_are_as_announced),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
