/* tests/unit/test_topics_faults.c - files of questions, with a system that says no and callers who stop. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/transcripts/corpus_transcript.h"
#include "tests/support/transcripts/topic_transcript.h"

typedef struct fault_case {
    const char *path;
    size_t questions;
} fault_case;

static nh_status read_all(const nh_env *env, void *context)
{
    fault_case *c = context;
    const char *paths[] = {c->path};
    const nh_topics_options options = {
        .size = sizeof options, .env = env, .fields = "query+more"};
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;
    nh_status st = nh_topics_open(paths, 1, &options, &topics, NULL);

    c->questions = 0;
    while (st == NH_OK) {
        st = nh_topics_next(topics, &topic, NULL);
        if (topic == NULL)
            break;
        c->questions += topic->code == NH_OK;
    }
    nh_topics_close(topics);
    return st;
}

static const char *const all_formats[] = {
    "a\ncaf\xe9\n\0\n",
    "id\tquery\tmore\n1\ta\tb\n2\tcaf\xe9\tc\n",
    "id,query,more\n1,\"a\",b\n2,caf\xe9,c\n\"3\n",
    "{\"id\":1,\"query\":\"a\",\"more\":\"b\"}\n{\"id\":2,\"query\":\"caf\xe9\"}\n{\n",
    "<top><num>1<query>a<more>b</top><top><num>2<query>caf\xe9</top><top></top>",
};

static void failed_allocations_leave_nothing_behind(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a");
    fault_case c = {.path = path};

    for (size_t i = 0; i < COUNT(all_formats); i++) {
        size_t size = 0;
        uint8_t *packed = gzip_of(all_formats[i], strlen(all_formats[i]), &size);

        temp_dir_write(t, "a", all_formats[i], strlen(all_formats[i]));
        assert_true(fault_sweep_allocations(read_all, &c) > 3);
        assert_int_equal(c.questions, 2);
        temp_dir_write(t, "a", packed, size);
        assert_true(fault_sweep_allocations(read_all, &c) > 5);
        free(packed);
    }
    free(path);
}

static void failed_file_calls_are_failures(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a");

    for (size_t i = 0; i < COUNT(all_formats); i++) {
        temp_dir_write(t, "a", all_formats[i], strlen(all_formats[i]));
        for (size_t n = 0;; n++) {
            fault *f = fault_new();
            fault_case c = {.path = path};

            fault_fail_call(f, n, EIO, false);
            const nh_status st = read_all(fault_env(f), &c);
            const bool reached = fault_reached(f);
            const bool closing = fault_calls_of(f, FAULT_CLOSE) == 1 && n > 0;

            assert_true(st == NH_E_IO || (st == NH_OK && (!reached || closing)));
            fault_free(f);
            if (!reached)
                break;
        }
    }
    free(path);
}

static void short_reads_change_nothing(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a");

    for (size_t i = 0; i < COUNT(all_formats); i++) {
        fault *f = fault_new();
        fault_case c = {.path = path};

        temp_dir_write(t, "a", all_formats[i], strlen(all_formats[i]));
        fault_shorten(f, 1);
        assert_int_equal(read_all(fault_env(f), &c), NH_OK);
        assert_int_equal(c.questions, 2);
        fault_free(f);
    }
    free(path);
}

static void the_flag_stops(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a");
    const char *paths[] = {path};
    nh_flag stop = 0;
    const nh_topics_options options = {.size = sizeof options, .stop = &stop};
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;

    temp_dir_write(t, "a", "a\nb\n", 4);
    assert_int_equal(nh_topics_open(paths, 1, &options, &topics, NULL), NH_OK);
    assert_int_equal(nh_topics_next(topics, &topic, NULL), NH_OK);
    assert_non_null(topic);
    stop = 1;
    assert_int_equal(nh_topics_next(topics, &topic, NULL), NH_E_CANCELLED);
    assert_null(topic);
    nh_topics_close(topics);
    free(path);
}

/* An allocator that counts what it holds. */
static void *counted_resize(void *self, void *old, size_t size)
{
    *(size_t *)self += old == NULL;
    return realloc(old, size > 0 ? size : 1);
}

static void counted_release(void *self, void *old)
{
    *(size_t *)self -= old != NULL;
    free(old);
}

static void the_callers_allocator_is_used(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a");
    const char *paths[] = {path};
    size_t held = 0;
    const nh_allocator allocator = {&held, counted_resize, counted_release};
    const nh_topics_options options = {.size = sizeof options, .allocator = &allocator};
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;

    temp_dir_write(t, "a", "a\nb\n", 4);
    assert_int_equal(nh_topics_open(paths, 1, &options, &topics, NULL), NH_OK);
    assert_int_equal(nh_topics_next(topics, &topic, NULL), NH_OK);
    assert_true(held > 2);
    nh_topics_close(topics);
    assert_int_equal(held, 0);
    free(path);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)
    const struct CMUnitTest tests[] = {
        CASE(failed_allocations_leave_nothing_behind),
        CASE(failed_file_calls_are_failures),
        CASE(short_reads_change_nothing),
        CASE(the_flag_stops),
        CASE(the_callers_allocator_is_used),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
