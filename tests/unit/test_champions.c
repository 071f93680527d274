/* tests/unit/test_champions.c - champions are read as they are written, and refused where they cannot be. */
#include "common/segment/postings/champions.h"

#include "tests/support/cm.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/segment_maker.h"

/* A record, and the passages that are found in it; n_passages 99: it is refused. */
typedef struct row {
    const char *name;
    uint8_t bytes[48];
    uint32_t size;
    uint32_t n;
    uint32_t last; /* passage */
} row;

#define REFUSED 99u
#define POSTINGS_9 \
    0, 3, 9, 0, 3, 9, 0, 3, 9, 0, 3, 9, 0, 3, 9, 0, 3, 9, 0, 3, 9, 0, 3, 9, 0, 3, 9

static const row rows[] = {
    {"none of them", {0, 2, 9, 0, 0, 0, 0}, 7, 0, 0},
    {"none, and worths that many articles reach", {0, 2, 9, 1, 5, 1, 7}, 7, 0, 0},
    {"ten", {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 100, 4, 20}, 37, 10, 109},
    {"a gap of two bytes", {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 0x80, 1, 4, 20}, 38, 10, 137},
    {"one", {1, 2, 9, 0, 0, 0, 0, 5, 3, 9}, 10, REFUSED, 0},
    {"33", {33, 2, 9, 0, 0, 0, 0, POSTINGS_9}, 34, REFUSED, 0},
    {"ends too early", {10, 2, 9, 1, 9, 0, 0, POSTINGS_9}, 34, REFUSED, 0},
    {"a padded gap", {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 0x80, 0, 4, 20}, 38, REFUSED, 0},
    {"no rest", {0, 0, 0, 0, 0, 0, 0}, 7, REFUSED, 0},
    {"a rest without a length", {0, 2, 0, 0, 0, 0, 0}, 7, REFUSED, 0},
    {"a hundredth without a tf", {0, 2, 9, 0, 1, 0, 0}, 7, REFUSED, 0},
    {"a thousandth and no hundredth", {0, 2, 9, 0, 0, 1, 1}, 7, REFUSED, 0},
    {"a posting without a tf",
     {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 1, 0, 20},
     37,
     REFUSED,
     0},
    {"one without a length", {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 1, 1, 0}, 37, REFUSED, 0},
    {"a passage too many",
     {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 0xbf, 1, 1, 1},
     38,
     REFUSED,
     0}, /* 200 of 200 */
    {"far too many",
     {10, 2, 9, 1, 9, 0, 0, POSTINGS_9, 0xff, 0xff, 0xff, 0xff, 0xf, 1, 1},
     41,
     REFUSED,
     0},
};

static nh_segment *segment_with(const row *r, const temp_dir *t)
{
    const made_spec spec = {40, 5, true, false};
    nh_buffer file = {0};
    nh_segment *seg;

    segment_make_with(&spec, &(made_section){NH_SECTION_CHAMPIONS, r->bytes, r->size},
                      &file);
    temp_dir_write(t, "a.seg", file.bytes, file.size);
    nh_buf_free(&file);
    assert_int_equal(nh_segment_open_file(NULL, t->fd, "a.seg", false, &seg, NULL), NH_OK);
    return seg;
}

static void champions_are_read_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const nh_term term = {.text = {"golan", 5}, .flags = NH_TERM_CHAMPIONS};
        temp_dir *t = temp_dir_new();
        nh_segment *seg = segment_with(&rows[i], t);
        nh_champions c;
        nh_error err = {0};
        const nh_status st = nh_champions_read(seg, &term, &c, &err);

        if (st != (rows[i].n == REFUSED ? NH_E_CORRUPT : NH_OK))
            fail_msg("%s: %d %s", rows[i].name, (int)st, err.what);
        if (st == NH_OK) {
            assert_int_equal(c.n, rows[i].n);
            assert_int_equal(c.rest.tf, 2);
            assert_int_equal(c.hundredth.length, rows[i].bytes[4]);
            assert_int_equal(c.thousandth.tf, rows[i].bytes[5]);
            if (c.n > 0)
                assert_int_equal(c.passages[c.n - 1], rows[i].last);
        } else {
            assert_int_equal(err.offset, nh_container_offset(nh_segment_container(seg),
                                                             NH_SECTION_CHAMPIONS));
        }
        nh_segment_close(seg);
        temp_dir_remove(t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(champions_are_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
