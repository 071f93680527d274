/* tests/unit/test_spool.c - bytes of a section, in memory and then in a file. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>

#include "indexer/write/spool.h"
#include "tests/support/fault.h"
#include "tests/support/temp_dir.h"

/* Compares what is replayed with what was put: byte i of all is i * 7. */
typedef struct expected {
    uint64_t at;
} expected;

static nh_status compare(void *self, const void *bytes, size_t size, nh_error *err)
{
    expected *e = (expected *)self;
    const uint8_t *got = (const uint8_t *)bytes;

    (void)err;
    for (size_t i = 0; i < size; i++)
        if (got[i] != (uint8_t)((e->at + i) * 7))
            return NH_E_INTERNAL;
    e->at += size;
    return NH_OK;
}

static nh_status put_bytes(nh_spool *s, uint64_t n)
{
    uint8_t chunk[1000];
    nh_status st = NH_OK;

    for (uint64_t at = 0; st == NH_OK && at < n; at += sizeof chunk) {
        for (size_t i = 0; i < sizeof chunk; i++)
            chunk[i] = (uint8_t)((at + i) * 7);
        st = nh_spool_put(s, chunk, sizeof chunk, NULL);
    }
    return st;
}

static void bytes_come_back_from_memory_and_from_the_file(void **state)
{
    static const uint64_t sizes[] = {0, 1000, NH_SPOOL_MEMORY / 1000 * 1000,
                                     NH_SPOOL_MEMORY / 1000 * 3000 + 5000};
    const temp_dir *t = (const temp_dir *)*state;

    for (size_t i = 0; i < COUNT(sizes); i++) {
        nh_spool s;
        expected e = {0};

        nh_spool_init(&s, NULL, t->fd);
        assert_int_equal(put_bytes(&s, sizes[i]), NH_OK);
        assert_int_equal(nh_spool_size(&s), sizes[i]);
        assert_int_equal(s.fd >= 0, sizes[i] >= NH_SPOOL_MEMORY);
        assert_int_equal(nh_spool_replay(&s, compare, &e, NULL), NH_OK);
        assert_int_equal(e.at, sizes[i]);
        nh_spool_clear(&s);
        assert_int_equal(nh_spool_size(&s), 0);
        nh_spool_clear(&s);
    }
}

typedef struct job {
    const temp_dir *t;
} job;

static nh_status spill(const nh_env *env, void *context)
{
    const job *j = (const job *)context;
    nh_spool s;
    expected e = {0};
    nh_status st;

    nh_spool_init(&s, env, j->t->fd);
    st = put_bytes(&s, NH_SPOOL_MEMORY + 5000);
    if (st == NH_OK)
        st = nh_spool_replay(&s, compare, &e, NULL);
    nh_spool_clear(&s);
    return st;
}

static void every_allocation_may_fail(void **state)
{
    job j = {(const temp_dir *)*state};

    assert_true(fault_sweep_allocations(spill, &j) > 3);
}

static void every_file_call_may_fail(void **state)
{
    job j = {(const temp_dir *)*state};
    bool reached = true;
    size_t n = 0;

    for (; reached; n++) {
        fault *f = fault_new();
        nh_status st;

        fault_fail_call(f, n, EIO, false);
        st = spill(fault_env(f), &j);
        reached = fault_reached(f);
        if (!reached)
            assert_int_equal(st, NH_OK);
        else /* only the close of a file without a name may fail unseen */
            assert_true(st == NH_E_IO || st == NH_OK);
        fault_free(f);
    }
    assert_true(n > 4);
}

#define IN_DIRECTORY(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_DIRECTORY(bytes_come_back_from_memory_and_from_the_file),
        IN_DIRECTORY(every_allocation_may_fail),
        IN_DIRECTORY(every_file_call_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
