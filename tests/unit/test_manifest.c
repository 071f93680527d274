/* tests/unit/test_manifest.c - a commit comes back as it was; a wrong one is told apart. */
#include "common/segment/file/manifest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/segment_maker.h"
#include "tests/support/temp_dir.h"

static nh_str languages[] = {{"de", 2}, {"tr", 2}};

static nh_manifest sample(nh_segment_ref *segments)
{
    segments[0] = (nh_segment_ref){.file = {"000001_00c0ffee.seg", 4096, 1, 0xc0ffee},
                                   .articles = 2,
                                   .passages = 5,
                                   .tokens = 300,
                                   .deleted = 1,
                                   .deletions = {"000003_0badcafe.del", 256, 2, 3}};
    segments[1] = (nh_segment_ref){.file = {"000002_12345678.seg", 8192, 4, 0x12345678},
                                   .articles = 1,
                                   .passages = 1,
                                   .tokens = 7};
    return (nh_manifest){
        .generation = 3,
        .written_by = NH_STR("0.1.0"),
        .settings = made_settings(),
        .articles = 3,
        .passages = 6,
        .tokens = 307,
        .languages = languages,
        .n_languages = 2,
        .segments = segments,
        .n_segments = 2,
    };
}

static void a_commit_comes_back(void **state)
{
    nh_segment_ref segments[2];
    const nh_manifest m = sample(segments);
    nh_buffer out = {0}, again = {0};
    nh_manifest back;
    nh_error err = {0};

    (void)state;
    nh_manifest_encode(&m, &out);
    assert_int_equal(nh_manifest_decode(NULL, "manifest", out.bytes, out.size, &back, &err),
                     NH_OK);
    assert_int_equal(back.generation, 3);
    assert_true(nh_str_equal(back.settings.stemmer, NH_STR("english")));
    assert_true(nh_str_equal(back.languages[1], NH_STR("tr")));
    assert_string_equal(back.segments[0].deletions.name, "000003_0badcafe.del");
    assert_int_equal(back.segments[1].file.blocks_crc, 0x12345678);
    nh_manifest_encode(&back, &again);
    assert_int_equal(again.size, out.size);
    assert_memory_equal(again.bytes, out.bytes, out.size);
    nh_manifest_close(&back);
    nh_buf_free(&out);
    nh_buf_free(&again);
}

static void a_commit_cut_short_or_too_long_is_refused(void **state)
{
    nh_segment_ref segments[2];
    const nh_manifest m = sample(segments);
    nh_buffer out = {0};
    nh_manifest back;
    nh_error err;

    (void)state;
    nh_manifest_encode(&m, &out);
    for (size_t size = 0; size < out.size; size++) {
        err = (nh_error){0};
        assert_int_equal(nh_manifest_decode(NULL, "m", out.bytes, size, &back, &err),
                         NH_E_CORRUPT);
        assert_true(err.offset <= size);
        assert_string_equal(err.where, "m");
    }
    nh_buf_u8(&out, 0);
    assert_int_equal(nh_manifest_decode(NULL, "m", out.bytes, out.size, &back, NULL),
                     NH_E_CORRUPT);
    nh_buf_free(&out);
}

/* A change that makes a commit wrong, and a word of what is said about it. */
typedef struct wrong {
    void (*change)(nh_manifest *m);
    const char *said;
} wrong;

static void no_generation(nh_manifest *m)
{
    m->generation = 0;
}

static void odd_profile(nh_manifest *m)
{
    m->settings.profile = 4;
}

static void odd_rule(nh_manifest *m)
{
    m->settings.max = 80;
}

static void odd_k1(nh_manifest *m)
{
    m->settings.k1 = 100000001;
}

static void odd_order(nh_manifest *m)
{
    m->languages[0] = NH_STR("tr");
}

static void odd_name(nh_manifest *m)
{
    memcpy(m->segments[0].file.name, "../etc/passwd.seg", 18);
}

static void odd_articles(nh_manifest *m)
{
    m->segments[1].articles = 2;
}

static void odd_tokens(nh_manifest *m)
{
    m->segments[1].tokens = 256;
}

static void odd_deletions(nh_manifest *m)
{
    m->segments[0].deleted = 0;
}

static void odd_totals(nh_manifest *m)
{
    m->tokens++;
}

