/* tests/unit/test_container_advice.c - what the system is told of the bytes that will be read of a file. */
#include <stdlib.h>

#include "common/segment/file/container.h"
#include "tests/support/cm.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/temp_dir.h"

static const uint8_t info[] = "about the passages";

/* What the system was told of the bytes of a mapping. */
typedef struct told {
    nh_io io;
    nh_env env;
    const uint8_t *begin;
    size_t random, soon;
    uint64_t until; /* where the last bytes that were asked for end */
    uint64_t most, sum;
    bool gaps;
} told;

static int tell(void *self, const uint8_t *bytes, uint64_t size, nh_advice what)
{
    told *t = (told *)self;

    if (what == NH_ADVICE_RANDOM) {
        t->begin = bytes;
        t->random++;
        return 0;
    }
    t->soon++;
    t->gaps |= (uint64_t)(bytes - t->begin) > t->until;
    t->until = (uint64_t)(bytes - t->begin) + size;
    t->most = size > t->most ? size : t->most;
    t->sum += size;
    return 0;
}

/* A file with a section of `size` bytes, opened by a system that listens. */
static void open_told(const temp_dir *t, size_t size, told *says, nh_container **c)
{
    const nh_file_ref ref = {.name = "a.seg"};
    uint8_t *bytes = (uint8_t *)calloc(size, 1);
    nh_buffer out = {0};

    assert_non_null(bytes);
    container_make(NH_KIND_SEGMENT,
                   (made_section[]){{NH_SECTION_INFO, info, sizeof info},
                                    {NH_SECTION_POSTINGS, bytes, size}},
                   2, &out);
    temp_dir_write(t, "a.seg", out.bytes, out.size);
    says->io = *nh_env_system()->io;
    says->io.self = says;
    says->io.advise = tell;
    says->env = (nh_env){.io = &says->io, .memory = nh_env_system()->memory};
    assert_int_equal(
        nh_container_open(&says->env, t->fd, &ref, NH_KIND_SEGMENT, 0, c, NULL), NH_OK);
    nh_buf_free(&out);
    free(bytes);
}

static void read_at(nh_container *c, uint64_t at, uint64_t size)
{
    const uint8_t *bytes;

    assert_int_equal(nh_container_bytes(c, NH_SECTION_POSTINGS, at, size, &bytes, NULL),
                     NH_OK);
}

static void what_is_read_here_and_there_is_all_that_is_asked_for(void **state)
{
    const uint64_t size = 64 * NH_CHECK_BLOCK;
    told says = {0};
    nh_container *c;

    open_told(*state, size, &says, &c);
    assert_int_equal(says.random, 1);
    says.soon = says.sum = says.most = 0; /* of the tables */
    for (uint64_t i = 0; i < 40; i++)
        read_at(c, (10 + i * 17 % 50) * NH_CHECK_BLOCK, 4); /* some of them again */
    assert_true(says.soon <= 40);
    assert_int_equal(says.most, NH_CHECK_BLOCK);
    nh_container_close(c);
}

static void whoever_goes_on_gets_more_at_once(void **state)
{
    const uint64_t size = 1200 * NH_CHECK_BLOCK;
    told says = {0};
    nh_container *c;

    open_told(*state, size, &says, &c);
    says.soon = says.sum = says.most = says.until = says.gaps = 0;
    for (uint64_t at = 0; at < size; at += 1000)
        read_at(c, at, size - at < 5000 ? size - at : 5000);
    assert_true(says.soon > 5 && says.soon < 20);
    assert_int_equal(says.most, 256 * NH_CHECK_BLOCK);
    assert_false(says.gaps);
    assert_true(says.sum >= size && says.sum <= size + 256 * NH_CHECK_BLOCK);
    nh_container_close(c);
}

static void what_is_expected_is_asked_for_once(void **state)
{
    const uint64_t size = 64 * NH_CHECK_BLOCK;
    told says = {0};
    nh_container *c;

    open_told(*state, size, &says, &c);
    says.soon = says.sum = says.most = 0;
    for (uint64_t i = 0; i < 6; i++)
        nh_container_expect(c, NH_SECTION_POSTINGS, (5 + i % 3 * 10) * NH_CHECK_BLOCK, 9);
    assert_int_equal(says.soon, 3);
    for (uint64_t i = 0; i < 3; i++)
        read_at(c, (5 + i * 10) * NH_CHECK_BLOCK, 9);
    assert_int_equal(says.soon, 3);
    nh_container_expect(c, NH_SECTION_POSTINGS, size - 8,
                        9); /* bytes that it does not have */
    nh_container_expect(c, NH_SECTION_POSTINGS, UINT64_MAX, 9);
    nh_container_expect(c, NH_SECTION_CODES, 0, 9);
    assert_int_equal(says.soon, 3);
    nh_container_expect(c, NH_SECTION_POSTINGS, size - 8, 8);
    assert_int_equal(says.soon, 4);
    nh_container_close(c);
}

static void of_a_small_file_nobody_is_told(void **state)
{
    told says = {0};
    nh_container *c;

    open_told(*state, 1000, &says, &c);
    read_at(c, 0, 1000);
    assert_int_equal(says.random + says.soon, 0);
    nh_container_close(c);
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(what_is_read_here_and_there_is_all_that_is_asked_for),
        IN_DIRECTORY(whoever_goes_on_gets_more_at_once),
        IN_DIRECTORY(what_is_expected_is_asked_for_once),
        IN_DIRECTORY(of_a_small_file_nobody_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
