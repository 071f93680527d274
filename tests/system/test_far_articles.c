/* tests/system/test_far_articles.c - articles so far apart that the low bits of their numbers are the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/buffer.h"
#include "common/base/str.h"
#include "newshound/indexer.h"
#include "tests/support/cm.h"
#include "tests/support/temp_dir.h"

#define APART 65536u /* between two articles whose numbers have the same 16 low bits */
#define ARTICLES (APART + 2)

/* The word stands in the first article, in that APART behind it, and nowhere else. The first has a
 * headline, so that passages are not numbered as articles are. */
static void add(nh_writer *w, uint32_t i)
{
    const bool has = i % APART == 0;
    char id[40];
    nh_article a = {.size = sizeof a};

    a.id =
        (nh_str){id, (size_t)snprintf(id, sizeof id, "a-long-beginning/%08u",
                                      (unsigned)(i * 40503u % APART + i / APART * APART))};
    a.headline = has ? (nh_str){"heights", 7} : (nh_str){NULL, 0};
    a.text = has ? (nh_str){"golan golan", 11} : (nh_str){"filler", 6};
    assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
}

static void both_articles_of_a_word_count(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;

    for (unsigned threads = 1; threads <= 2; threads++) {
        const nh_writer_options options = {.size = sizeof options, .threads = threads};
        char name[] = {(char)('0' + threads), '\0'};
        char *path = temp_dir_path(t, name);
        nh_index_stats stats = {.size = sizeof stats};
        nh_writer *w;

        assert_int_equal(nh_writer_open(path, &options, &w, NULL), NH_OK);
        for (uint32_t i = 0; i < ARTICLES; i++)
            add(w, i);
        assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
        nh_writer_close(w);
        assert_int_equal(nh_index_stats_read(path, NULL, &stats, NULL), NH_OK);
        assert_int_equal(stats.articles, ARTICLES);
        assert_int_equal(nh_index_verify(path, true, NULL, NULL, NULL, NULL), NH_OK);
        free(path);
    }
}

/* The word stands in the first and in the last passage of one article, as far apart. */
static void an_article_as_long_counts_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    const nh_index_options index = {.size = sizeof index, .passages = "1:1:1"};
    const nh_writer_options options = {.size = sizeof options, .index = &index};
    char *path = temp_dir_path(t, "long");
    nh_buffer text = {0};
    nh_article a = {.size = sizeof a, .id = {"a", 1}};
    nh_index_stats stats = {.size = sizeof stats};
    nh_writer *w;

    nh_buf_text(&text, NH_STR("golan"));
    for (uint32_t i = 0; i < APART; i++)
        nh_buf_text(&text, NH_STR(" filler"));
    nh_buf_text(&text, NH_STR(" golan"));
    a.text = nh_buf_str(&text);
    assert_int_equal(nh_writer_open(path, &options, &w, NULL), NH_OK);
    assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    assert_int_equal(nh_index_stats_read(path, NULL, &stats, NULL), NH_OK);
    assert_true(stats.passages > APART);
    assert_int_equal(nh_index_verify(path, true, NULL, NULL, NULL, NULL), NH_OK);
    nh_buf_free(&text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(both_articles_of_a_word_count, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(an_article_as_long_counts_once, temp_dir_setup,
                                        temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
