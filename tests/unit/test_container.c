/* tests/unit/test_container.c - a file is opened whole or refused with a place. */
#include "common/segment/file/container.h"

#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "common/base/bytes/little_endian.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/temp_dir.h"

static const uint8_t info[] = "about the passages", terms[] = "aardvark to zygote";
static uint8_t large[200000];

static void make_file(nh_buffer *out)
{
    for (size_t i = 0; i < sizeof large; i++)
        large[i] = (uint8_t)(i * 7);
    container_make(NH_KIND_SEGMENT,
                   (made_section[]){{NH_SECTION_INFO, info, sizeof info},
                                    {NH_SECTION_TERMS, terms, sizeof terms},
                                    {NH_SECTION_POSTINGS, large, sizeof large},
                                    {200, "optional", 8}},
                   4, out);
}

static nh_status open_bytes(const temp_dir *t, const uint8_t *bytes, size_t size,
                            nh_container **c, nh_error *err)
{
    const nh_file_ref ref = {.name = "a.seg"};

    temp_dir_write(t, "a.seg", bytes, size);
    return nh_container_open(NULL, t->fd, &ref, NH_KIND_SEGMENT, NH_CONTAINER_COPY, c, err);
}

static void sections_are_read(void **state)
{
    nh_buffer out = {0};
    nh_container *c;
    const uint8_t *bytes;
    uint64_t size;

    make_file(&out);
    assert_int_equal(open_bytes(*state, out.bytes, out.size, &c, NULL), NH_OK);
    assert_int_equal(nh_container_section(c, NH_SECTION_TERMS, &bytes, &size, NULL), NH_OK);
    assert_int_equal(size, sizeof terms);
    assert_memory_equal(bytes, terms, size);
    assert_int_equal(nh_container_offset(c, NH_SECTION_TERMS) % 64, 0);
    assert_int_equal(nh_container_section(c, NH_SECTION_CODES, &bytes, &size, NULL), NH_OK);
    assert_int_equal(size, 0);
    assert_null(bytes);
    assert_int_equal(nh_container_bytes(c, NH_SECTION_POSTINGS, 199990, 10, &bytes, NULL),
                     NH_OK);
    assert_memory_equal(bytes, large + 199990, 10);
    assert_int_equal(nh_container_bytes(c, NH_SECTION_POSTINGS, 199990, 11, &bytes, NULL),
                     NH_E_CORRUPT);
    assert_int_equal(
        nh_container_bytes(c, NH_SECTION_POSTINGS, UINT64_MAX, 2, &bytes, NULL),
        NH_E_CORRUPT);
    assert_int_equal(nh_container_bytes(c, NH_SECTION_POSTINGS, 0, 0, &bytes, NULL),
                     NH_E_CORRUPT);
    assert_int_equal(nh_container_check(c, NULL), NH_OK);
    nh_container_close(c);
    nh_buf_free(&out);
}

static void a_bad_block_is_noticed_at_its_first_use(void **state)
{
    nh_buffer out = {0};
    nh_container *c;
    const uint8_t *bytes;
    nh_error err = {0};

    make_file(&out);
    out.bytes[140000] ^= 1;
    assert_int_equal(open_bytes(*state, out.bytes, out.size, &c, NULL), NH_OK);
    assert_int_equal(nh_container_bytes(c, NH_SECTION_POSTINGS, 0, 1000, &bytes, NULL),
                     NH_OK);
    assert_int_equal(nh_container_bytes(c, NH_SECTION_POSTINGS, 135000, 1, &bytes, &err),
                     NH_E_CORRUPT);
    assert_int_equal(err.offset, 131072);
    assert_string_equal(err.where, "a.seg");
    assert_non_null(strstr(err.what, "expected"));
    assert_int_equal(nh_container_check(c, &err), NH_E_CORRUPT);
    nh_container_close(c);
    nh_buf_free(&out);
}

