/* tests/system/test_stored_merges.c - coded blocks of many articles: read, copied, packed anew, and merged with those of other lists. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/str.h"
#include "common/codec/deflate/deflate.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/stored_block.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/file/index.h"
#include "indexer/merge/articles/merge_columns.h"
#include "indexer/merge/articles/merge_words.h"
#include "indexer/merge/merge.h"
#include "newshound/indexer.h"
#include "tests/support/makers/segment_maker.h"
#include "tests/support/temp_dir.h"

#define MEMORY ((uint64_t)64 << 20)
#define TEXT_ROOM 1100u
#define MANY 5800u /* articles: from 4 MiB of text on there is a list */

/* ---- articles ----------------------------------------------------------------------- */

/* About 700 bytes, different for each article: words, capitals, signs, other scripts. The second
 * MANY articles have words of their own. */
static nh_str write_text(char *to, uint32_t article)
{
    static const char *const ends[] = {
        " ", " ", " ", " ", ", ", ".\n", "\xe2\x80\x99s ", " \xd0\x9c\xd0\xbe\xd1\x81 "};
    static const char *const words[2][4] = {
        {"constitutionally", "Constitutionally", "PARLIAMENTARIANS", "parliamentarians"},
        {"notwithstanding", "Notwithstanding", "administratively", "acknowledgement"}};
    const size_t size = 550 + article * 37 % 400;
    uint32_t x = article * 7919 + 1;
    size_t at = 0;

    while (at < size) {
        x = x * 1664525 + 1013904223;
        at += (size_t)snprintf(to + at, TEXT_ROOM - at, "%s%03u%s",
                               words[article / MANY % 2][(x >> 8) % 4], (unsigned)(x >> 23),
                               ends[(x >> 12) % COUNT(ends)]);
    }
    return (nh_str){to, at};
}

static nh_writer *open_writer(const temp_dir *t, bool is_new, bool similar)
{
    static const nh_index_options index = {.size = sizeof index,
                                           .analysis = "whitespace",
                                           .passages = "none",
                                           .pairs = "none"};
    const nh_writer_options o = {.size = sizeof o,
                                 .threads = 1,
                                 .order = similar ? "similar" : "kept",
                                 .index = is_new ? &index : NULL};
    nh_writer *w = NULL;

    assert_int_equal(nh_writer_open(t->path, &o, &w, NULL), NH_OK);
    return w;
}

static void add(nh_writer *w, uint32_t from, uint32_t to)
{
    char text[TEXT_ROOM], id[24];

    for (uint32_t i = from; i < to; i++) {
        nh_article a = {.size = sizeof a};

        a.id = (nh_str){id, (size_t)snprintf(id, sizeof id, "a-%05u", i)};
        a.text = write_text(text, i);
        assert_int_equal(nh_writer_add(w, &a, NULL), NH_OK);
    }
}

/* Every 700th article from `first` on. */
static uint32_t drop(nh_writer *w, uint32_t first, uint32_t end)
{
    uint32_t n = 0;

    for (uint32_t i = first; i < end; i += 700, n++) {
        char id[24];
        const int len = snprintf(id, sizeof id, "a-%05u", i);

        assert_int_equal(nh_writer_delete(w, id, (size_t)len, NULL, NULL), NH_OK);
    }
    return n;
}

static void optimize(nh_writer *w)
{
    assert_int_equal(nh_writer_optimize(w, NULL, NULL), NH_OK);
    nh_writer_close(w);
}

/* Two indexes of one segment with one list each. */
typedef struct two_indexes {
    temp_dir *dirs[2];
} two_indexes;

static int make_two(void **state)
{
    static two_indexes two;

    for (uint32_t i = 0; i < 2; i++) {
        nh_writer *w;

        two.dirs[i] = temp_dir_new();
        w = open_writer(two.dirs[i], true, false);
        add(w, i * MANY, (i + 1) * MANY);
        optimize(w);
    }
    *state = &two;
    return 0;
}

static int remove_two(void **state)
{
    two_indexes *two = (two_indexes *)*state;

    temp_dir_remove(two->dirs[0]);
    temp_dir_remove(two->dirs[1]);
    return 0;
}

/* ---- what is there ------------------------------------------------------------------ */

static void check_article(nh_segment *seg, nh_stored_reader *r, uint32_t article)
{
    char room[NH_ID_ROOM + 1], text[TEXT_ROOM];
    nh_stored stored;
    nh_str id, expected;

    assert_int_equal(nh_id_get(seg, article, room, &id, NULL), NH_OK);
    room[id.len] = '\0';
    expected = write_text(text, (uint32_t)strtoul(room + 2, NULL, 10));
    assert_int_equal(nh_stored_get(r, article, &stored, NULL), NH_OK);
    assert_true(nh_str_equal(stored.text, expected));
}

/* Reads all articles: in turn, which spells whole blocks, and then with gaps, far from each other
 * and backwards, which spells some of them. */
