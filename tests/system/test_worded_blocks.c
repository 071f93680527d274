/* tests/system/test_worded_blocks.c - blocks of many short articles, coded by words: read in part, as a whole, and damaged. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/stored_block.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/file/index.h"
#include "common/segment/file/segment_impl.h"
#include "newshound/indexer.h"
#include "tests/support/temp_dir.h"

#define ARTICLES \
    8000u         /* with text enough for a list of words, some 20 of them in a block */
#define WORDS 80u /* of an article                                                    */

/* The text of an article; borrowed until the next call. */
static nh_str text_of(uint32_t article)
{
    static char text[WORDS * 12];
    uint32_t x = article * 2654435761u + 1;
    size_t at = 0;

    for (unsigned i = 0; i < WORDS; i++) {
        x = x * 1664525 + 1013904223;
        at +=
            (size_t)snprintf(text + at, sizeof text - at, "%s%03u ",
                             (x >> 8) % 5 == 0 ? "No" : "word", (unsigned)(x >> 16) % 900);
    }
    return (nh_str){text, at};
}

/* One segment in the directory of the test, optimized. */
static int make_index(void **state)
{
    const nh_writer_options o = {.size = sizeof o, .threads = 1};
    const temp_dir *t;
    nh_writer *w;

    if (temp_dir_setup(state) != 0)
        return -1;
    t = (const temp_dir *)*state;
    assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        nh_article a = {.size = sizeof a, .text = text_of(i)};
        char id[24];

        a.id = (nh_str){id, (size_t)snprintf(id, sizeof id, "%06u", i)};
        assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    }
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
    return 0;
}

static nh_index *open_index(void **state)
{
    const temp_dir *t = (const temp_dir *)*state;
    nh_index *index;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.n_segments, 1);
    return index;
}

static void expect_text(nh_stored_reader *r, nh_segment *seg, uint32_t article)
{
    char room[NH_ID_ROOM + 1];
    nh_stored stored;
    nh_str id;

    assert_int_equal(nh_id_get(seg, article, room, &id, NULL), NH_OK);
    room[id.len] = '\0';
    assert_int_equal(nh_stored_get(r, article, &stored, NULL), NH_OK);
    assert_true(nh_str_equal(stored.text, text_of((uint32_t)strtoul(room, NULL, 10))));
}

static void articles_are_read_in_any_order(void **state)
{
    nh_index *index = open_index(state);
    nh_segment *seg = index->segments[0];
    nh_stored_reader *r;

    for (uint32_t step = 1; step < 30; step += 4)
        for (unsigned back = 0; back < 2; back++) {
            assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK);
            for (uint32_t a = 0; a < ARTICLES / 8; a += step)
                expect_text(r, seg, back ? ARTICLES - 1 - a : a + 5);
            nh_stored_close(r);
        }
    nh_index_close(index);
}

/* A part is the front of the whole, short of a word at most where all codes had to be inflated,
 * which then are not inflated again, whether more is asked for or less. */
static void expect_parts(nh_stored_block *b, uint32_t i, const uint8_t *whole)
{
    const nh_stored_row row = nh_stored_row_of(b->seg, i);
    const uint8_t *held;

    for (size_t part = 1; part < row.raw_size; part += 97) {
        assert_int_equal(nh_stored_block_load(b, i, part, NULL), NH_OK);
        assert_true(b->size <= part);
        assert_memory_equal(b->raw, whole, b->size);
        assert_true(b->whole != i || part - b->size < NH_WORD_SIZE);
        assert_true(b->whole == i || part <= row.raw_size / 16 * 15);
    }
    held = b->held;
    assert_int_equal(nh_stored_block_load(b, i, row.raw_size, NULL), NH_OK);
    assert_ptr_equal(b->held, held);
    assert_int_equal(b->size, row.raw_size);
    assert_memory_equal(b->raw, whole, row.raw_size);
    assert_int_equal(nh_stored_block_load(b, i, 1000, NULL), NH_OK);
    assert_in_range(b->size, 1000 - NH_WORD_SIZE, 1000);
}

static void a_part_is_the_front_of_the_whole(void **state)
{
    nh_index *index = open_index(state);
    nh_segment *seg = index->segments[0];
    nh_stored_reader *r;
    nh_stored_block b, whole;

    assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK); /* the table is checked */
    assert_int_equal(nh_stored_block_open(&b, seg, NULL), NH_OK);
    assert_int_equal(nh_stored_block_open(&whole, seg, NULL), NH_OK);
    assert_true(seg->stored_blocks > ARTICLES / 30);
    for (uint32_t i = 0; i < seg->stored_blocks; i += 29) {
        assert_int_equal(nh_stored_row_of(seg, i).words, 1);
        assert_in_range(nh_stored_row_end(seg, i) - nh_stored_row_of(seg, i).first, 15, 40);
        assert_int_equal(
            nh_stored_block_load(&whole, i, nh_stored_row_of(seg, i).raw_size, NULL),
            NH_OK);
        assert_int_equal(whole.size, nh_stored_row_of(seg, i).raw_size);
        expect_parts(&b, i, whole.raw);
    }
    nh_stored_block_close(&whole);
    nh_stored_block_close(&b);
    nh_stored_close(r);
    nh_index_close(index);
}

/* The first block by a row of which a number is more or less than it was. */
static void expect_wrong(nh_stored_block *b, size_t at, uint32_t more, const char *wrong)
{
    const uint8_t *table = b->seg->stored_table;
    const size_t size = (size_t)b->seg->stored_blocks * NH_STORED_ROW;
    uint8_t *copy = (uint8_t *)malloc(size);
    nh_error err = {0};
    uint32_t number;

    assert_non_null(copy);
    memcpy(copy, table, size);
    number = nh_le32(copy + at) + more;
    for (unsigned i = 0; i < 4; i++)
        copy[at + i] = (uint8_t)(number >> 8 * i);
    b->seg->stored_table = copy;
    assert_int_equal(nh_stored_block_load(b, 0, nh_le32(copy + 12), &err), NH_E_CORRUPT);
    if (strstr(err.what, wrong) == NULL)
        fail_msg("%s", err.what);
    b->seg->stored_table = table;
    free(copy);
}

static void it_is_told_what_is_wrong_with_a_block(void **state)
{
    nh_index *index = open_index(state);
    nh_stored_reader *r;
    nh_stored_block b;
    uint32_t raw_size;

    assert_int_equal(nh_stored_open(index->segments[0], &r, NULL), NH_OK);
    assert_int_equal(nh_stored_block_open(&b, index->segments[0], NULL), NH_OK);
    raw_size = nh_stored_row_of(b.seg, 0).raw_size;
    expect_wrong(&b, 8, UINT32_MAX, "the block of article 0: it cannot be inflated");
    expect_wrong(&b, 12, 1, "the block of article 0: codes that make no sense");
    expect_wrong(&b, 12, UINT32_MAX, "the block of article 0: codes that make no sense");
    expect_wrong(&b, 12, 1 - raw_size, "the block of article 0: codes of impossible size");
    expect_wrong(&b, 12, raw_size * 8, "the block of article 0: codes of impossible size");
    assert_int_equal(nh_stored_block_load(&b, 0, raw_size, NULL), NH_OK);
    nh_stored_block_close(&b);
    nh_stored_close(r);
    nh_index_close(index);
}

#define IN_INDEX(test) cmocka_unit_test_setup_teardown(test, make_index, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_INDEX(articles_are_read_in_any_order),
        IN_INDEX(a_part_is_the_front_of_the_whole),
        IN_INDEX(it_is_told_what_is_wrong_with_a_block),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