/* The large section has thirteen blocks of 16 KiB, the first of which it shares with others. */
static void a_section_is_checked_when_all_of_its_blocks_are(void **state)
{
    nh_buffer out = {0};
    nh_container *c;
    const uint8_t *bytes;

    make_file(&out);
    assert_int_equal(open_bytes(*state, out.bytes, out.size, &c, NULL), NH_OK);
    assert_true(nh_container_is_checked(c, NH_SECTION_CODES)); /* it is not there */
    assert_false(nh_container_is_checked(c, NH_SECTION_POSTINGS));
    for (uint64_t at = 0; at < sizeof large; at += 1000)
        if (at < 80000 || at >= 120000) /* blocks between them are left out */
            assert_int_equal(
                nh_container_bytes(c, NH_SECTION_POSTINGS, at, 1000, &bytes, NULL), NH_OK);
    assert_false(nh_container_is_checked(c, NH_SECTION_POSTINGS));
    assert_int_equal(
        nh_container_bytes(c, NH_SECTION_POSTINGS, 0, sizeof large, &bytes, NULL), NH_OK);
    assert_true(nh_container_is_checked(c, NH_SECTION_POSTINGS));
    nh_container_close(c);
    nh_buf_free(&out);
}

/* A field to change and what is said then; checksums are made right again. */
typedef struct forged {
    bool in_footer;
    size_t at;
    uint8_t value;
    nh_status expected;
    const char *said;
} forged;

static void forged_fields_are_refused(void **state)
{
    static const forged rows[] = {
        {false, 0, 'n', NH_E_CORRUPT, "header"},
        {false, 4, 1, NH_E_CORRUPT, "kind"},
        {false, 6, 2, NH_E_VERSION, "version 2"},
        {false, 8, 1, NH_E_VERSION, "features 1"},
        {false, 16, 1, NH_E_CORRUPT, "reserved"},
        {false, 59, 1, NH_E_CORRUPT, "reserved"},
        {true, 0, 'x', NH_E_CORRUPT, "footer"},
        {true, 4, 0, NH_E_CORRUPT, "sections"},
        {true, 4, 3, NH_E_CORRUPT, "checksums"},
        {true, 8, 0, NH_E_CORRUPT, "file_size"},
        {true, 16, 65, NH_E_CORRUPT, "table_offset"},
        {true, 23, 255, NH_E_CORRUPT, "table_offset"},
        {true, 32, 1, NH_E_CORRUPT, "reserved"},
    };
    nh_buffer out = {0};

    make_file(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const size_t at = rows[i].at + (rows[i].in_footer ? out.size - 64 : 0);
        const uint8_t before = out.bytes[at];
        nh_container *c;
        nh_error err = {0};

        out.bytes[at] = rows[i].value;
        container_repair(out.bytes, out.size);
        assert_int_equal(open_bytes(*state, out.bytes, out.size, &c, &err),
                         rows[i].expected);
        assert_null(c);
        assert_non_null(strstr(err.what, rows[i].said));
        out.bytes[at] = before;
    }
    nh_buf_free(&out);
}

static void forged_section_tables_are_refused(void **state)
{
    static const forged rows[] = {
        {false, 0, 40, NH_E_VERSION, "kind 40"}, {false, 0, 1, NH_E_VERSION, "commit"},
        {false, 24, 2, NH_E_CORRUPT, "second"},  {false, 2, 2, NH_E_VERSION, "version 2"},
        {false, 4, 1, NH_E_CORRUPT, "reserved"}, {false, 8, 128, NH_E_CORRUPT, "offset"},
        {false, 16, 0, NH_E_CORRUPT, "size"},    {false, 16, 100, NH_E_CORRUPT, "offset"},
        {false, 23, 255, NH_E_CORRUPT, "size"},  {false, 88, 80, NH_E_CORRUPT, "size"},
    };
    nh_buffer out = {0};
    size_t table = 0;

    make_file(&out);
    for (unsigned i = 0; i < 4; i++)
        table |= (size_t)out.bytes[out.size - 64 + 16 + i] << (8 * i);
    for (size_t i = 0; i < COUNT(rows); i++) {
        const uint8_t before = out.bytes[table + rows[i].at];
        nh_container *c;
        nh_error err = {0};

        out.bytes[table + rows[i].at] = rows[i].value;
        container_repair(out.bytes, out.size);
        assert_int_equal(open_bytes(*state, out.bytes, out.size, &c, &err),
                         rows[i].expected);
        assert_non_null(strstr(err.what, rows[i].said));
        out.bytes[table + rows[i].at] = before;
    }
    nh_buf_free(&out);
}

