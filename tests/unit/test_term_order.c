/* tests/unit/test_term_order.c - the terms of a run that occur, in the order of their bytes. */
#include "indexer/invert/flush/term_order.h"

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define TERMS 5000u

/* Terms of words and of pairs: some with occurrences, some without, which the run knows, too. */
typedef struct made_run {
    nh_analyzer *analyzer;
    nh_run_words words;
    nh_forward forward;
    nh_parts parts;
    size_t occur; /* terms that do */
    size_t pairs; /* of them          */
} made_run;

/* Short words, so that many begin alike or are the beginning of others, and any bytes. */
static void make_text(nh_buffer *out)
{
    static const char letters[] = {'a', 'b', 'z', '\x01', '\x7f', '\x80', '\xff'};
    random_numbers r = {11};

    for (uint32_t i = 0; i < TERMS; i++) {
        const size_t n = 1 + random_below(&r, 12 + 12 * random_below(&r, 2));

        for (size_t k = 0; k < n; k++)
            nh_buf_u8(out, (uint8_t)letters[random_below(&r, k < 4 ? sizeof letters : 2)]);
        nh_buf_u8(out, ' ');
    }
}

static nh_status read_words(made_run *m, const nh_env *env)
{
    const nh_analysis analysis = {.profile = NH_PROFILE_WHITESPACE,
                                  .language = NH_STR("en"),
                                  .stemmer = NH_STR("none")};
    nh_buffer text = {0};
    nh_tokens tokens;
    nh_status st = nh_analyzer_new(env, &analysis, &m->analyzer, NULL);

    make_text(&text);
    if (st == NH_OK)
        st = nh_analyzer_run(m->analyzer, nh_buf_str(&text), 0, &tokens, NULL);
    if (st == NH_OK)
        st = nh_run_words_learn(&m->words, m->analyzer, NULL);
    nh_buf_free(&text);
    return st;
}

/* What a pair's key, or a term that is a word, is called. */
static nh_str text_of(const made_run *m, uint32_t term, char room[NH_PAIR_KEY_SIZE])
{
    return nh_run_words_is_pair(term) ? nh_run_pairs_key(NH_PAIRS_NEWEST, term, room)
                                      : nh_run_words_text(&m->words, m->analyzer, term);
}

static void put_once(made_run *m, uint32_t term)
{
    const nh_found_pair once = {.term = term};
    char room[NH_PAIR_KEY_SIZE];

    if (term % 7 == 3 || text_of(m, term, room).len == 0)
        return;
    m->occur++;
    m->pairs += nh_run_words_is_pair(term);
    nh_forward_put_pairs(&m->forward, &once, 1);
}

static nh_status make_run(made_run *m, const nh_env *env)
{
    nh_status st;

    *m = (made_run){.parts = {.env = env}};
    nh_run_words_init(&m->words, env);
    nh_forward_init(&m->forward, env, 0);
    st = read_words(m, env);
    if (st == NH_OK)
        st = nh_forward_prepare(&m->forward, &m->words, NULL);
    if (st == NH_OK)
        st = nh_forward_put(&m->forward, NULL, 0, &m->words, NULL);
    if (st != NH_OK)
        return st;
    for (uint32_t term = 0; term < m->words.terms; term++)
        put_once(m, term);
    return nh_parts_take(&m->parts, &m->forward, NULL);
}

static void free_run(made_run *m)
{
    nh_parts_clear(&m->parts);
    nh_forward_clear(&m->forward);
    nh_run_words_clear(&m->words);
    nh_analyzer_free(m->analyzer);
}

static nh_status order(const made_run *m, nh_term_order *out)
{
    return nh_term_order_make(&m->words, m->analyzer, NH_PAIRS_NEWEST, &m->parts, out,
                              NULL);
}

static void all_terms_that_occur_stand_in_byte_order(void **state)
{
    made_run m;
    nh_term_order o;

    (void)state;
    assert_int_equal(make_run(&m, nh_env_system()), NH_OK);
    assert_true(m.pairs > 1000 && m.occur > m.pairs + 1000);
    assert_int_equal(order(&m, &o), NH_OK);
    assert_int_equal(o.count, m.occur);
    for (size_t i = 0; i < o.count; i++) {
        const nh_ordered_term *t = &o.list[i];
        char room[NH_PAIR_KEY_SIZE];
        const nh_str text = text_of(&m, t->term, room);

        assert_true(nh_str_equal((nh_str){t->text, t->size}, text));
        assert_int_equal(t->count, 1);
        assert_int_equal(o.rank[t->term], i);
        if (i > 0)
            assert_true(nh_str_compare((nh_str){t[-1].text, t[-1].size}, text) < 0);
    }
    nh_term_order_close(&o);
    free_run(&m);
}

static nh_status order_with(const nh_env *env, void *context)
{
    nh_term_order o = {.env = env};
    made_run m;
    nh_status st = make_run(&m, env);

    (void)context;
    if (st == NH_OK)
        st = order(&m, &o);
    nh_term_order_close(&o);
    free_run(&m);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(order_with, NULL) > 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_terms_that_occur_stand_in_byte_order),
        cmocka_unit_test(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
