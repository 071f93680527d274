/* tests/unit/test_articles_reader.c - passages, articles, ids, dates, keywords and text are read. */
#include "common/segment/articles/articles_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_block.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/file/segment_impl.h"
#include "tests/support/cm.h"
#include "tests/support/makers/segment_maker.h"

static const made_spec spec = {50, 4, true, false};

typedef struct fixture {
    temp_dir *dir;
    nh_segment *seg;
} fixture;

static int open_fixture(void **state)
{
    fixture *f = (fixture *)calloc(1, sizeof *f);
    nh_segment_ref ref;

    f->dir = temp_dir_new();
    segment_make_file(&spec, f->dir, "a.seg", &ref);
    assert_int_equal(nh_segment_open(NULL, f->dir->fd, &ref, false, &f->seg, NULL), NH_OK);
    *state = f;
    return 0;
}

static int close_fixture(void **state)
{
    fixture *f = *state;

    nh_segment_close(f->seg);
    temp_dir_remove(f->dir);
    free(f);
    return 0;
}

static void passages_belong_to_articles(void **state)
{
    fixture *f = *state;
    nh_passage_view passages;
    nh_article_view articles;

    assert_int_equal(nh_passage_view_get(f->seg, &passages, NULL), NH_OK);
    assert_int_equal(nh_article_view_get(f->seg, &articles, NULL), NH_OK);
    assert_int_equal(passages.count, 200);
    for (uint32_t p = 0; p < 200; p++) {
        uint32_t at, size;

        assert_int_equal(passages.lengths[p], made_length(&spec, p));
        assert_int_equal(passages.spans[p], made_span(p));
        assert_int_equal(nh_passage_flags(&passages, p), p % 4 == 0);
        assert_int_equal(nh_article_of(&articles, p), p / 4);
        assert_int_equal(nh_passage_place(f->seg, p, &at, &size, NULL), NH_OK);
        assert_int_equal(at, p % 4);
        assert_int_equal(size, 3);
    }
    assert_int_equal(nh_first_passage(&articles, 50), 200);
}

static void marks_of_one_passage_are_those_of_the_view(void **state)
{
    fixture *f = *state;
    nh_passage_view lengths, all;
    nh_passage_marks marks;

    assert_int_equal(nh_passage_lengths_get(f->seg, &lengths, NULL), NH_OK);
    assert_int_equal(lengths.count, 200);
    assert_null(lengths.spans);
    assert_int_equal(nh_passage_marks_get(f->seg, 4, &marks, NULL), NH_OK);
    assert_int_equal(nh_passage_view_get(f->seg, &all, NULL), NH_OK);
    assert_ptr_equal(lengths.lengths, all.lengths);
    for (uint32_t p = 0; p < 200; p++) {
        assert_int_equal(nh_passage_marks_get(f->seg, p, &marks, NULL), NH_OK);
        assert_int_equal(marks.span, all.spans[p]);
        assert_int_equal(marks.flags, nh_passage_flags(&all, p));
    }
    assert_int_equal(nh_passage_marks_get(f->seg, 200, &marks, NULL), NH_E_ARG);
    assert_int_equal(nh_passage_lengths_get(f->seg, &lengths, NULL), NH_OK);
    assert_ptr_equal(lengths.spans, all.spans);
}

/* A segment whose spans and flags lie under two checksums at least. The place of them. */
static uint64_t make_crossing(const temp_dir *dir, uint32_t *passages, nh_buffer *out)
{
    made_spec many = {700, 4, false, true};
    uint64_t at, end;

    do {
        nh_segment *seg;

        many.articles += 10;
        *passages = many.articles * 4;
        assert_true(many.articles < 1000);
        nh_buf_clear(out);
        segment_make(&many, out);
        temp_dir_write(dir, "b.seg", out->bytes, out->size);
        assert_int_equal(nh_segment_open_file(NULL, dir->fd, "b.seg", true, &seg, NULL),
                         NH_OK);
        at = nh_container_offset(nh_segment_container(seg), NH_SECTION_SPANS);
        end = at + 2 * (uint64_t)*passages;
        nh_segment_close(seg);
    } while (at / NH_CHECK_BLOCK == (end - 1) / NH_CHECK_BLOCK ||
             (at + *passages) / NH_CHECK_BLOCK == (end - 1) / NH_CHECK_BLOCK);
    return at;
}

