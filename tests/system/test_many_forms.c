/* tests/system/test_many_forms.c - a term with more forms than a slot of the inverter can number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/settings.h"
#include "newshound/indexer.h"
#include "tests/support/cm.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/temp_dir.h"
#include "tests/support/transcripts/index_lines.h"

#define LETTERS 10u
#define FORMS (1u << LETTERS) /* each letter with its accent or without */
#define ARTICLES 500u
#define WORDS 30u /* of an article */

typedef struct accented {
    char id[16];
    char text[WORDS * (2 * LETTERS + 1)];
    nh_article article;
} accented;

/* Words that are all one term, in nearly all of its forms; few of them are frequent. */
static void make_articles(accented list[ARTICLES])
{
    random_numbers r = {3};

    for (uint32_t i = 0; i < ARTICLES; i++) {
        accented *a = &list[i];
        size_t size = 0;

        for (uint32_t w = 0; w < WORDS; w++) {
            const uint32_t form = random_below(&r, random_below(&r, FORMS) + 1);

            for (uint32_t k = 0; k < LETTERS; k++)
                size += (size_t)snprintf(a->text + size, sizeof a->text - size, "%s",
                                         form >> k & 1 ? "\xc3\xa1" : "a");
            a->text[size++] = ' ';
        }
        snprintf(a->id, sizeof a->id, "a%03u", i);
        a->article = (nh_article){.size = sizeof a->article,
                                  .id = {a->id, strlen(a->id)},
                                  .text = {a->text, size}};
    }
}

static void build(const char *path, const nh_index_options *index, unsigned threads,
                  const accented list[ARTICLES])
{
    const nh_writer_options options = {
        .size = sizeof options, .index = index, .threads = threads};
    nh_writer *w;

    assert_int_equal(nh_writer_open(path, &options, &w, NULL), NH_OK);
    for (uint32_t i = 0; i < ARTICLES; i++)
        assert_int_equal(nh_writer_add(w, &list[i].article, NULL), NH_OK);
    assert_int_equal(nh_writer_commit(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
}

static void every_form_is_found_where_it_is(void **state)
{
    static accented list[ARTICLES];
    const temp_dir *t = (const temp_dir *)*state;
    const nh_index_options index = {.size = sizeof index};
    nh_chosen chosen;

    make_articles(list);
    assert_int_equal(nh_chosen_read(&index, &chosen, NULL), NH_OK);
    for (unsigned threads = 1; threads <= 3; threads++) {
        index_lines *expected = index_lines_new(), *held = index_lines_new();
        nh_index_stats stats = {.size = sizeof stats};
        char name[] = {(char)('0' + threads), '\0'};
        char *path = temp_dir_path(t, name);

        for (uint32_t i = 0; i < ARTICLES; i++)
            index_lines_expect(expected, &chosen.settings, &list[i].article);
        build(path, &index, threads, list);
        index_lines_read(held, path);
        index_lines_compare(held, expected);
        assert_int_equal(nh_index_stats_read(path, NULL, &stats, NULL), NH_OK);
        assert_int_equal(stats.terms, 1);
        assert_int_equal(nh_index_verify(path, true, NULL, NULL, NULL, NULL), NH_OK);
        index_lines_free(expected);
        index_lines_free(held);
        free(path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_form_is_found_where_it_is, temp_dir_setup,
                                        temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