static void check_segment(nh_segment *seg, uint32_t articles, uint32_t lists)
{
    const uint64_t words = nh_container_size(nh_segment_container(seg), NH_SECTION_WORDS);
    const uint32_t n = nh_segment_info_get(seg)->articles;
    nh_stored_reader *r;

    assert_int_equal(n, articles);
    assert_int_equal(nh_words_lists(words), lists);
    assert_int_equal(nh_words_layout(words), NH_INFO_SHORT_LIST); /* it ends soon */
    assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK);
    for (uint32_t a = 0; a < n; a++)
        check_article(seg, r, a);
    for (uint32_t a = 1; a < n; a += 97)
        check_article(seg, r, a);
    for (uint32_t a = n; a-- > 0;)
        if (a % 41 == 2)
            check_article(seg, r, a);
    nh_stored_close(r);
}

/* How many blocks are coded by a list, and that they have some articles each. */
static uint32_t count_coded(nh_segment *seg, uint32_t list)
{
    const uint32_t articles = nh_segment_info_get(seg)->articles;
    const uint8_t *rows;
    uint64_t size;
    uint32_t n = 0;

    assert_int_equal(nh_container_section(nh_segment_container(seg),
                                          NH_SECTION_STORED_TABLE, &rows, &size, NULL),
                     NH_OK);
    for (uint64_t at = 0; at < size; at += NH_STORED_ROW)
        n += nh_stored_row_read(rows + at).words == list;
    assert_true(size / NH_STORED_ROW * 10 < articles);
    return n;
}

static void check_index(const temp_dir *t, uint32_t articles)
{
    nh_index *index;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.n_segments, 1);
    check_segment(index->segments[0], articles, 1);
    assert_true(count_coded(index->segments[0], 1) > articles / 30);
    nh_index_close(index);
}

/* ---- one list ----------------------------------------------------------------------- */

/* Most blocks are copied; those around what is deleted, and what is added, are coded anew. */
static void what_is_added_is_coded_beside_blocks_that_are_copied(void **state)
{
    const temp_dir *t = ((const two_indexes *)*state)->dirs[0];
    nh_writer *w;
    uint32_t gone;

    check_index(t, MANY);
    w = open_writer(t, false, false);
    add(w, 2 * MANY, 2 * MANY + 300);
    optimize(w);
    check_index(t, MANY + 300);
    w = open_writer(t, false, false);
    gone = drop(w, 5, MANY);
    add(w, 2 * MANY + 300, 2 * MANY + 330);
    optimize(w);
    check_index(t, MANY + 330 - gone);
    assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
}

static void all_is_coded_anew_in_another_order(void **state)
{
    const temp_dir *t = ((const two_indexes *)*state)->dirs[1];

    optimize(open_writer(t, false, true));
    check_index(t, MANY);
}

/* ---- two lists ---------------------------------------------------------------------- */

/* The only segment of an index, its file copied to `t` as `name`. */
static nh_segment_ref take_segment(const temp_dir *from, const temp_dir *t,
                                   const char *name, nh_settings *settings)
{
    nh_segment_ref ref;
    nh_index *index;
    uint8_t *bytes;
    size_t size;

    assert_int_equal(nh_index_open(NULL, from->path, false, false, &index, NULL), NH_OK);
    ref = index->manifest.segments[0];
    *settings = index->manifest.settings;
    bytes = temp_dir_read(from, ref.file.name, &size);
    assert_non_null(bytes);
    temp_dir_write(t, name, bytes, size);
    ref.file = container_ref_of(name, bytes, size);
    free(bytes);
    nh_index_close(index);
    return ref;
}

/* Two segments in one, `name`, each without its articles in `deleted`, if any. */
static nh_segment *merge(const temp_dir *t, const nh_merge_source *sources,
                         const nh_settings *settings, unsigned press, const char *name,
                         nh_segment_ref *made)
{
    const nh_merge_job job = {.env = nh_env_system(),
                              .dir = t->fd,
                              .sources = sources,
                              .count = 2,
                              .settings = settings,
                              .memory = MEMORY,
                              .press = press};
    nh_segment *seg;

    assert_int_equal(nh_merge(&job, name, made, NULL), NH_OK);
    assert_int_equal(nh_segment_open(NULL, t->fd, made, false, &seg, NULL), NH_OK);
    return seg;
}

static void check_both(nh_segment *seg, uint32_t articles)
{
    check_segment(seg, articles, 2);
    assert_true(count_coded(seg, 1) > MANY / 30);
    assert_true(count_coded(seg, 2) > MANY / 60);
    nh_segment_close(seg);
}

static void merge_both(const temp_dir *t, const nh_segment_ref *refs,
                       const nh_settings *settings, const uint8_t *deleted)
{
    const nh_merge_source sources[] = {{refs[0], deleted}, {refs[1], deleted}};
    const uint32_t gone = deleted != NULL ? 2 * (MANY / 8 / 50) : 0;
    nh_segment_ref made;

    for (unsigned press = deleted != NULL; press < 2; press++) {
        check_both(merge(t, sources, settings, press, "made.tmp", &made), 2 * MANY - gone);
        assert_int_equal(unlinkat(t->fd, "made.tmp", 0), 0);
    }
}

