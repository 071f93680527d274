/* tests/system/test_topic_collections.c - real collections of questions are read whole, without a bad row. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "newshound/topics.h"
#include "tests/support/cm.h"

/* Lines of the file that are not blank, counted without the library. */
static size_t count_lines(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *line = NULL;
    size_t room = 0;
    size_t count = 0;

    assert_non_null(file);
    while (getline(&line, &room, file) >= 0)
        count += strspn(line, " \t\r\n") < strlen(line);
    free(line);
    (void)fclose(file);
    return count;
}

/* As many questions as lines, each of them with its own words. */
static void check_file(const char *path, bool table)
{
    nh_topics *topics = NULL;
    const nh_topic *topic = NULL;
    size_t count = 0;

    assert_int_equal(nh_topics_open(&path, 1, NULL, &topics, NULL), NH_OK);
    for (;;) {
        assert_int_equal(nh_topics_next(topics, &topic, NULL), NH_OK);
        if (topic == NULL)
            break;
        count++;
        if (topic->code != NH_OK)
            print_error("%s:%llu: %.*s\n", path, (unsigned long long)topic->row,
                        (int)topic->problem.len, topic->problem.ptr);
        assert_int_equal(topic->code, NH_OK);
        assert_true(topic->row == count);
        assert_true(table ? topic->column > 2 : topic->column == 1);
    }
    nh_topics_close(topics);
    assert_int_equal(count, count_lines(path));
}

/* Files of a folder below NH_CORPORA whose path ends so. */
static size_t check_folder(const char *folder, const char *end, bool table)
{
    const char *root = getenv("NH_CORPORA");
    char path[4096];
    DIR *dir = NULL;
    size_t count = 0;

    (void)snprintf(path, sizeof path, "%s/%s", root != NULL ? root : "", folder);
    dir = root != NULL ? opendir(path) : NULL;
    if (dir == NULL) {
        print_message("skipped: no %s below NH_CORPORA\n", folder);
        skip();
    }
    for (const struct dirent *entry = readdir(dir); entry != NULL; entry = readdir(dir)) {
        const size_t size = strlen(entry->d_name);

        if (entry->d_name[0] == '.')
            continue;
        (void)snprintf(path, sizeof path, "%s/%s/%s%s", root, folder, entry->d_name,
                       table ? end : "");
        if (!table &&
            (size < strlen(end) || strcmp(entry->d_name + size - strlen(end), end) != 0))
            continue;
        FILE *file = fopen(path, "rb");

        if (file == NULL)
            continue;
        (void)fclose(file);
        check_file(path, table);
        count++;
    }
    (void)closedir(dir);
    return count;
}

static void judged_questions_are_pairs(void **state)
{
    (void)state;
    assert_true(check_folder("judged", "/queries.tsv", true) > 0);
}

static void query_logs_are_lines(void **state)
{
    (void)state;
    assert_true(check_folder("queries", ".txt", false) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judged_questions_are_pairs),
        cmocka_unit_test(query_logs_are_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