/* Of spans and flags nothing is checked but the blocks that are read, and these are. */
static void a_damaged_flag_is_met_where_it_is_read(void **state)
{
    const fixture *f = *state;
    nh_passage_view view;
    nh_passage_marks marks;
    nh_buffer out = {0};
    nh_segment *seg;
    uint32_t n;
    const uint64_t at = make_crossing(f->dir, &n, &out);

    out.bytes[at + 2 * n - 1] ^= 1;
    temp_dir_write(f->dir, "b.seg", out.bytes, out.size);
    nh_buf_free(&out);
    assert_int_equal(nh_segment_open_file(NULL, f->dir->fd, "b.seg", true, &seg, NULL),
                     NH_OK);
    assert_int_equal(nh_passage_lengths_get(seg, &view, NULL), NH_OK);
    assert_int_equal(nh_passage_marks_get(seg, 0, &marks, NULL), NH_OK);
    assert_int_equal(marks.span, made_span(0));
    assert_int_equal(marks.flags, 1);
    assert_int_equal(nh_passage_marks_get(seg, n - 1, &marks, NULL), NH_E_CORRUPT);
    assert_int_equal(nh_passage_view_get(seg, &view, NULL), NH_E_CORRUPT);
    nh_segment_close(seg);
}

static void ids_are_found_both_ways(void **state)
{
    fixture *f = *state;
    char room[NH_ID_ROOM];
    nh_str id;
    bool found;
    uint32_t article;

    for (uint32_t a = 0; a < 50; a++) {
        char name[32];

        made_id(a, name);
        assert_int_equal(nh_id_get(f->seg, a, room, &id, NULL), NH_OK);
        assert_true(nh_str_equal(id, nh_str_of(name)));
        assert_int_equal(nh_id_find(f->seg, id, &found, &article, NULL), NH_OK);
        assert_true(found);
        assert_int_equal(article, a);
    }
    assert_int_equal(nh_id_find(f->seg, NH_STR("id-9"), &found, &article, NULL), NH_OK);
    assert_false(found);
    assert_int_equal(nh_id_find(f->seg, NH_STR(""), &found, &article, NULL), NH_OK);
    assert_false(found);
    assert_int_equal(nh_id_get(f->seg, 50, room, &id, NULL), NH_E_ARG);
}

static void ranks_of_many_are_those_of_each(void **state)
{
    fixture *f = *state;
    nh_id_ranks ranks;
    uint32_t rank;

    assert_int_equal(nh_id_ranks_get(f->seg, 50, &ranks, NULL), NH_OK);
    assert_int_equal(ranks.articles, 50);
    for (uint32_t a = 0; a < 50; a++) {
        assert_int_equal(nh_id_rank(f->seg, a, &rank, NULL), NH_OK);
        assert_int_equal(nh_id_rank_of(&ranks, a), rank);
    }
    assert_int_equal(nh_id_rank(f->seg, 50, &rank, NULL), NH_E_ARG);
}

static void dates_are_read(void **state)
{
    fixture *f = *state;
    nh_date date;

    assert_int_equal(nh_date_get(f->seg, 0, &date, NULL), NH_OK);
    assert_int_equal(date.precision, NH_DATE_NONE);
    assert_int_equal(nh_date_get(f->seg, 3, &date, NULL), NH_OK);
    assert_int_equal(date.precision, NH_DATE_DAY);
    assert_int_equal(date.source, NH_DATE_FROM_FIELD);
    assert_int_equal(date.seconds, 3 * 86400 - 100);
}

static void keywords_are_read(void **state)
{
    fixture *f = *state;
    nh_column lang, tag;
    bool found;
    uint32_t n;

    assert_int_equal(nh_column_count(f->seg, &n, NULL), NH_OK);
    assert_int_equal(n, 2);
    assert_int_equal(nh_column_find(f->seg, NH_STR("lang"), &found, &lang, NULL), NH_OK);
    assert_true(found);
    assert_int_equal(nh_column_find(f->seg, NH_STR("tag"), &found, &tag, NULL), NH_OK);
    assert_true(found);
    for (uint32_t a = 0; a < 50; a++) {
        assert_int_equal(nh_column_values_of(&lang, a), a % 2);
        if (a % 2 == 1)
            assert_true(
                nh_str_equal(nh_column_value(&lang, nh_column_value_of(&lang, a, 0)),
                             a / 2 % 2 == 0 ? NH_STR("de") : NH_STR("tr")));
        assert_int_equal(nh_column_values_of(&tag, a), a % 3);
        for (uint32_t k = 0; k < a % 3; k++)
            assert_int_equal(nh_column_value_of(&tag, a, k), k);
    }
    assert_int_equal(nh_column_find(f->seg, NH_STR("none"), &found, &tag, NULL), NH_OK);
    assert_false(found);
    assert_int_equal(nh_column_get(f->seg, 2, &tag, NULL), NH_E_ARG);
}