static void a_damaged_file_is_never_called_newer(void **state)
{
    nh_buffer out = {0};
    nh_container *c;

    make_file(&out);
    out.bytes[6] = 2;
    assert_int_equal(open_bytes(*state, out.bytes, out.size, &c, NULL), NH_E_CORRUPT);
    nh_buf_free(&out);
}

/* It had a checksum for each 64 KiB, so fewer of them. */
static void a_file_of_an_earlier_build_is_called_so(void **state)
{
    const uint32_t block = 65536;
    nh_buffer out = {0};
    nh_error err = {0};
    nh_container *c;
    uint8_t *foot;
    size_t checks, size;

    make_file(&out);
    foot = out.bytes + out.size - NH_ENVELOPE_SIZE;
    checks = nh_le32(foot + 16) + nh_le32(foot + 4) * (size_t)NH_SECTION_ENTRY;
    size = checks + (checks + block - 1) / block * 4 + NH_ENVELOPE_SIZE;
    memmove(out.bytes + size - NH_ENVELOPE_SIZE, foot, NH_ENVELOPE_SIZE);
    for (size_t i = 0; i < 4; i++)
        out.bytes[size - NH_ENVELOPE_SIZE + 8 + i] = (uint8_t)(size >> 8 * i);
    container_repair(out.bytes, size);
    assert_int_equal(open_bytes(*state, out.bytes, size, &c, &err), NH_E_VERSION);
    assert_string_equal(err.what, "made by an earlier build; index the articles again");
    nh_buf_free(&out);
}

static void a_file_of_another_commit_is_refused(void **state)
{
    temp_dir *t = *state;
    nh_buffer out = {0};
    nh_file_ref ref;
    nh_container *c;
    nh_error err = {0};

    make_file(&out);
    temp_dir_write(t, "a.seg", out.bytes, out.size);
    for (unsigned i = 0; i < 4; i++) {
        ref = container_ref_of("a.seg", out.bytes, out.size);
        ref.table_crc += i == 1;
        ref.blocks_crc += i == 2;
        ref.file_size += i == 3;
        assert_int_equal(nh_container_open(NULL, t->fd, &ref, NH_KIND_SEGMENT,
                                           NH_CONTAINER_COMPARE, &c, &err),
                         i == 0 ? NH_OK : NH_E_CORRUPT);
        nh_container_close(c);
    }
    nh_buf_free(&out);
}

static void every_length_is_refused(void **state)
{
    nh_buffer out = {0};
    nh_container *c;

    container_make(NH_KIND_SEGMENT, &(made_section){NH_SECTION_INFO, info, sizeof info}, 1,
                   &out);
    for (size_t size = 0; size < out.size; size++) {
        nh_error err = {0};

        assert_int_equal(open_bytes(*state, out.bytes, size, &c, &err), NH_E_CORRUPT);
        assert_true(err.offset <= size);
    }
    nh_buf_free(&out);
}

static nh_status open_it(const nh_env *env, void *context)
{
    const temp_dir *t = context;
    const nh_file_ref ref = {.name = "a.seg"};
    nh_container *c;
    const nh_status st =
        nh_container_open(env, t->fd, &ref, NH_KIND_SEGMENT, NH_CONTAINER_COPY, &c, NULL);

    nh_container_close(c);
    return st;
}

static void failed_calls_are_told(void **state)
{
    nh_buffer out = {0};

    make_file(&out);
    temp_dir_write(*state, "a.seg", out.bytes, out.size);
    nh_buf_free(&out);
    assert_true(fault_sweep_allocations(open_it, *state) >= 3);
    for (size_t n = 0;; n++) {
        fault *f = fault_new();
        nh_status st;
        bool reached;

        fault_fail_call(f, n, 5, false);
        st = open_it(fault_env(f), *state);
        reached = fault_reached(f);
        fault_free(f);
        if (!reached)
            break;
        assert_true(st == NH_E_IO ||
                    st == NH_OK); /* a failed close after reading is none */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sections_are_read, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_bad_block_is_noticed_at_its_first_use,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_section_is_checked_when_all_of_its_blocks_are,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(forged_fields_are_refused, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(forged_section_tables_are_refused, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_never_called_newer,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_file_of_an_earlier_build_is_called_so,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_file_of_another_commit_is_refused, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(every_length_is_refused, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(failed_calls_are_told, temp_dir_setup,
                                        temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
