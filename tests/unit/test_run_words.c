/* tests/unit/test_run_words.c - words get the numbers of their terms, and forms theirs among these. */
#include "indexer/invert/occurrences/run_words.h"

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define TEXTS 40u
#define TEXT_WORDS 500u

/* Both ways to learn words. */
static const struct {
    nh_profile profile;
    const char *stemmer;
    bool plain;
} chains[] = {
    {NH_PROFILE_NEWS, "english", false},
    {NH_PROFILE_WHITESPACE, "english", false},
    {NH_PROFILE_WHITESPACE, "none", true},
};

static nh_analyzer *open_chain(size_t i)
{
    const nh_analysis analysis = {.profile = chains[i].profile,
                                  .language = NH_STR("en"),
                                  .stemmer = nh_str_of(chains[i].stemmer)};
    nh_analyzer *a;

    assert_int_equal(nh_analyzer_new(NULL, &analysis, &a, NULL), NH_OK);
    return a;
}

/* Words of few stems with several endings each, and many of which the analyzer knows already. */
static void read_text(nh_analyzer *a, random_numbers *r)
{
    static const char *const endings[] = {"", "s", "ed", "ing", "ly"};
    nh_buffer text = {0};
    nh_tokens tokens;

    for (uint32_t i = 0; i < TEXT_WORDS; i++) {
        for (uint32_t n = 2 + random_below(r, 2); n > 0; n--) {
            nh_buf_u8(&text, (uint8_t) "bdgklmnprt"[random_below(r, 10)]);
            nh_buf_u8(&text, (uint8_t) "aeiou"[random_below(r, 5)]);
        }
        nh_buf_text(&text, NH_STR("rk"));
        nh_buf_text(&text, nh_str_of(endings[random_below(r, COUNT(endings))]));
        nh_buf_u8(&text, ' ');
    }
    assert_int_equal(nh_analyzer_run(a, nh_buf_str(&text), 0, &tokens, NULL), NH_OK);
    nh_buf_free(&text);
}

/* Word `i` beside all words before it. */
static void check_word(const nh_run_words *w, const nh_analyzer *a, uint32_t i)
{
    const nh_word *word = nh_analyzer_word(a, i);
    const uint32_t term = nh_place_term(w->places[i]);
    uint32_t before = 0;

    assert_true(term >= NH_PAIR_TERMS && term < w->terms);
    assert_true(nh_str_equal(nh_run_words_text(w, a, term), word->term));
    for (uint32_t k = w->firsts[term]; k < i; k++) {
        const bool same = nh_str_equal(nh_analyzer_word(a, k)->term, word->term);

        assert_int_equal(nh_place_term(w->places[k]) == term, same);
        before += same;
    }
    assert_true(before > 0 || w->firsts[term] == i);
    assert_int_equal(nh_place_form(w->places[i]), before);
    assert_int_equal(w->ordinals[i], before);
    assert_true(w->n_forms[term] > before);
    if (w->plain)
        assert_int_equal(w->places[i], nh_place_plain(i));
}

static void words_of_a_term_get_its_number_and_no_others_do(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT(chains); c++) {
        nh_analyzer *a = open_chain(c);
        random_numbers r = {3};
        nh_run_words w;

        nh_run_words_init(&w, NULL);
        for (uint32_t i = 0; i < TEXTS; i++) {
            read_text(a, &r);
            assert_int_equal(nh_run_words_learn(&w, a, NULL), NH_OK);
            assert_int_equal(w.count, nh_analyzer_words(a));
        }
        assert_int_equal(w.plain, chains[c].plain);
        assert_int_equal(w.plain, w.terms == NH_PAIR_TERMS + w.count);
        assert_true(w.terms > NH_PAIR_TERMS + 1000);
        for (uint32_t i = 0; i < w.count; i += 1 + i / 64)
            check_word(&w, a, i);
        for (uint32_t t = 0; t < NH_PAIR_TERMS; t++)
            assert_int_equal(w.n_forms[t], 0);
        nh_run_words_clear(&w);
        assert_int_equal(nh_run_words_memory(&w), 0);
        nh_analyzer_free(a);
    }
}

static nh_status learn_with(const nh_env *env, void *context)
{
    nh_run_words w;
    nh_status st;

    nh_run_words_init(&w, env);
    st = nh_run_words_learn(&w, (const nh_analyzer *)context, NULL);
    nh_run_words_clear(&w);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT(chains); c++) {
        nh_analyzer *a = open_chain(c);
        random_numbers r = {4};

        read_text(a, &r);
        assert_true(fault_sweep_allocations(learn_with, a) >= 4);
        nh_analyzer_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_a_term_get_its_number_and_no_others_do),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
