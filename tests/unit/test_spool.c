/* tests/unit/test_spool.c - bytes of a section, in memory and then in a file. */
#include "tests/support/cm.h"

#include <errno.h>
#include <string.h>

#include "indexer/write/file/spool.h"
#include "tests/support/faults/fault.h"
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

#define MIB ((size_t)1 << 20)

/* Sizes that need no piece, one, and several, with room for all, for some, or for none. */
static void what_has_room_stays_in_memory(void **state)
{
    static const struct {
        uint64_t size;
        size_t most;
        bool in_file;
    } cases[] = {
        {300000, 64 * MIB, false},  {700000, 64 * MIB, false}, {30000000, 64 * MIB, false},
        {30000000, 12 * MIB, true}, {700000, 5 * MIB, false},  {700000, 2 * MIB, true},
        {30000000, 0, true},
    };
    const temp_dir *t = (const temp_dir *)*state;

    for (size_t i = 0; i < COUNT(cases); i++) {
        nh_spool_room room = {.most = cases[i].most};
        nh_spool s;
        expected e = {0}, again = {0};

        nh_spool_init(&s, NULL, t->fd);
        s.room = &room;
        assert_int_equal(put_bytes(&s, cases[i].size), NH_OK);
        assert_int_equal(nh_spool_size(&s), cases[i].size);
        assert_int_equal(s.fd >= 0, cases[i].in_file);
        assert_true(room.held <= room.most);
        assert_int_equal(nh_spool_replay(&s, compare, &e, NULL), NH_OK);
        assert_int_equal(e.at, cases[i].size);
        assert_int_equal(nh_spool_drain(&s, compare, &again, NULL), NH_OK);
        assert_int_equal(again.at, cases[i].size);
        assert_int_equal(nh_spool_size(&s), 0);
        assert_int_equal(room.held, 0);
    }
}

/* Bytes that were in a file, in pieces and in memory all end up in the file, in order. */
static void what_is_held_can_be_moved_to_the_file(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_spool_room room = {.most = 64 * MIB};
    nh_spool s;
    expected e = {0};

    nh_spool_init(&s, NULL, t->fd);
    s.room = &room;
    assert_int_equal(put_bytes(&s, 9000000), NH_OK);
    assert_int_equal(nh_spool_spill(&s, NULL), NH_OK);
    assert_int_equal(room.held, 0);
    assert_int_equal(s.spilled, 9000000);
    assert_int_equal(nh_spool_replay(&s, compare, &e, NULL), NH_OK);
    assert_int_equal(e.at, 9000000);
    nh_spool_clear(&s);
}

/* Two spools, each in memory, in pieces or in a file, become one. */
static nh_status join(const nh_env *env, int dir, const uint64_t sizes[2],
                      const size_t most[2])
{
    nh_spool_room rooms[2] = {{.most = most[0]}, {.most = most[1]}};
    nh_spool s[2];
    nh_status st = NH_OK;
    uint64_t whole = sizes[0] + sizes[1];
    expected e = {0};

    for (unsigned i = 0; i < 2; i++) {
        nh_spool_init(&s[i], env, dir);
        s[i].room = &rooms[i];
        if (st == NH_OK)
            st = put_bytes(&s[i], sizes[i]);
    }
    if (st == NH_OK)
        st = nh_spool_append(&s[0], &s[1], NULL);
    if (st == NH_OK) {
        assert_int_equal(nh_spool_size(&s[0]), whole);
        assert_int_equal(nh_spool_size(&s[1]), 0);
        st = nh_spool_replay(&s[0], compare, &e, NULL);
        assert_true(st != NH_OK || e.at == whole);
    }
    nh_spool_clear(&s[0]);
    nh_spool_clear(&s[1]);
    assert_int_equal(rooms[0].held, 0);
    assert_int_equal(rooms[1].held, 0);
    return st;
}

static void spools_are_joined_wherever_their_bytes_are(void **state)
{
    /* Multiples of 256,000, so that the second one's bytes go on where the first one's end. */
    static const uint64_t sizes[] = {0, 256000, 768000, 4864000};
    static const size_t most[] = {0, 10 * MIB, 64 * MIB};
    const temp_dir *t = (const temp_dir *)*state;

    for (size_t i = 0; i < COUNT(sizes) * COUNT(sizes); i++)
        for (size_t k = 0; k < COUNT(most) * COUNT(most); k++)
            assert_int_equal(
                join(NULL, t->fd,
                     (const uint64_t[]){sizes[i / COUNT(sizes)], sizes[i % COUNT(sizes)]},
                     (const size_t[]){most[k / COUNT(most)], most[k % COUNT(most)]}),
                NH_OK);
}

typedef struct job {
    const temp_dir *t;
} job;

static nh_status join_held(const nh_env *env, void *context)
{
    const job *j = (const job *)context;

    return join(env, j->t->fd, (const uint64_t[]){768000, 768000},
                (const size_t[]){64 * MIB, 64 * MIB});
}

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
    assert_true(fault_sweep_allocations(join_held, &j) > 6);
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
        IN_DIRECTORY(what_has_room_stays_in_memory),
        IN_DIRECTORY(what_is_held_can_be_moved_to_the_file),
        IN_DIRECTORY(spools_are_joined_wherever_their_bytes_are),
        IN_DIRECTORY(every_allocation_may_fail),
        IN_DIRECTORY(every_file_call_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
