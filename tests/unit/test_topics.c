/* tests/unit/test_topics.c - files of questions are read to their end, whatever is wrong with them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/transcripts/corpus_transcript.h"
#include "tests/support/transcripts/topic_transcript.h"

/* Rows of 200 bytes are the most here; the ones around them are read. */
static void rows_over_the_limit_are_refused_alone(void **state)
{
    static const struct {
        nh_topic_format format;
        const char *before, *after, *expected;
    } cases[] = {
        {NH_TOPICS_LINES, "a\n", "\nb\n",
         "1|a\n! limit a row of more than 200 bytes\n3|b\n"},
        {NH_TOPICS_TSV, "1\ta\n2\t", "\n3\tb\n",
         "1|a\n! limit a row of more than 200 bytes\n3|b\n"},
        {NH_TOPICS_JSONL, "{\"id\":1,\"query\":\"a\"}\n{\"id\":2,\"query\":\"",
         "\"}\n{\"id\":3,\"query\":\"b\"}",
         "1|a\n! limit a row of more than 200 bytes\n3|b\n"},
        {NH_TOPICS_CSV, "1,a\n2,", "\n3,b\n",
         "1|a\n! limit a row of more than 200 bytes\n3|b\n"},
        {NH_TOPICS_CSV, "1,a\n2,\"x\ny,", "\"\n3,b\n",
         "1|a\n! limit a quoted cell does not end within 200 bytes\n"
         "! limit a row of more than 200 bytes\n3|b\n"},
        {NH_TOPICS_TREC, "<top><num>1<title>a</top>\n<top><num>2<title>",
         "</top>\n<top><num>3<title>b</top>",
         "1|a\n! limit a row of more than 200 bytes\n3|b\n"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_topics_options options = {
            .size = sizeof options, .format = cases[i].format, .row_limit = 200};
        char file[2000] = "";
        char *text = NULL;

        (void)snprintf(file, sizeof file, "%s%0300d%s", cases[i].before, 0, cases[i].after);
        text = topics_of(*state, file, strlen(file), &options, false);
        assert_string_equal(text, cases[i].expected);
        free(text);
    }
}

static void rows_with_a_nul_are_refused_alone(void **state)
{
    static const struct {
        nh_topic_format format;
        const char *file, *expected; /* % is the NUL */
    } cases[] = {
        {NH_TOPICS_LINES, "a\nb%c\nd\n",
         "1|a @1:1/0\n! refused a NUL byte: this is no text "
         "@2:2/3\n3|d @3:1/6\n"},
        {NH_TOPICS_TSV, "1\ta\n2\t%\n",
         "1|a @1:3/2\n! refused a NUL byte: this is no text @2:3/6\n"},
        {NH_TOPICS_JSONL, "%\n", "! refused a NUL byte: this is no text @1:1/0\n"},
        {NH_TOPICS_CSV, "1,\"a\n%\"\n2,b\n",
         "! refused a NUL byte: this is no text @1:0/5\n"
         "2|b @3:3/10\n"},
        {NH_TOPICS_TREC, "<top><num>1<title>%</top>",
         "! refused a NUL byte: this is no text @1:19/18\n"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        const nh_topics_options options = {.size = sizeof options,
                                           .format = cases[i].format};
        char file[100] = "";
        char *text = NULL;

        (void)snprintf(file, sizeof file, "%s", cases[i].file);
        *strchr(file, '%') = '\0';
        text = topics_of(*state, file, strlen(cases[i].file), &options, true);
        assert_string_equal(text, cases[i].expected);
        free(text);
    }
}

static void ids_of_several_files_are_one_set(void **state)
{
    const temp_dir *t = *state;
    char *first = temp_dir_path(t, "first");
    char *second = temp_dir_path(t, "second");
    char *third = temp_dir_path(t, "third");
    const char *paths[] = {first, second, third};
    nh_buffer out = {0};
    char expected[400];

    (void)snprintf(expected, sizeof expected,
                   "1|a\n2|b\n2:1|c\n! refused 2 another question has this id: "
                   "that of line 2 of %.100s\n3|e\n",
                   first);
    temp_dir_write(t, "first", "a\nb\n", 4);
    temp_dir_write(t, "second", "c\n", 2);
    temp_dir_write(t, "third", "2\td\n3\te\n", 8);
    assert_int_equal(transcribe_topics(paths, 3, NULL, false, &out), NH_OK);
    assert_string_equal((char *)out.bytes, expected);
    nh_buf_free(&out);
    free(first);
    free(second);
    free(third);
}

static void a_missing_file_does_not_end_the_others(void **state)
{
    const temp_dir *t = *state;
    char *missing = temp_dir_path(t, "missing");
    char *there = temp_dir_path(t, "there");
    const char *paths[] = {missing, t->path, there};
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;
    nh_error err = {0};

    temp_dir_write(t, "there", "a\n", 2);
    assert_int_equal(nh_topics_open(paths, 3, NULL, &topics, &err), NH_OK);
    assert_int_equal(nh_topics_next(topics, &topic, &err), NH_E_IO);
    assert_null(topic);
    assert_string_equal(err.where, missing);
    assert_int_equal(nh_topics_next(topics, &topic, &err), NH_E_IO);
    assert_string_equal(err.where, t->path);
    assert_int_equal(nh_topics_next(topics, &topic, &err), NH_OK);
    assert_non_null(topic);
    assert_memory_equal(topic->text.ptr, "a", 1);
    assert_memory_equal(topic->path.ptr, there, topic->path.len);
    assert_int_equal(nh_topics_next(topics, &topic, &err), NH_OK);
    assert_null(topic);
    assert_int_equal(nh_topics_next(topics, &topic, &err), NH_OK);
    assert_null(topic);
    nh_topics_close(topics);
    free(missing);
    free(there);
}

static void a_missing_file_is_a_row_of_a_source(void **state)
{
    const temp_dir *t = *state;
    char *there = temp_dir_path(t, "there");
    char *missing = temp_dir_path(t, "missing");
    const char *paths[] = {there, missing, t->path, there};
    nh_topics *topics = NULL;
    nh_topic_source source;
    nh_topic topic = {.size = sizeof topic};

    temp_dir_write(t, "there", "a\n", 2);
    assert_int_equal(nh_topics_open(paths, COUNT(paths), NULL, &topics, NULL), NH_OK);
    source = nh_topics_source(topics);
    for (size_t i = 0; i < COUNT(paths); i++) {
        const bool fine = paths[i] == there;

        assert_int_equal(source.next(source.self, &topic, NULL), 1);
        assert_int_equal(topic.code, fine ? NH_OK : NH_E_IO);
        assert_int_equal(topic.row, fine ? 1 : 0);
        assert_true(nh_str_equal(topic.path, nh_str_of(paths[i])));
        assert_int_equal(topic.id.len > 0, fine);
        assert_int_equal(topic.problem.len > 0, !fine);
    }
    assert_int_equal(source.next(source.self, &topic, NULL), 0);
    nh_topics_close(topics);
    free(missing);
    free(there);
}

static void options_are_checked(void **state)
{
    static const char *const fields[] = {"", "+", "title+", "a++b",
                                         "a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q"};
    const nh_topics_options unsized = {0};
    const nh_topics_options unknown = {.size = sizeof unknown,
                                       .format = (nh_topic_format)99};
    const nh_topics_options huge = {.size = sizeof huge, .row_limit = UINT64_MAX};
    const nh_topics_options old = {.size = sizeof old.size};
    nh_topics *topics = NULL;

    (void)state;
    assert_int_equal(nh_topics_open(NULL, 0, &unsized, &topics, NULL), NH_E_ARG);
    assert_int_equal(nh_topics_open(NULL, 0, &unknown, &topics, NULL), NH_E_ARG);
    assert_int_equal(nh_topics_open(NULL, 0, &huge, &topics, NULL), NH_E_ARG);
    assert_null(topics);
    for (size_t i = 0; i < COUNT(fields); i++) {
        const nh_topics_options options = {.size = sizeof options, .fields = fields[i]};

        assert_int_equal(nh_topics_open(NULL, 0, &options, &topics, NULL), NH_E_ARG);
    }
    assert_int_equal(nh_topics_open(NULL, 0, &old, &topics, NULL), NH_OK);
    nh_topics_close(topics);
    nh_topics_close(NULL);
}

static void a_source_fills_topics_of_any_version(void **state)
{
    const temp_dir *t = *state;
    char *path = temp_dir_path(t, "a");
    const char *paths[] = {path};
    nh_topics *topics = NULL;
    nh_topic_source source;
    struct {
        nh_topic topic;
        char more[16];
    } newer = {.topic = {.size = sizeof newer}, .more = "untouched"};
    nh_topic older = {.size = offsetof(nh_topic, filter), .filter = {"untouched", 9}};

    temp_dir_write(t, "a", "a\nb\n", 4);
    assert_int_equal(nh_topics_open(paths, 1, NULL, &topics, NULL), NH_OK);
    source = nh_topics_source(topics);
    assert_int_equal(source.next(source.self, &newer.topic, NULL), 1);
    assert_memory_equal(newer.topic.text.ptr, "a", 1);
    assert_int_equal(newer.topic.size, sizeof newer);
    assert_string_equal(newer.more, "untouched");
    assert_int_equal(source.next(source.self, &older, NULL), 1);
    assert_memory_equal(older.text.ptr, "b", 1);
    assert_string_equal(older.filter.ptr, "untouched");
    assert_int_equal(source.next(source.self, &older, NULL), 0);
    nh_topics_close(topics);
    free(path);
}

/* Every cut of a gzip file: rows that were whole are yielded, and the cut is told. */
static void a_damaged_gzip_file_is_told(void **state)
{
    static const struct {
        const char *file, *expected;
    } cases[] = {
        {"1,a\n2,b\n", "1|a\n2|b\n"},
        {"1\ta\n2\tb\n", "1|a\n2|b\n"},
        {"{\"id\":1,\"query\":\"a\"}\n{\"id\":2,\"query\":\"b\"}\n", "1|a\n2|b\n"},
        {"<top><num>1<title>a</top><top><num>2<title>b</top>", "1|a\n2|b\n"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t size = 0;
        uint8_t *packed = gzip_of(cases[i].file, strlen(cases[i].file), &size);

        for (size_t cut = 3; cut <= size; cut++) {
            char *text = topics_of(*state, packed, cut, NULL, false);
            char *told = strchr(text, '!');

            if (cut < size) {
                assert_non_null(told);
                assert_non_null(
                    strstr(told, "the rest of the gzip file is not read (truncated)"));
                *told = '\0';
                assert_memory_equal(text, cases[i].expected, strlen(text));
            } else {
                assert_string_equal(text, cases[i].expected);
            }
            free(text);
        }
        free(packed);
    }
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)
    const struct CMUnitTest tests[] = {
        CASE(rows_over_the_limit_are_refused_alone),
        CASE(rows_with_a_nul_are_refused_alone),
        CASE(ids_of_several_files_are_one_set),
        CASE(a_missing_file_does_not_end_the_others),
        CASE(a_missing_file_is_a_row_of_a_source),
        CASE(options_are_checked),
        CASE(a_source_fills_topics_of_any_version),
        CASE(a_damaged_gzip_file_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
