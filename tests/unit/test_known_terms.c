/* tests/unit/test_known_terms.c - a word is read from the dictionaries once, whoever asks again. */
#include "searcher/match/plan/known/known_terms.h"

#include <stdio.h>

#include "common/base/str.h"
#include "searcher/match/plan/lexicon.h"
#include "searcher/reader.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/tiny_index.h"

#define MANY 20000u

static int build(void **state)
{
    static const tiny_article articles[] = {
        {.id = "a", .text = "Golan talks of co-operation on winter nights."},
        {.id = "b", .text = "The heights of the Golan, and ex-s of one ex."},
    };

    *state = tiny_index_of(NULL, articles, COUNT(articles), 1);
    return 0;
}

static nh_status open_known(const nh_env *env, const tiny_index *t, nh_lexicon *lex)
{
    *lex = (nh_lexicon){.env = env};
    return nh_lexicon_open(env, t->reader->index, lex, NULL);
}

static void a_word_is_read_once(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    const nh_known_term *golan = NULL, *again = NULL, *height = NULL, *none = NULL;
    nh_lexicon lex;

    assert_int_equal(open_known(NULL, t, &lex), NH_OK);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(nh_known_terms_find(&lex.known, NH_STR("golan"), &golan, NULL), 0);
        assert_int_equal(nh_known_terms_find(&lex.known, NH_STR("height"), &height, NULL),
                         0);
        assert_int_equal(nh_known_terms_find(&lex.known, NH_STR("syria"), &none, NULL), 0);
        assert_true(again == NULL || again == golan);
        again = golan;
    }
    assert_int_equal(lex.known.lookups, 3);
    assert_int_equal(golan[0].term->df, 1);
    assert_int_equal(golan[1].term->df, 1);
    assert_null(height[0].term);
    assert_true(nh_str_equal(height[1].term->text, NH_STR("height")));
    assert_true(none[0].term == NULL && none[1].term == NULL);
    nh_lexicon_close(&lex);
}

static void joined_words_are_told_apart(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    const nh_known_term *found = NULL;
    nh_lexicon lex;

    assert_int_equal(open_known(NULL, t, &lex), NH_OK);
    assert_int_equal(nh_known_terms_find(&lex.known, NH_STR("golan"), &found, NULL), NH_OK);
    assert_false(found[0].joined || found[0].repeats);
    assert_int_equal(nh_known_terms_find(&lex.known, NH_STR("cooper"), &found, NULL),
                     NH_OK);
    assert_non_null(found[0].term);
    assert_true(found[0].joined && !found[0].repeats);
    assert_int_equal(nh_known_terms_find(&lex.known, NH_STR("ex"), &found, NULL), NH_OK);
    assert_non_null(found[1].term);
    assert_true(found[1].joined && found[1].repeats);
    nh_lexicon_close(&lex);
}

static void what_is_known_stays_within_bounds(void **state)
{
    const tiny_index *t = (const tiny_index *)*state;
    const nh_known_term *found = NULL;
    fault *f = fault_new();
    nh_lexicon lex;
    char word[32];

    assert_int_equal(open_known(fault_env(f), t, &lex), NH_OK);
    for (unsigned i = 0; i < 5 * MANY; i++) {
        snprintf(word, sizeof word, "word%u", i);
        nh_known_terms_trim(&lex.known);
        assert_int_equal(nh_known_terms_find(&lex.known, nh_str_of(word), &found, NULL), 0);
        assert_true(found[0].term == NULL && found[1].term == NULL);
    }
    assert_true(fault_bytes_peak(f) < (size_t)8 << 20);
    nh_lexicon_close(&lex);
    fault_free(f);
}

static nh_status find_all(const nh_env *env, void *context)
{
    static const char *const words[] = {"golan", "cooper", "ex", "syria", "golan"};
    const tiny_index *t = (const tiny_index *)context;
    const nh_known_term *found = NULL;
    nh_lexicon lex;
    nh_status st = open_known(env, t, &lex);

    for (size_t i = 0; i < COUNT(words) && st == NH_OK; i++) {
        st = nh_known_terms_find(&lex.known, nh_str_of(words[i]), &found, NULL);
        if (st == NH_E_NOMEM) /* and once more: what failed is not taken for known */
            assert_true(nh_known_terms_find(&lex.known, nh_str_of(words[i]), &found,
                                            NULL) == NH_E_NOMEM ||
                        (found[0].term != NULL || found[1].term != NULL || i == 3));
    }
    nh_lexicon_close(&lex);
    return st;
}

static void every_failed_allocation_is_survived(void **state)
{
    fault_sweep_allocations(find_all, *state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_word_is_read_once),
        cmocka_unit_test(joined_words_are_told_apart),
        cmocka_unit_test(what_is_known_stays_within_bounds),
        cmocka_unit_test(every_failed_allocation_is_survived),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
