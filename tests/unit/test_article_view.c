/* tests/unit/test_article_view.c - passages into articles and back, from a bit a passage. */
#include "common/segment/articles/article_view.h"

#include <stdlib.h>

#include "indexer/write/bounds/article_begins.h"
#include "tests/support/cm.h"

/* How long articles are: all of them `least` passages, and up to `more` more, by chance. */
typedef struct lengths {
    uint32_t articles, least, more;
} lengths;

/* A view of such articles; first[] of them and of what is behind them is freed by the caller, and
 * so are the bytes of the spool. */
static nh_article_view make_view(const lengths *l, nh_spool *s, uint32_t **first)
{
    uint32_t at = 0, seed = 1;
    uint64_t *begins;
    nh_article_view v = {.count = l->articles};

    *first = (uint32_t *)calloc(l->articles + 1, sizeof **first);
    for (uint32_t a = 0; a < l->articles; a++) {
        (*first)[a] = at;
        seed = seed * 1664525 + 1013904223;
        at += l->least + (l->more > 0 ? (seed >> 8) % (l->more + 1) : 0);
    }
    (*first)[l->articles] = v.passages = at;
    begins = nh_begins_new(NULL, at);
    for (uint32_t a = 0; a < l->articles; a++)
        nh_begins_set(begins, (*first)[a]);
    nh_spool_init(s, NULL, -1);
    assert_int_equal(nh_begins_put(begins, at, s, NULL), NH_OK);
    assert_int_equal(s->memory.size, nh_begins_size(at, l->articles));
    nh_release(NULL, begins);
    v.rows = s->memory.bytes;
    v.samples = v.rows + (size_t)nh_begins_rows(at) * NH_BEGINS_ROW;
    return v;
}

static void each_passage_has_its_article_and_each_article_its_passages(void **state)
{
    static const lengths rows[] = {{1, 1, 0},     {1, 64, 0},   {1, 1000, 0},  {64, 1, 0},
                                   {65, 1, 1},    {512, 1, 0},  {513, 1, 0},   {700, 2, 3},
                                   {300, 1, 400}, {2000, 1, 1}, {1500, 63, 2}, {40, 64, 0}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_spool s;
        uint32_t *first;
        const nh_article_view v = make_view(&rows[i], &s, &first);

        for (uint32_t a = 0; a < v.count; a++) {
            assert_int_equal(nh_first_passage(&v, a), first[a]);
            for (uint32_t p = first[a]; p < first[a + 1]; p++) {
                assert_int_equal(nh_article_of(&v, p), a);
                assert_int_equal(nh_article_begins(&v, p), p == first[a]);
                assert_int_equal(nh_article_from(&v, p), first[a]);
                assert_int_equal(nh_article_end(&v, p), first[a + 1]);
            }
        }
        assert_int_equal(nh_first_passage(&v, v.count), v.passages);
        nh_spool_clear(&s);
        free(first);
    }
}

static void without_rows_each_passage_is_an_article(void **state)
{
    const nh_article_view v = {.count = 7, .passages = 7};

    (void)state;
    for (uint32_t p = 0; p < 7; p++) {
        assert_int_equal(nh_article_of(&v, p), p);
        assert_true(nh_article_begins(&v, p));
        assert_int_equal(nh_article_from(&v, p), p);
        assert_int_equal(nh_article_end(&v, p), p + 1);
        assert_int_equal(nh_first_passage(&v, p), p);
    }
    assert_int_equal(nh_first_passage(&v, 7), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_passage_has_its_article_and_each_article_its_passages),
        cmocka_unit_test(without_rows_each_passage_is_an_article),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
