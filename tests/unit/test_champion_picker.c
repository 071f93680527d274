/* tests/unit/test_champion_picker.c - the best postings of a list are those that all of them, compared, say. */
#include "indexer/write/bounds/champion_picker.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/bytes/cursor.h"
#include "common/segment/impact.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/random_text.h"

#define MOST 40000u

/* A list, and how its numbers fall. */
typedef struct shape {
    uint32_t n, most_tf, most_length, each; /* each: postings of an article, about */
    bool rising;                            /* the best come last                  */
} shape;

typedef struct list {
    uint32_t n, passages[MOST];
    uint8_t tf[MOST], lengths[MOST];
    uint64_t begins[MOST * 3 / 64 + 1];
    nh_list_scope scope;
    nh_worth_rule rule;
} list;

static const shape shapes[] = {
    {769, 3, 255, 1, false},    {1000, 1, 1, 1, false},    {5000, 1, 1, 3, false},
    {5000, 20, 255, 1, true},   {MOST, 255, 255, 1, true}, {MOST, 4, 200, 1, false},
    {MOST, 2, 6, 2, false},     {3000, 9, 90, 40, false},  {MOST, 30, 255, 700, true},
    {MOST, 255, 255, 1, false}, {12000, 1, 255, 5, true},  {2000, 2, 2, 1, false},
};

static list *new_list(const shape *s, random_numbers *r)
{
    list *l = (list *)calloc(1, sizeof *l);
    uint32_t passage = 0;

    l->n = s->n;
    for (uint32_t i = 0; i < s->n; i++) {
        const uint32_t tf = s->rising ? 1 + i / (s->n / s->most_tf + 1) : s->most_tf;

        passage += i == 0 ? 0 : 1 + random_below(r, 2);
        l->passages[i] = passage;
        l->tf[i] = (uint8_t)(1 + random_below(r, tf < 255 ? tf : 255));
        l->lengths[i] = (uint8_t)(1 + random_below(r, s->most_length));
    }
    for (uint32_t p = 0; p <= passage; p++)
        if (p == 0 || random_once(r, s->each))
            l->begins[p / 64] |= (uint64_t)1 << p % 64;
    l->rule = (nh_worth_rule){(uint64_t)passage * 114 + 100, passage + 1, 1200000, 750000};
    l->scope = (nh_list_scope){passage + 1, l->rule.tokens, s->each > 1 ? l->begins : NULL};
    return l;
}

/* ---- the same by comparing everything ----------------------------------------------- */

