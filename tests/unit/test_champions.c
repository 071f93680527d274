/* tests/unit/test_champions.c - champions are read as they are written, and refused where they cannot be. */
#include "common/segment/postings/champions.h"

#include "common/base/str.h"
#include "common/segment/terms/term_entry.h"
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

static void a_record_at_or_behind_the_end_is_refused(void **state)
{
    const row *r = &rows[0];
    const uint64_t places[] = {1, r->size, r->size + 1u, UINT32_MAX, UINT64_MAX};
    temp_dir *t = temp_dir_new();
    nh_segment *seg = segment_with(r, t);

    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        const nh_term term = {
            .text = {"golan", 5}, .flags = NH_TERM_CHAMPIONS, .champions_at = places[i]};
        nh_champions c;
        nh_error err = {0};

        assert_int_equal(nh_champions_read(seg, &term, &c, &err), NH_E_CORRUPT);
        assert_true(err.what[0] != '\0');
    }
    nh_segment_close(seg);
    temp_dir_remove(t);
}

/* ---- what a dictionary says of their place ------------------------------------------ */

/* A term in 40 passages, in one block, with bounds of one kind at `at`. */
static nh_status read_entry(unsigned kind, uint32_t size, uint64_t at)
{
    static const uint8_t bytes[16];
    const made_spec spec = {40, 5, true, false};
    const made_section section = {kind, bytes, size};
    nh_buffer file = {0}, entry = {0};
    nh_entry_room room = {0};
    nh_term term = {.text = {"golan", 5}};
    temp_dir *t = temp_dir_new();
    nh_segment *seg;
    nh_status st;

    segment_make_with(&spec, &section, &file);
    temp_dir_write(t, "a.seg", file.bytes, file.size);
    assert_int_equal(nh_segment_open_file(NULL, t->fd, "a.seg", false, &seg, NULL), NH_OK);
    nh_buf_u8(&entry, kind == NH_SECTION_MAXIMA ? NH_TERM_MAXIMA : NH_TERM_CHAMPIONS);
    nh_buf_u8(&entry, 200);   /* impact */
    nh_buf_var32(&entry, 39); /* passages, less 1 */
    nh_buf_var32(&entry, 0);  /* fewer articles */
    nh_buf_var64(&entry, 0);  /* more occurrences */
    nh_buf_var64(&entry, 0);  /* directory */
    nh_buf_var32(&entry, 1);  /* blocks */
    nh_buf_var64(&entry, 0);  /* postings */
    nh_buf_var64(&entry, 0);  /* positions */
    nh_buf_var64(&entry, at);
    st = nh_term_entry_read(seg, nh_cur(entry.bytes, entry.size), 0, &room, &term, NULL);
    nh_entry_room_free(&room);
    nh_segment_close(seg);
    nh_buf_free(&file);
    nh_buf_free(&entry);
    temp_dir_remove(t);
    return st;
}

static void bounds_outside_of_their_section_are_refused(void **state)
{
    static const struct {
        unsigned kind;
        uint32_t size; /* of the section */
        uint64_t at;
        nh_status st;
    } places[] = {
        {NH_SECTION_CHAMPIONS, 9, 0, NH_OK},
        {NH_SECTION_CHAMPIONS, 9, 2, NH_OK},
        {NH_SECTION_CHAMPIONS, 9, 3, NH_E_CORRUPT}, /* less than the least record */
        {NH_SECTION_CHAMPIONS, 9, 9, NH_E_CORRUPT},
        {NH_SECTION_CHAMPIONS, 9, 10, NH_E_CORRUPT},
        {NH_SECTION_CHAMPIONS, 9, UINT64_MAX, NH_E_CORRUPT},
        {NH_SECTION_MAXIMA, 2, 0, NH_OK}, /* one range */
        {NH_SECTION_MAXIMA, 2, 1, NH_OK},
        {NH_SECTION_MAXIMA, 2, 2, NH_E_CORRUPT},
        {NH_SECTION_MAXIMA, 2, 3, NH_E_CORRUPT},
        {NH_SECTION_MAXIMA, 2, UINT64_MAX, NH_E_CORRUPT},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(places); i++)
        if (read_entry(places[i].kind, places[i].size, places[i].at) != places[i].st)
            fail_msg("row %zu", i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(champions_are_read_or_refused),
        cmocka_unit_test(a_record_at_or_behind_the_end_is_refused),
        cmocka_unit_test(bounds_outside_of_their_section_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
