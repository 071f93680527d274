/* tests/unit/test_article_batch.c - articles copied on their way to another thread. */
#include "tests/support/cm.h"

#include <string.h>

#include "common/base/str.h"
#include "indexer/invert/article_batch.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/made_articles.h"

static void a_copy_is_equal_and_its_own(void **state)
{
    static nh_article_batch b;
    made_articles *a = made_articles_new("a-", 20, 1);

    (void)state;
    for (size_t i = 0; i < a->count; i++) {
        const nh_article *from = &a->list[i];
        const nh_article *to = &b.articles[i];

        assert_int_equal(nh_article_batch_add(&b, from, NULL), NH_OK);
        assert_true(nh_str_equal(to->id, from->id));
        assert_true(nh_str_equal(to->text, from->text));
        assert_ptr_not_equal(to->text.ptr, from->text.ptr);
        assert_true(nh_str_equal(to->headline, from->headline));
        assert_true(nh_str_equal(to->source, from->source));
        assert_true(nh_str_equal(to->language, from->language));
        assert_int_equal(to->n_skips, from->n_skips);
        assert_int_equal(to->n_fields, from->n_fields);
        for (size_t k = 0; k < to->n_fields; k++)
            assert_true(nh_str_equal(to->fields[k].value, from->fields[k].value));
        assert_int_equal(to->record, from->record);
    }
    made_articles_free(a);
    assert_memory_equal(b.articles[19].id.ptr, "a-000019", 8);
    nh_article_batch_reset(&b);
    assert_int_equal(b.count, 0);
    nh_arena_close(&b.arena);
}

static void a_batch_is_full_by_number_or_by_bytes(void **state)
{
    static nh_article_batch b;
    static char text[NH_BATCH_BYTES];
    const nh_article small = {.id = {"a", 1}};
    const nh_article large = {.id = {"a", 1}, .text = {text, sizeof text}};

    (void)state;
    for (size_t i = 0; i < NH_BATCH_ARTICLES; i++) {
        assert_false(nh_article_batch_is_full(&b));
        assert_int_equal(nh_article_batch_add(&b, &small, NULL), NH_OK);
    }
    assert_true(nh_article_batch_is_full(&b));
    nh_article_batch_reset(&b);
    memset(text, 'x', sizeof text);
    assert_int_equal(nh_article_batch_add(&b, &large, NULL), NH_OK);
    assert_true(nh_article_batch_is_full(&b));
    nh_arena_close(&b.arena);
}

static nh_status add_some(const nh_env *env, void *context)
{
    static nh_article_batch b;
    const made_articles *a = (const made_articles *)context;
    nh_status st = NH_OK;

    b = (nh_article_batch){.arena = {.env = env}};
    for (size_t i = 0; st == NH_OK && i < a->count; i++)
        st = nh_article_batch_add(&b, &a->list[i], NULL);
    nh_arena_close(&b.arena);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    made_articles *a = made_articles_new("a-", 8, 1);

    (void)state;
    assert_true(fault_sweep_allocations(add_some, a) > 0);
    made_articles_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_is_equal_and_its_own),
        cmocka_unit_test(a_batch_is_full_by_number_or_by_bytes),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