static void check_stored(nh_stored_reader *r, uint32_t a)
{
    nh_stored s;
    char text[64];
    uint32_t end = 0, at, size;

    assert_int_equal(nh_stored_get(r, a, &s, NULL), NH_OK);
    snprintf(text, sizeof text, "Headline %u", a);
    assert_true(nh_str_equal(s.headline, nh_str_of(text)));
    snprintf(text, sizeof text, "The text of article %u.", a);
    assert_true(nh_str_equal(s.text, nh_str_of(text)));
    assert_true(nh_str_equal(s.path, NH_STR("stories.jsonl")));
    assert_int_equal(s.url.len, 0);
    assert_int_equal(s.record, a);
    assert_true(s.plain);
    assert_true(nh_stored_skip(&s.skips, &end, &at, &size));
    assert_int_equal(at, 0);
    assert_int_equal(size, 3);
    assert_true(nh_stored_skip(&s.skips, &end, &at, &size));
    assert_int_equal(at, 4);
    assert_int_equal(size, 5);
    assert_false(nh_stored_skip(&s.skips, &end, &at, &size));
}

static void stored_articles_are_read_in_any_order(void **state)
{
    fixture *f = *state;
    nh_stored_reader *r;
    nh_stored s;

    assert_int_equal(nh_stored_open(f->seg, &r, NULL), NH_OK);
    for (uint32_t a = 0; a < 50; a++)
        check_stored(r, a);
    for (uint32_t a = 50; a-- > 0;)
        check_stored(r, a);
    for (uint32_t a = 0; a < 500; a++)
        check_stored(r, a * 37 % 50);
    assert_int_equal(nh_stored_get(r, 50, &s, NULL), NH_E_ARG);
    nh_stored_close(r);
}

/* A list of words that is the last one, and shorter than what says how many words it has. */
static void a_list_of_words_without_its_head_is_named(void **state)
{
    fixture *f = *state;
    uint8_t rows[50 * NH_STORED_ROW];

    for (size_t size = 1; size <= NH_WORD_HEAD; size++) {
        const made_section list = {NH_SECTION_WORDS, (const uint8_t *)"\1\0\1\0", size};
        nh_segment_ref ref;
        nh_buffer out = {0};
        nh_error err = {0};
        nh_stored_reader *r;
        nh_segment *seg;
        nh_stored s;

        segment_make_file(&spec, f->dir, "short.seg", &ref);
        segment_make_with(&spec, &list, &out);
        out.bytes[64 + 56] = (uint8_t)nh_words_layout(size); /* info is the first section */
        container_repair(out.bytes, out.size);
        temp_dir_write(f->dir, "short.seg", out.bytes, out.size);
        ref.file = container_ref_of("short.seg", out.bytes, out.size);
        nh_buf_free(&out);
        assert_int_equal(nh_segment_open(NULL, f->dir->fd, &ref, false, &seg, NULL), NH_OK);
        assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK); /* the table is checked */
        memcpy(rows, seg->stored_table, (size_t)seg->stored_blocks * NH_STORED_ROW);
        rows[23] = 1; /* the list of its first block */
        seg->stored_table = rows;
        assert_int_equal(nh_stored_get(r, 0, &s, &err), NH_E_CORRUPT);
        if (strstr(err.what, "a list of words that makes no sense") == NULL)
            fail_msg("%s", err.what);
        nh_stored_close(r);
        nh_segment_close(seg);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(passages_belong_to_articles, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(marks_of_one_passage_are_those_of_the_view,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_damaged_flag_is_met_where_it_is_read,
                                        open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(ids_are_found_both_ways, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(ranks_of_many_are_those_of_each, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(dates_are_read, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(keywords_are_read, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(stored_articles_are_read_in_any_order, open_fixture,
                                        close_fixture),
        cmocka_unit_test_setup_teardown(a_list_of_words_without_its_head_is_named,
                                        open_fixture, close_fixture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
