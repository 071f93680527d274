/* tests/unit/test_analyzer.c - an analyzer's languages, numbers, limits and memory. */
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/rows/word_rows.h"

static void each_language_has_its_stemmer(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    static const char *const rows[][2] = {
        {"", "english"},      {"en", "english"},   {"EN-gb", "english"}, {"eng", "english"},
        {"de", "german"},     {"de-CH", "german"}, {"deu", "german"},    {"ger", "german"},
        {"es_MX", "spanish"}, {"fra", "french"},   {"zh", "none"},       {"xx", "none"},
        {"english", "none"},  {"d", "none"},       {"-", "none"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        uint32_t handle = 99;

        assert_int_equal(nh_analyzer_language(a, nh_str_of(rows[i][0]), &handle, NULL),
                         NH_OK);
        assert_string_equal(nh_analyzer_stemmer(a, handle), rows[i][1]);
    }
    nh_analyzer_free(a);
}

static void an_unknown_stemmer_or_profile_is_refused(void **state)
{
    nh_analysis how = {.profile = NH_PROFILE_NEWS, .stemmer = NH_STR("klingon")};
    nh_analyzer *a = NULL;
    nh_error err = {0};

    (void)state;
    assert_int_equal(nh_analyzer_new(nh_env_system(), &how, &a, &err), NH_E_ARG);
    assert_null(a);
    assert_non_null(strstr(err.what, "english"));
    how = (nh_analysis){.profile = (nh_profile)9, .stemmer = NH_STR("none")};
    assert_int_equal(nh_analyzer_new(nh_env_system(), &how, &a, &err), NH_E_ARG);
    assert_non_null(strstr(err.what, "whitespace"));
}

static void long_words_are_counted_and_left_out(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    char text[600];
    nh_tokens tokens;

    (void)state;
    memset(text, 'x', sizeof(text));
    memcpy(text, "a ", 2);
    memcpy(text + sizeof(text) - 2, " b", 2);
    assert_int_equal(nh_analyzer_run(a, (nh_str){text, sizeof(text)}, 0, &tokens, NULL),
                     NH_OK);
    assert_int_equal(tokens.count, 2);
    assert_int_equal(tokens.dropped, 1);
    assert_int_equal(tokens.positions, 3);
    assert_int_equal(tokens.list[1].pos, 2);
    assert_int_equal(tokens.list[1].at, sizeof(text) - 1);
    text[2 + 255] = ' ';
    assert_int_equal(nh_analyzer_run(a, (nh_str){text, sizeof(text)}, 0, &tokens, NULL),
                     NH_OK);
    assert_int_equal(tokens.count, 3);
    assert_int_equal(tokens.list[1].size, 255);
    nh_analyzer_free(a);
}

static void equal_pairs_have_one_number_until_forgotten(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    nh_tokens tokens;
    size_t words;

    (void)state;
    assert_int_equal(nh_analyzer_run(a, NH_STR("Talks talks, 'talks' TALKS talk's talk"), 0,
                                     &tokens, NULL),
                     NH_OK);
    assert_int_equal(tokens.count, 6);
    assert_int_equal(tokens.list[0].word, 0);
    assert_int_equal(tokens.list[1].word, 0);
    assert_int_equal(tokens.list[2].word, 0);
    assert_int_equal(tokens.list[3].word, 1);
    assert_int_equal(tokens.list[4].word, 2);
    assert_int_equal(tokens.list[5].word, 2);
    words = nh_analyzer_words(a);
    assert_int_equal(words, 3);
    nh_analyzer_forget(a);
    assert_int_equal(nh_analyzer_words(a), 0);
    assert_int_equal(nh_analyzer_run(a, NH_STR("talk"), 0, &tokens, NULL), NH_OK);
    assert_int_equal(tokens.list[0].word, 0);
    nh_analyzer_free(a);
}

static void forgetting_gives_the_memory_back(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    const size_t before = nh_analyzer_memory(a);
    char text[40];
    nh_tokens tokens;
    unsigned i;

    (void)state;
    for (i = 0; i < 20000; i++) {
        const int size = snprintf(text, sizeof(text), "w%u co-w%u-and-long-compound", i, i);

        assert_int_equal(nh_analyzer_run(a, (nh_str){text, (size_t)size}, 0, &tokens, NULL),
                         NH_OK);
    }
    assert_true(nh_analyzer_memory(a) > 20000 * 50);
    nh_analyzer_forget(a);
    assert_int_equal(nh_analyzer_memory(a), before);
    nh_analyzer_free(a);
}

static nh_status analyze_much(const nh_env *env, void *context)
{
    const nh_analysis how = {.profile = NH_PROFILE_NEWS,
                             .language = NH_STR("en"),
                             .stemmer = NH_STR("english"),
                             .stopwords = NH_STR("the\nof")};
    char text[16000];
    size_t used = 0;
    nh_analyzer *a;
    nh_tokens tokens;
    uint32_t german;
    nh_status status = nh_analyzer_new(env, &how, &a, NULL);
    unsigned i;

    (void)context;
    if (status != NH_OK) {
        assert_null(a);
        return status;
    }
    for (i = 0; i < 300; i++)
        used +=
            (size_t)snprintf(text + used, sizeof(text) - used,
                             "w%u the co-operation-of-%u of a-very-long-compound ", i, i);
    status = nh_analyzer_language(a, NH_STR("de"), &german, NULL);
    if (status == NH_OK)
        status = nh_analyzer_run(a, (nh_str){text, used}, german, &tokens, NULL);
    if (status == NH_OK)
        assert_int_equal(tokens.positions, 300 * 11);
    nh_analyzer_free(a);
    return status;
}

static void every_failed_allocation_is_told_and_leaks_nothing(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(analyze_much, NULL) > 20);
}

static void forms_fold_to_their_exact_word(void **state)
{
    static const char *const rows[][2] = {
        {"US", "us"},
        {"t\u00fcrkiye", "turkiye"},
        {"co-operation", "cooperation"},
        {"1,500", "1500"},
        {"1,50", "1,50"},
        {"hadn\u2019t", "hadn't"},
        {"at&t", "at&t"},
        {"covid-19", "covid19"},
        {"1,500,000.25", "1500000.25"},
        {"@potus", "@potus"},
        {"stra\u00dfe", "strasse"},
        {"us-led", "usled"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(rows); i++) {
        nh_buffer out = {0};

        nh_form_folded(nh_str_of(rows[i][0]), &out);
        assert_int_equal(out.size, strlen(rows[i][1]));
        assert_memory_equal(out.bytes, rows[i][1], out.size);
        nh_buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_language_has_its_stemmer),
        cmocka_unit_test(an_unknown_stemmer_or_profile_is_refused),
        cmocka_unit_test(long_words_are_counted_and_left_out),
        cmocka_unit_test(equal_pairs_have_one_number_until_forgotten),
        cmocka_unit_test(forgetting_gives_the_memory_back),
        cmocka_unit_test(every_failed_allocation_is_told_and_leaks_nothing),
        cmocka_unit_test(forms_fold_to_their_exact_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
