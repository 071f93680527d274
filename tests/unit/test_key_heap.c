/* tests/unit/test_key_heap.c - which of several sorted lists has the smallest key. */
#include "tests/support/cm.h"

#include "common/base/str.h"
#include "indexer/merge/key_heap.h"

static void keys_come_out_in_order_and_equal_ones_by_list(void **state)
{
    static const char *const keys[] = {"m", "a", "zz", "a", "", "b", "a", "ab"};
    static const uint32_t expected[] = {4, 1, 3, 6, 7, 5, 0, 2};
    nh_heap_item items[COUNT(keys)];
    nh_key_heap h = {.items = items};

    (void)state;
    for (uint32_t i = 0; i < COUNT(keys); i++)
        nh_heap_push(&h, (nh_heap_item){nh_str_of(keys[i]), i});
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_int_equal(h.items[0].list, expected[i]);
        nh_heap_pop(&h);
    }
    assert_int_equal(h.count, 0);
}

static void a_list_that_goes_on_finds_its_new_place(void **state)
{
    nh_heap_item items[3];
    nh_key_heap h = {.items = items};

    (void)state;
    nh_heap_push(&h, (nh_heap_item){NH_STR("b"), 0});
    nh_heap_push(&h, (nh_heap_item){NH_STR("d"), 1});
    nh_heap_push(&h, (nh_heap_item){NH_STR("f"), 2});
    nh_heap_replace(&h, NH_STR("e"));
    assert_int_equal(h.items[0].list, 1);
    nh_heap_replace(&h, NH_STR("g"));
    assert_int_equal(h.items[0].list, 0);
    nh_heap_replace(&h, NH_STR("g")); /* equal to list 1, which is greater */
    assert_int_equal(h.items[0].list, 2);
    nh_heap_pop(&h);
    assert_int_equal(h.items[0].list, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_out_in_order_and_equal_ones_by_list),
        cmocka_unit_test(a_list_that_goes_on_finds_its_new_place),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
