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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(last_passages_that_no_segment_has_are_told),
    };

    return cmocka_run_group_tests(tests, build, tiny_index_teardown);
}