static int by_worth(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* Ranks of all postings, or of the best of each article; sorted. */
static uint32_t sorted_ranks(const list *l, const nh_worth_ranks *ranks, bool articles,
                             uint16_t *out)
{
    uint32_t n = 0, next = 0;

    for (uint32_t i = 0; i < l->n; i++) {
        const uint16_t rank = ranks->rank[l->tf[i]][l->lengths[i]];
        bool fresh = i == 0 || !articles || l->scope.begins == NULL;

        for (; next <= l->passages[i]; next++)
            fresh = fresh || (l->begins[next / 64] >> next % 64 & 1) != 0;
        if (fresh)
            out[n++] = rank;
        else if (rank < out[n - 1])
            out[n - 1] = rank;
    }
    qsort(out, n, sizeof *out, by_worth);
    return n;
}

static uint32_t expected_rest(const uint16_t *sorted)
{
    const uint16_t rest = sorted[NH_CHAMPIONS];
    uint32_t better = 0;

    while (sorted[better] < rest)
        better++;
    return better < NH_CHAMPIONS_FEW ? sorted[0] : rest;
}

/* The worth is that of the rank, or none. */
static void check_worth(nh_cursor *c, const nh_worth_ranks *ranks, bool is_there,
                        uint32_t rank)
{
    const nh_worth none = {0, 0};
    const nh_worth expected = is_there ? ranks->first[rank] : none;

    assert_int_equal(nh_cur_u8(c), expected.tf);
    assert_int_equal(nh_cur_u8(c), expected.length);
}

static void check_record(const list *l, const nh_worth_ranks *ranks, const nh_buffer *b)
{
    static uint16_t postings[MOST], articles[MOST];
    nh_cursor c = nh_cur(b->bytes, b->size);
    const uint32_t n = nh_cur_u8(&c);
    const uint32_t n_articles = sorted_ranks(l, ranks, true, articles);
    uint32_t rest, next = 0, seen = 0;

    (void)sorted_ranks(l, ranks, false, postings);
    rest = expected_rest(postings);
    check_worth(&c, ranks, true, rest);
    check_worth(&c, ranks, n_articles >= 100, articles[99]);
    check_worth(&c, ranks, n_articles >= 1000, articles[999]);
    for (uint32_t i = 0; i < l->n; i++) {
        if (ranks->rank[l->tf[i]][l->lengths[i]] >= rest)
            continue;
        assert_int_equal(nh_cur_var32(&c), l->passages[i] - next);
        assert_int_equal(nh_cur_u8(&c), l->tf[i]);
        assert_int_equal(nh_cur_u8(&c), l->lengths[i]);
        next = l->passages[i] + 1;
        seen++;
    }
    assert_int_equal(n, seen);
    assert_true(nh_cur_ok(&c));
    assert_int_equal(nh_cur_left(&c), 0);
}

/* Adds the list in blocks; those that are not wanted are left out, as a merge leaves them. */
static void pick(nh_picker *p, const list *l, const nh_impact_table *impacts,
                 nh_buffer *out)
{
    nh_picker_begin(p);
    for (uint32_t i = 0; i < l->n; i += 256) {
        const uint32_t n = l->n - i < 256 ? l->n - i : 256;
        uint8_t of[256] = {0}, most = 0;

        for (uint32_t k = 0; k < n; k++) {
            of[k] = impacts->of[l->tf[i + k]][l->lengths[i + k]];
            most = of[k] > most ? of[k] : most;
        }
        if (nh_picker_wants(p, most))
            nh_picker_add(p,
                          &(nh_listed){l->passages + i, l->tf + i, l->lengths + i, of, n});
    }
    nh_picker_end(p, out);
}

static nh_impact_table *impacts_of(const list *l)
{
    nh_impact_table *t = (nh_impact_table *)calloc(1, sizeof *t);

    for (uint32_t tf = 1; tf < 256; tf++)
        for (uint32_t length = 1; length < 256; length++)
            t->of[tf][length] = nh_impact(tf, length, l->rule.k1, l->rule.b, 90 * 256);
    return t;
}

static void a_picked_list_is_that_of_all_postings_compared(void **state)
{
    random_numbers r = {random_setting("NH_TEST_SEED", 5)};

    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        list *l = new_list(&shapes[i], &r);
        nh_impact_table *impacts = impacts_of(l);
        nh_worth_ranks *ranks;
        nh_picker *p;

        assert_int_equal(nh_worth_ranks_new(NULL, &l->rule, &ranks, NULL), NH_OK);
        assert_int_equal(nh_picker_new(NULL, &l->scope, &l->rule, impacts, &p, NULL),
                         NH_OK);
        for (uint32_t again = 0; again < 2; again++) {
            nh_buffer out = {0};

            pick(p, l, impacts, &out);
            assert_true(nh_buf_ok(&out));
            check_record(l, ranks, &out);
            nh_buf_free(&out);
        }
        nh_picker_free(p);
        nh_release(NULL, ranks);
        free(impacts);
        free(l);
    }
}

static void postings_that_cannot_matter_are_not_wanted(void **state)
{
    random_numbers r = {1};
    list *l = new_list(&(shape){MOST, 200, 100, 1, false}, &r);
    nh_impact_table *impacts = impacts_of(l);
    nh_buffer out = {0};
    nh_picker *p;

    (void)state;
    assert_int_equal(nh_picker_new(NULL, &l->scope, &l->rule, impacts, &p, NULL), NH_OK);
    nh_picker_begin(p);
    assert_true(nh_picker_wants(p, impacts->of[1][255]));
    pick(p, l, impacts, &out);
    assert_false(nh_picker_wants(p, impacts->of[150][100]));
    assert_true(nh_picker_wants(p, impacts->of[200][1]));
    nh_picker_free(p);
    nh_buf_free(&out);
    free(impacts);
    free(l);
}

static nh_status pick_with(const nh_env *env, void *context)
{
    static const nh_impact_table impacts;
    const list *l = (const list *)context;
    nh_picker *p;
    const nh_status st = nh_picker_new(env, &l->scope, &l->rule, &impacts, &p, NULL);

    nh_picker_free(p);
    return st;
}

static void every_failed_allocation_is_reported_and_leaks_nothing(void **state)
{
    random_numbers r = {1};
    list *l = new_list(&shapes[0], &r);

    (void)state;
    (void)fault_sweep_allocations(pick_with, l);
    free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picked_list_is_that_of_all_postings_compared),
        cmocka_unit_test(postings_that_cannot_matter_are_not_wanted),
        cmocka_unit_test(every_failed_allocation_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