/* ---- forged rows -------------------------------------------------------------------- */

static nh_status merge_stored(const temp_dir *t, const nh_segment_ref *refs,
                              const uint8_t *deleted, nh_error *err)
{
    const nh_merge_source sources[] = {{refs[0], deleted}, {refs[1], deleted}};
    nh_merge_inputs in;
    nh_section_spools to;
    nh_status st =
        nh_merge_inputs_open(nh_env_system(), t->fd, sources, 2, MEMORY, &in, err);

    assert_int_equal(st, NH_OK);
    nh_section_spools_init(&to, nh_env_system(), t->fd);
    st = nh_merge_stored(&in, 0, &to, err);
    nh_section_spools_clear(&to);
    nh_merge_inputs_close(&in);
    return st;
}

/* Moved behind others, a row would name what the other input has. */
static void rows_that_name_what_only_others_have_are_refused(void **state)
{
    static const uint8_t zeros[NH_DICTIONARY];
    static const uint8_t deleted[] = {0x02, 0, 0, 0};
    static const made_spec spec = {.articles = 30, .passages_each = 2, .stored = true};
    const made_section more = {NH_SECTION_DICTIONARIES, zeros, sizeof zeros};
    temp_dir *t = temp_dir_new();
    nh_segment_ref refs[2];
    nh_buffer rich = {0};
    nh_error err = {0};

    (void)state;
    segment_make_file(&spec, t, "sound.seg", &refs[0]);
    segment_make_with(&spec, &more, &rich);
    temp_dir_write(t, "rich.seg", rich.bytes, rich.size);
    refs[1] = refs[0];
    refs[1].file = container_ref_of("rich.seg", rich.bytes, rich.size);
    nh_buf_free(&rich);
    assert_int_equal(merge_stored(t, refs, NULL, &err), NH_OK);
    assert_int_equal(merge_stored(t, refs, deleted, &err), NH_OK);
    refs[0] = segment_forge_row(t, &refs[0], 20, 1);
    assert_int_equal(merge_stored(t, refs, NULL, &err), NH_E_CORRUPT);
    assert_non_null(strstr(err.where, "forged.seg"));
    assert_int_equal(merge_stored(t, refs, deleted, &err), NH_E_CORRUPT);
    temp_dir_remove(t);
}

/* Optimizing leaves one segment with a list, so that an index never has two: but merging can. */
static void each_block_keeps_its_list_among_others(void **state)
{
    const two_indexes *two = (const two_indexes *)*state;
    temp_dir *t = temp_dir_new();
    uint8_t *deleted = (uint8_t *)calloc(MANY / 8 + 1, 1);
    nh_segment_ref refs[2];
    nh_settings settings;
    nh_error err = {0};

    assert_non_null(deleted);
    for (uint32_t i = 0; i < MANY / 8 / 50; i++)
        deleted[i * 50] = 0x10;
    refs[0] = take_segment(two->dirs[0], t, "first.seg", &settings);
    refs[1] = take_segment(two->dirs[1], t, "second.seg", &settings);
    merge_both(t, refs, &settings, NULL);
    merge_both(t, refs, &settings, deleted);
    refs[0] = segment_forge_row(t, &refs[0], 23, 2);
    assert_int_equal(merge_stored(t, refs, NULL, &err), NH_E_CORRUPT);
    assert_non_null(strstr(err.where, "forged.seg"));
    assert_int_equal(merge_stored(t, refs, deleted, &err), NH_E_CORRUPT);
    free(deleted);
    temp_dir_remove(t);
}

/* The list that both have is filled up in one of them: it is one all the same, or there would be no
 * room for the other one. */
static void what_was_merged_is_merged_with_one_part_once_more(void **state)
{
    const two_indexes *two = (const two_indexes *)*state;
    temp_dir *t = temp_dir_new();
    uint8_t *deleted = (uint8_t *)calloc(2 * MANY / 8 + 1, 1);
    nh_merge_source sources[2] = {{.deleted = NULL}, {.deleted = NULL}};
    nh_segment_ref made, again;
    nh_settings settings;

    assert_non_null(deleted);
    memset(deleted, 0xff, MANY / 8); /* the first part of what was merged */
    sources[0].ref = take_segment(two->dirs[0], t, "first.seg", &settings);
    sources[1].ref = take_segment(two->dirs[1], t, "second.seg", &settings);
    nh_segment_close(merge(t, sources, &settings, 0, "made.seg", &made));
    sources[1] = (nh_merge_source){made, deleted};
    check_both(merge(t, sources, &settings, 0, "again.seg", &again), 2 * MANY);
    free(deleted);
    temp_dir_remove(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_block_keeps_its_list_among_others),
        cmocka_unit_test(what_was_merged_is_merged_with_one_part_once_more),
        cmocka_unit_test(what_is_added_is_coded_beside_blocks_that_are_copied),
        cmocka_unit_test(all_is_coded_anew_in_another_order),
        cmocka_unit_test(rows_that_name_what_only_others_have_are_refused),
    };

    return cmocka_run_group_tests(tests, make_two, remove_two);
}
