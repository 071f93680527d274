/* tests/system/test_little_memory.c - runs with as little memory as a thread gets take many articles, whatever lists of words hold beside them. */
#include <stdio.h>

#include "common/base/str.h"
#include "indexer/invert/run_files.h"
#include "indexer/settings.h"
#include "indexer/write/stored/stored_lists.h"
#include "tests/support/cm.h"
#include "tests/support/temp_dir.h"

#define WORDS 160u        /* of an article                           */
#define TEXT (WORDS * 12) /* bytes of an article, at most            */
#define ARTICLES 5000u    /* with some 9 MiB of text                 */
#define MIB ((size_t)1 << 20)

/* The text of an article, in which one word in two is one of 100,000, so that the memo grows;
 * borrowed until the next call. */
static nh_str text_of(uint32_t article)
{
    static char text[TEXT];
    uint32_t x = article * 2654435761u + 1;
    size_t at = 0;

    for (unsigned i = 0; i < WORDS; i++) {
        x = x * 1664525 + 1013904223;
        at += (size_t)snprintf(text + at, sizeof text - at, "word%u ",
                               (unsigned)(x >> 12) % (i % 2 == 0 ? 300 : 100000));
    }
    return (nh_str){text, at};
}

static void add(nh_run_files *files, nh_run *run, uint32_t number)
{
    nh_article a = {.size = sizeof a, .text = text_of(number)};
    char id[24];
    bool full;

    a.id = (nh_str){id, (size_t)snprintf(id, sizeof id, "%06u", number)};
    assert_int_equal(nh_run_add(run, &a, number, &full, NULL), NH_OK);
    if (!full)
        return;
    assert_int_equal(nh_run_files_flush(files, &run, 1, false, NULL), NH_OK);
    assert_int_equal(nh_run_add(run, &a, number, &full, NULL), NH_OK);
    assert_false(full);
}

/* Articles of the smallest run, as a thread writes them that has so much memory. */
static uint32_t smallest_run(const temp_dir *t, size_t memory)
{
    nh_run_files files;
    nh_chosen chosen;
    nh_run *run;
    uint32_t least = UINT32_MAX;

    assert_int_equal(nh_chosen_read(NULL, &chosen, NULL), NH_OK);
    nh_run_files_init(&files, NULL, t->fd);
    assert_int_equal(nh_run_new(files.env, t->fd, &chosen.settings, memory, &run, NULL),
                     NH_OK);
    nh_run_choose_words(run, &files.words);
    for (uint32_t i = 0; i < ARTICLES; i++)
        add(&files, run, i);
    assert_int_equal(files.words.chosen, 1);
    assert_true(files.count > 3);
    for (uint32_t i = 0; i < files.count; i++)
        least = files.list[i].ref.articles < least ? files.list[i].ref.articles : least;
    nh_run_free(run);
    nh_run_files_close(&files);
    return least;
}

/* Where the memo of words, and the sample of them or the lists, all but fill a run. */
static void runs_are_many_articles_while_words_are_chosen(void **state)
{
    static const size_t memories[] = {MIB * 24, MIB * 49 / 2, MIB * 105 / 4};

    for (size_t i = 0; i < COUNT(memories); i++)
        assert_true(smallest_run((const temp_dir *)*state, memories[i]) > ARTICLES / 20);
}

/* Text for the first list, or for the next one. */
static void choose(nh_word_lists *words, nh_stored_lists *lists, unsigned texts)
{
    for (unsigned i = 0; i < texts; i++)
        assert_int_equal(nh_word_lists_sample(words, text_of(i), NULL), NH_OK);
    assert_true(nh_stored_lists_next(lists));
}

static void code(nh_stored_lists *lists, uint32_t expected)
{
    nh_buffer block = {0};
    uint32_t number;

    nh_buf_text(&block, text_of(1));
    assert_int_equal(nh_stored_lists_code(lists, &block, &number, NULL), NH_OK);
    assert_int_equal(number, expected);
    nh_buf_free(&block);
}

/* Bytes beside those of the lists themselves. */
static size_t buffers(const nh_stored_lists *lists)
{
    return lists->spare.capacity + lists->there.capacity;
}

static void a_list_counts_once(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_section_spools sections;
    nh_word_lists words;
    nh_stored_lists lists;
    size_t first;

    nh_section_spools_init(&sections, nh_env_system(), t->fd);
    nh_word_lists_init(&words, sections.env);
    nh_stored_lists_init(&lists, &sections);
    lists.from = &words;
    choose(&words, &lists, 3000);
    first = nh_word_lists_memory(&words);
    assert_in_range(first, NH_WORDS, NH_WORD_CHOICE_SIZE);
    assert_int_equal(nh_stored_lists_memory(&lists), first); /* in use */
    code(&lists, 1);
    assert_int_equal(nh_stored_lists_memory(&lists), first + buffers(&lists));
    choose(&words, &lists, 50000);
    assert_int_equal(nh_stored_lists_memory(&lists),
                     first + nh_word_lists_memory(&words) + buffers(&lists));
    code(&lists, 2);
    assert_int_equal(nh_stored_lists_memory(&lists),
                     first + nh_word_lists_memory(&words) + buffers(&lists));
    nh_stored_lists_clear(&lists);
    nh_word_lists_close(&words);
    nh_section_spools_clear(&sections);
}

#define IN_DIR(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIR(runs_are_many_articles_while_words_are_chosen),
        IN_DIR(a_list_counts_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
