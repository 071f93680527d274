/* tests/unit/test_block_press.c - blocks come back in their order, and inflate to what was given. */
#include "indexer/write/stored/block_press.h"

#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define BLOCKS 40u
#define SIZE 3000u

static void fill(nh_buffer *b, uint32_t number)
{
    nh_buf_clear(b);
    for (uint32_t i = 0; i < SIZE + number; i++)
        nh_buf_u8(b, (uint8_t)('a' + (i * (number + 3)) % 17));
}

static nh_status take(nh_block_press *p, uint32_t *next, const uint8_t *texts)
{
    const uint8_t *back = NULL;
    nh_inflater *z;
    nh_buffer expected = {0};
    const nh_press_block *b;
    nh_deflated in;
    nh_status st = nh_block_press_get(p, &b, NULL);

    if (st != NH_OK || b == NULL)
        return st;
    assert_int_equal(b->first, *next);
    fill(&expected, *next);
    in = (nh_deflated){
        b->packed.bytes, b->packed.size,
        b->dictionary > 0 ? texts + (b->dictionary - 1) * (size_t)NH_DICTIONARY : NULL};
    assert_int_equal(nh_inflater_new(NULL, &z, NULL), NH_OK);
    assert_int_equal(nh_inflate(z, &in, SIZE + *next, &back, NULL), NH_OK);
    assert_memory_equal(back, expected.bytes, expected.size);
    nh_inflater_free(z);
    nh_buf_free(&expected);
    ++*next;
    return NH_OK;
}

/* Every fifth block and those behind it go on from another text. */
static nh_status press_all(const nh_env *env, void *context)
{
    static uint8_t texts[2 * NH_DICTIONARY];
    const unsigned threads = *(const unsigned *)context;
    nh_press_block block = {.raw = {.env = env}};
    nh_block_press *p;
    uint32_t next = 0;
    nh_status st = nh_block_press_new(env, threads, 6, &p, NULL);

    memset(texts, 'x', NH_DICTIONARY);
    for (size_t i = 0; i < NH_DICTIONARY; i++)
        texts[NH_DICTIONARY + i] = (uint8_t)('a' + i % 17);
    for (uint32_t i = 0; st == NH_OK && i < BLOCKS; i++) {
        if (nh_block_press_full(p))
            st = take(p, &next, texts);
        fill(&block.raw, i);
        block.first = i;
        block.dictionary = i / 5 % 3;
        block.goes_on_from = block.dictionary == 0
                                 ? NULL
                                 : texts + (block.dictionary - 1) * (size_t)NH_DICTIONARY;
        if (st == NH_OK)
            st = nh_buf_status(&block.raw, NULL, "a block");
        if (st == NH_OK)
            nh_block_press_put(p, &block);
    }
    for (uint32_t before = UINT32_MAX; st == NH_OK && before != next;) {
        before = next;
        st = take(p, &next, texts);
    }
    if (st == NH_OK)
        assert_int_equal(next, BLOCKS);
    nh_block_press_free(p);
    nh_buf_free(&block.raw);
    return st;
}

static void blocks_come_back_in_order(void **state)
{
    (void)state;
    for (unsigned threads = 2; threads <= 5; threads++)
        assert_int_equal(press_all(nh_env_system(), &threads), NH_OK);
}

static void failed_allocations_are_told(void **state)
{
    unsigned threads = 2;
    fault *f = fault_new();
    size_t n;

    (void)state;
    assert_int_equal(press_all(fault_env(f), &threads), NH_OK);
    n = fault_allocations(f);
    fault_free(f);
    for (size_t i = 0; i < n; i += i < 20 ? 1 : 7) {
        nh_status st;

        f = fault_new();
        fault_fail_allocation(f, i, true);
        st = press_all(fault_env(f), &threads);
        assert_true(st == NH_E_NOMEM || (st == NH_OK && !fault_reached(f)));
        fault_free(f);
    }
}

static void work_that_nobody_fetches_is_dropped(void **state)
{
    nh_press_block block = {.raw = {0}};
    nh_block_press *p;

    (void)state;
    assert_int_equal(nh_block_press_new(nh_env_system(), 3, 6, &p, NULL), NH_OK);
    while (!nh_block_press_full(p)) {
        fill(&block.raw, 1);
        nh_block_press_put(p, &block);
    }
    nh_block_press_free(p);
    nh_buf_free(&block.raw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_come_back_in_order),
        cmocka_unit_test(failed_allocations_are_told),
        cmocka_unit_test(work_that_nobody_fetches_is_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