static void contradictions_are_refused(void **state)
{
    const wrong rows[] = {
        {no_generation, "generation"},
        {odd_profile, "profile"},
        {odd_rule, "rule"},
        {odd_k1, "k1"},
        {odd_order, "order"},
        {odd_name, "name"},
        {odd_articles, "articles"},
        {odd_tokens, "tokens"},
        {odd_deletions, "deletions"},
        {odd_totals, "totals"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_segment_ref segments[2];
        nh_manifest m = sample(segments), back;
        nh_buffer out = {0};
        nh_error err = {0};

        languages[0] = NH_STR("de");
        rows[i].change(&m);
        nh_manifest_encode(&m, &out);
        assert_int_equal(nh_manifest_decode(NULL, "m", out.bytes, out.size, &back, &err),
                         NH_E_CORRUPT);
        assert_non_null(strstr(err.what, rows[i].said));
        nh_buf_free(&out);
    }
    languages[0] = NH_STR("de");
}

static void names_that_may_be_opened_are_few(void **state)
{
    static const struct {
        const char *name;
        bool ok;
    } rows[] = {{"000001_00c0ffee.seg", true},
                {"a.bc", true},
                {"", false},
                {"a", false},
                {".seg", false},
                {"a.b", false},
                {"a.abcdef", false},
                {"A.seg", false},
                {"a/b.seg", false},
                {"a.seg.del", false},
                {"a.s1", false},
                {"..", false},
                {"manifest", false},
                {"a b.seg", false}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(nh_file_name_ok(nh_str_of(rows[i].name)), rows[i].ok);
}

static void write_manifest(temp_dir *t)
{
    nh_segment_ref segments[2];
    const nh_manifest m = sample(segments);
    nh_buffer commit = {0}, file = {0};

    nh_manifest_encode(&m, &commit);
    container_make(NH_KIND_MANIFEST,
                   &(made_section){NH_SECTION_COMMIT, commit.bytes, commit.size}, 1, &file);
    temp_dir_write(t, "manifest", file.bytes, file.size);
    nh_buf_free(&commit);
    nh_buf_free(&file);
}

static nh_status read_it(const nh_env *env, void *context)
{
    nh_manifest m;
    const nh_status st =
        nh_manifest_read(env, ((temp_dir *)context)->fd, "manifest", &m, NULL);

    if (st == NH_OK) {
        assert_int_equal(m.n_segments, 2);
        nh_manifest_close(&m);
    }
    return st;
}

static void a_file_is_read_and_every_flipped_bit_noticed(void **state)
{
    temp_dir *t = *state;
    nh_manifest m;
    nh_error err;
    size_t size;
    uint8_t *bytes;

    write_manifest(t);
    fault_sweep_allocations(read_it, t);
    bytes = temp_dir_read(t, "manifest", &size);
    for (size_t i = 0; i < size * 8; i++) {
        bytes[i / 8] ^= (uint8_t)(1u << i % 8);
        temp_dir_write(t, "manifest", bytes, size);
        err = (nh_error){0};
        assert_int_equal(nh_manifest_read(NULL, t->fd, "manifest", &m, &err), NH_E_CORRUPT);
        assert_string_equal(err.where, "manifest");
        assert_true(err.offset <= size);
        bytes[i / 8] ^= (uint8_t)(1u << i % 8);
    }
    for (size_t n = 0; n < size; n++) {
        temp_dir_write(t, "manifest", bytes, n);
        assert_int_equal(nh_manifest_read(NULL, t->fd, "manifest", &m, NULL), NH_E_CORRUPT);
    }
    free(bytes);
}

static void a_contradiction_in_a_file_has_its_place_in_the_file(void **state)
{
    temp_dir *t = *state;
    nh_manifest m;
    nh_error err = {0};
    size_t size;
    uint8_t *bytes;

    write_manifest(t);
    bytes = temp_dir_read(t, "manifest", &size);
    bytes[64] = 0; /* generation */
    container_repair(bytes, size);
    temp_dir_write(t, "manifest", bytes, size);
    assert_int_equal(nh_manifest_read(NULL, t->fd, "manifest", &m, &err), NH_E_CORRUPT);
    assert_int_equal(err.offset, 64);
    free(bytes);
    assert_int_equal(nh_manifest_read(NULL, t->fd, "absent", &m, &err), NH_E_IO);
}

/* What reading `name` says, while opening fails with `code` but for 0. */
static void assert_said(temp_dir *t, const char *name, int code, const char *what)
{
    fault *f = fault_new();
    nh_manifest m;
    nh_error err = {0};

    if (code != 0)
        fault_fail_op(f, FAULT_OPEN, 0, code, true);
    assert_int_equal(nh_manifest_read(fault_env(f), t->fd, name, &m, &err), NH_E_IO);
    assert_string_equal(err.where, name);
    assert_string_equal(err.what, what);
    fault_free(f);
}

static void a_file_is_missing_only_if_the_system_says_so(void **state)
{
    temp_dir *t = *state;
    static const char *const names[] = {"manifest", "manifest.prev"};

    for (size_t i = 0; i < COUNT(names); i++)
        assert_said(t, names[i], 0, "no index here: there is no such file");
    temp_dir_write(t, "writer.lock", (const uint8_t *)"", 0);
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_said(t, names[i], 0, "no index here: nothing was committed yet");
        assert_said(t, names[i], EACCES, "cannot open: Permission denied");
        assert_said(t, names[i], EMFILE, "cannot open: Too many open files");
    }
    temp_dir_write(t, "manifest.prev", (const uint8_t *)"", 0);
    assert_said(t, "manifest", 0, "the manifest is missing, but manifest.prev is there");
    assert_said(t, "manifest", EACCES, "cannot open: Permission denied");
    write_manifest(t);
    assert_said(t, "manifest", EMFILE, "cannot open: Too many open files");
    assert_int_equal(unlinkat(t->fd, "manifest.prev", 0), 0);
    assert_said(t, "manifest.prev", 0,
                "the commit before the last one is not there (any more)");
    assert_said(t, "manifest.prev", EACCES, "cannot open: Permission denied");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commit_comes_back),
        cmocka_unit_test(a_commit_cut_short_or_too_long_is_refused),
        cmocka_unit_test(contradictions_are_refused),
        cmocka_unit_test(names_that_may_be_opened_are_few),
        cmocka_unit_test_setup_teardown(a_file_is_read_and_every_flipped_bit_noticed,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_contradiction_in_a_file_has_its_place_in_the_file,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_file_is_missing_only_if_the_system_says_so,
                                        temp_dir_setup, temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
