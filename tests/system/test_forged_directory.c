/* tests/system/test_forged_directory.c - a directory that says of blocks what cannot be: a search ends, and tells. */
#include "tests/support/cm.h"

#include "common/base/str.h"
#include "common/segment/postings/directory.h"
#include "common/segment/terms/terms_reader.h"
#include "searcher/searcher_state.h"
#include "tests/support/makers/tiny_index.h"

#define MANY 1400u /* articles, in six blocks of the only word, which are equally good */
#define FORGED 3u  /* the block whose lengths are fetched first, before it is decoded  */

static const char *text_of(uint32_t number)
{
    (void)number;
    return "golan";
}

/* An index whose files are read into memory, where they can be changed after they were checked. */
static int build(void **state)
{
    const nh_reader_options o = {.size = sizeof o, .no_map = true};
    tiny_index *t = tiny_index_of_texts(MANY, text_of, NULL);

    nh_searcher_free(t->searcher);
    nh_reader_close(t->reader);
    assert_int_equal(nh_reader_open(t->path, &o, &t->reader, NULL), NH_OK);
    assert_int_equal(nh_searcher_new(t->reader, &t->searcher, NULL), NH_OK);
    *state = t;
    return 0;
}

/* The last passages of the blocks of the word. */
static uint8_t *find_last(const tiny_index *t)
{
    nh_segment *seg = t->reader->index->segments[0];
    nh_terms *terms = NULL;
    const nh_term *term = NULL;
    nh_directory d;

    assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
    assert_int_equal(nh_terms_find(terms, NH_STR("golan"), &term, NULL), NH_OK);
    assert_non_null(term);
    assert_int_equal(nh_directory_open(seg, term, &d, NULL), NH_OK);
    assert_int_equal(d.n, 6);
    nh_terms_close(terms);
    return (uint8_t *)(uintptr_t)d.last;
}

static void put(uint8_t *to, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (uint8_t)(value >> 8 * i);
}

static void last_passages_that_no_segment_has_are_told(void **state)
{
    static const struct {
        uint32_t before, last; /* of the block before, and of the block */
    } forged[] = {
        {0xffffff9b, 0xfffffff6}, /* steps of a line from one to the other miss it */
        {0xfffffffe, 0xffffffff}, {0xffffffff, 5}, {5, 0xffffffff}, {MANY, MANY + 3},
    };
    const nh_search_options o = {.size = sizeof o};
    tiny_index *t = (tiny_index *)*state;
    uint8_t *last = find_last(t) + (size_t)FORGED * 4;

    for (size_t i = 0; i < COUNT(forged); i++) {
        nh_error err = {0};

        put(last - 4, forged[i].before);
        put(last, forged[i].last);
        assert_int_equal(tiny_index_ask(t->reader, t->searcher, "golan", &o, &err),
                         NH_E_CORRUPT);
        assert_true(err.what[0] != '\0');
    }
    put(last - 4, FORGED * NH_BLOCK - 1);
    put(last, (FORGED + 1) * NH_BLOCK - 1);
    assert_int_equal(tiny_index_ask(t->reader, t->searcher, "golan", &o, NULL), NH_OK);
}

/* The df of the word in the dictionary, less 1: two bytes that nothing else there has. */
static uint8_t *find_df(const tiny_index *t)
{
    static const uint8_t df[2] = {((MANY - 1) & 0x7f) | 0x80, (MANY - 1) >> 7};
    nh_segment *seg = t->reader->index->segments[0];
    const uint8_t *bytes, *found;
    uint64_t size;

    assert_int_equal(nh_container_section(nh_segment_container(seg), NH_SECTION_TERMS,
                                          &bytes, &size, NULL),
                     NH_OK);
    found = (const uint8_t *)memmem(bytes, (size_t)size, df, sizeof df);
    assert_non_null(found);
    return (uint8_t *)(uintptr_t)found;
}

/* Has the dictionary say that the word has `df` passages, and asks for it: a new searcher, since
 * one that has met a word knows it. */
static nh_status ask_with_df(const tiny_index *t, uint32_t df, uint32_t limit,
                             nh_error *err)
{
    const nh_search_options o = {.size = sizeof o, .limit = limit};
    uint8_t *to = find_df(t);
    nh_searcher *searcher;
    nh_status st;

    to[0] = (uint8_t)((df - 1) | 0x80);
    to[1] = (uint8_t)((df - 1) >> 7);
    assert_int_equal(nh_searcher_new(t->reader, &searcher, NULL), NH_OK);
    st = tiny_index_ask(t->reader, searcher, "golan", &o, err);
    nh_searcher_free(searcher);
    to[0] = (uint8_t)((MANY - 1) | 0x80);
    to[1] = (MANY - 1) >> 7;
    return st;
}

/* Room is taken for as many as the dictionary says, where so many are wanted that all are kept. */
static void blocks_of_more_postings_than_the_term_has_are_told(void **state)
{
    static const struct {
        uint32_t df, limit;
    } forged[] = {{MANY - 1, 1000}, {1281, 1000}, {1290, 600}, {1300, 1300}, {1350, 5000}};
    const tiny_index *t = (const tiny_index *)*state;

    for (size_t i = 0; i < COUNT(forged); i++) {
        nh_error err = {0};

        assert_int_equal(ask_with_df(t, forged[i].df, forged[i].limit, &err), NH_E_CORRUPT);
        assert_non_null(strstr(err.what, "more postings than the term has"));
        assert_int_equal(ask_with_df(t, MANY, forged[i].limit, NULL), NH_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_passages_that_no_segment_has_are_told),
        cmocka_unit_test(blocks_of_more_postings_than_the_term_has_are_told),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
