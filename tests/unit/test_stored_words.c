/* tests/unit/test_stored_words.c - lists of words, blocks coded by them, and what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "indexer/write/words/word_choice.h"
#include "indexer/write/words/wording.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define RUSSIAN \
    "\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0 \xd0\xb3\xd0\xbe\xd1\x80\xd0\xbe\xd0\xb4 "

static uint8_t list[NH_WORDS];
static const nh_str whole = {(const char *)list, NH_WORDS};

/* A list of such words. */
static void make_list(const char *const *words, uint16_t count, uint16_t singles)
{
    uint8_t *to = list + NH_WORD_HEAD + count;

    memset(list, 0, sizeof list);
    list[0] = (uint8_t)count;
    list[2] = (uint8_t)singles;
    for (uint16_t i = 0; i < count; i++) {
        const size_t n = strlen(words[i]);

        list[NH_WORD_HEAD + i] = (uint8_t)n;
        memcpy(to, words[i], n);
        to += n;
    }
}

static void make_five(void)
{
    static const char *const words[] = {"golan", "heights", "the", "\xe2\x80\x99",
                                        "constitutionally"};

    make_list(words, COUNT(words), 2);
}

static nh_code_words read_list(void)
{
    nh_code_words words;

    assert_int_equal(nh_code_words_read(nh_env_system(), whole, &words, NULL), NH_OK);
    return words;
}

/* The bytes as coded by the list; false: they stay as they are. */
static bool code(nh_str text, nh_buffer *out)
{
    nh_buffer spare = {0};
    nh_wording *w;
    bool done;

    nh_buf_bytes(out, text.ptr, text.len);
    assert_int_equal(nh_wording_new(nh_env_system(), whole, &w, NULL), NH_OK);
    assert_int_equal(nh_wording_code(w, out, &spare, &done, NULL), NH_OK);
    nh_wording_free(w);
    nh_buf_free(&spare);
    return done;
}

/* What is coded is shorter, and spelt as it was; and no byte is written beyond any room. */
static void expect_same(nh_str text)
{
    nh_code_words words = read_list();
    nh_buffer coded = {0};
    uint8_t *out = (uint8_t *)malloc(text.len + NH_WORD_SLACK);
    size_t spelt;

    assert_non_null(out);
    assert_true(code(text, &coded));
    assert_true(coded.size < text.len);
    for (size_t room = 0; room <= text.len; room++) {
        const size_t used =
            nh_words_spell(&words, coded.bytes, coded.size, out, room, &spelt);

        assert_true(spelt <= room);
        assert_memory_equal(out, text.ptr, spelt);
        assert_int_equal(used == coded.size, spelt == text.len);
    }
    assert_int_equal(spelt, text.len);
    free(out);
    nh_buf_free(&coded);
    nh_code_words_free(&words);
}

static void words_and_blanks_go_and_come_back(void **state)
{
    static const char *const rows[] = {
        "the golan heights",
        "The GOLAN Heights, the Golan heights. ",
        " the  golan the the\n\nheights-golan",
        "golan\xe2\x80\x99s heights \xe2\x80\x99 golan \xe2\x80\x99the golan",
        "the golan \xd0\x9c\xd0\xbe the golan caf\xc3\xa9s golan\xc3\xa9 heights",
        "the golan x the golan 7 the golan \x01\xff\x80golan heights the golan heights",
        "the Golan constitutionally Constitutionally CONSTITUTIONALLY the\nthe.The the a",
    };
    nh_buffer all = {0};

    (void)state;
    make_five();
    for (size_t i = 0; i < COUNT(rows); i++)
        expect_same(nh_str_of(rows[i]));
    for (size_t i = 0; i < 4 * COUNT(rows); i++)
        nh_buf_text(&all, nh_str_of(rows[i % COUNT(rows)]));
    expect_same(nh_buf_str(&all)); /* what is far from its ends is spelt in larger steps */
    nh_buf_free(&all);
}

static void blocks_that_would_not_be_shorter_stay(void **state)
{
    static const char *const rows[] = {
        "", "x", "nothing of that", RUSSIAN RUSSIAN "golan",
        /* a block may not be spelt by more than eight times its bytes */
        "constitutionally constitutionally constitutionally constitutionally"};

    (void)state;
    make_five();
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_buffer block = {0};

        assert_false(code(nh_str_of(rows[i]), &block));
        assert_int_equal(block.size, strlen(rows[i]));
        if (block.size > 0)
            assert_memory_equal(block.bytes, rows[i], block.size);
        nh_buf_free(&block);
    }
}

static void codes_that_make_no_sense_end_what_is_spelt(void **state)
{
    static const struct {
        const char *coded;
        size_t used;
    } rows[] = {
        {"\x80\xfe", 1},     {"\x80\xfd", 1},     {"\x80\x82", 1}, {"\x80\x82\x03", 1},
        {"\x80\x83\x01", 1}, {"\x80\xff", 1},     {"a\xff.", 1},   {"\x80\xfe.", 1},
        {"\x80\xfe\xfe", 1}, {"\x80\xfe\xff", 1}, {"\x81\xfc", 1},
    };
    nh_code_words words;
    uint8_t out[100 + NH_WORD_SLACK];
    size_t spelt;

    (void)state;
    make_five();
    words = read_list();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(nh_words_spell(&words, (const uint8_t *)rows[i].coded,
                                        strlen(rows[i].coded), out, 100, &spelt),
                         rows[i].used);
    nh_code_words_free(&words);
}

static void lists_that_make_no_sense_are_refused(void **state)
{
    static const struct {
        size_t at;
        uint8_t byte;
    } rows[] = {{0, 1}, {1, 0x80}, {2, 6}, {2, 126}, {3, 1}, {4, 0}, {5, 33}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_code_words words;
        nh_wording *w;

        make_five();
        list[rows[i].at] = rows[i].byte;
        assert_int_equal(nh_code_words_read(nh_env_system(), whole, &words, NULL),
                         NH_E_CORRUPT);
        assert_int_equal(nh_wording_new(nh_env_system(), whole, &w, NULL), NH_E_CORRUPT);
        assert_null(w);
    }
    memset(list, 32, sizeof list); /* 8,224 words of 32 bytes do not fit */
    list[2] = list[3] = 0;
    {
        nh_code_words words;

        assert_int_equal(nh_code_words_read(nh_env_system(), whole, &words, NULL),
                         NH_E_CORRUPT);
    }
}

/* As the last list of a section: 32 bytes behind its words, or all of it. */
static void a_shorter_list_ends_behind_its_words(void **state)
{
    nh_str cut;

    (void)state;
    make_five();
    cut = nh_words_cut(whole);
    assert_int_equal(cut.len, NH_WORD_HEAD + 5 + 34 + NH_WORD_SIZE);
    assert_int_equal(nh_words_cut(cut).len, cut.len);
    for (size_t size = 0; size <= cut.len + 1; size++) {
        uint8_t *exact = (uint8_t *)malloc(size + 1);
        nh_code_words words;
        nh_status st;

        memcpy(exact, list, size);
        st = nh_code_words_read(nh_env_system(), (nh_str){(const char *)exact, size},
                                &words, NULL);
        assert_int_equal(st, size == cut.len ? NH_OK : NH_E_CORRUPT);
        if (st == NH_OK) {
            assert_true(nh_code_words_end(&words));
            assert_true(nh_str_equal(nh_code_word(&words, 4), NH_STR("constitutionally")));
        }
        nh_code_words_free(&words);
        free(exact);
    }
}

static void the_size_of_a_section_tells_its_lists(void **state)
{
    (void)state;
    assert_int_equal(nh_words_lists(0), 0);
    assert_int_equal(nh_words_lists(NH_WORDS), 1);
    assert_int_equal(nh_words_lists(NH_WORDS + 1), 2);
    assert_int_equal(nh_words_size(NH_WORDS + 40, 0), NH_WORDS);
    assert_int_equal(nh_words_size(NH_WORDS + 40, NH_WORDS), 40);
    make_five();
    assert_int_equal(nh_words_head(whole), NH_WORD_HEAD + 5);
    assert_int_equal(nh_words_head((nh_str){whole.ptr, NH_WORD_HEAD + 2}),
                     NH_WORD_HEAD + 2);
    assert_int_equal(nh_words_head((nh_str){whole.ptr, NH_WORD_HEAD - 1}),
                     NH_WORD_HEAD - 1);
    assert_int_equal(nh_words_layout(0), 1);
    assert_int_equal(nh_words_layout((uint64_t)NH_WORDS * 2), 2);
    assert_int_equal(nh_words_layout((uint64_t)NH_WORDS * 2 + 40), 3);
}

static nh_status read_it(const nh_env *env, void *context)
{
    nh_code_words words;
    const nh_status st = nh_code_words_read(env, whole, &words, NULL);

    (void)context;
    assert_true(st == NH_OK ? words.count == 5
                            : words.count == 0 && words.singles == 0 &&
                                  words.bytes == NULL && words.places == NULL);
    nh_code_words_free(&words);
    return st;
}

static void a_list_that_cannot_be_read_is_empty(void **state)
{
    (void)state;
    make_five();
    assert_int_equal(fault_sweep_allocations(read_it, NULL), 1);
    list[3] = 1;
    assert_int_equal(read_it(nh_env_system(), NULL), NH_E_CORRUPT);
}

/* Words of a text of which each comes often enough, and more of them than codes of one byte. */
static nh_status choose(const nh_env *env, void *context)
{
    nh_word_choice *c;
    nh_wording *w = NULL;
    nh_buffer block = {.env = env}, spare = {.env = env};
    bool done = false;
    nh_status st = nh_word_choice_new(env, &c, NULL);

    (void)context;
    if (st != NH_OK)
        return st;
    for (unsigned i = 0; i < 1000; i++) {
        char text[64];
        const int n = snprintf(text, sizeof text, RUSSIAN "Word%03u, the word%03u\n",
                               i % 300, i % 300);

        nh_word_choice_count(c, (nh_str){text, (size_t)n});
        nh_buf_bytes(&block, text, (size_t)n);
    }
    assert_int_equal(nh_word_choice_list(c, 20000, list), 603);
    nh_word_choice_free(c);
    st = nh_buf_ok(&block) ? nh_wording_new(env, whole, &w, NULL) : NH_E_NOMEM;
    if (st == NH_OK)
        st = nh_wording_code(w, &block, &spare, &done, NULL);
    assert_true(st != NH_OK || (done && block.size < 13000));
    nh_wording_free(w);
    nh_buf_free(&block);
    nh_buf_free(&spare);
    return st;
}

static void the_words_that_save_most_are_chosen(void **state)
{
    nh_code_words words;

    (void)state;
    assert_int_equal(choose(nh_env_system(), NULL), NH_OK);
    words = read_list();
    assert_int_equal(words.count, 603);
    assert_int_equal(words.singles, 123);
    assert_true(nh_str_equal(nh_code_word(&words, 2), NH_STR("the")));
    nh_code_words_free(&words);
}

/* Each table has its own seed, and words fall elsewhere. */
static void the_choice_is_the_same_in_every_table(void **state)
{
    static uint8_t lists[2][NH_WORDS];
    nh_word_choice *c[2];

    (void)state;
    for (unsigned k = 0; k < 2; k++) {
        assert_int_equal(nh_word_choice_new(nh_env_system(), &c[k], NULL), NH_OK);
        for (unsigned i = 0; i < 60000; i++) {
            char text[32];
            const int n = snprintf(text, sizeof text, "x%u Y%u", i % 19000, i * i % 3001);

            nh_word_choice_count(c[k], (nh_str){text, (size_t)n});
        }
    }
    for (unsigned k = 0; k < 2; k++) {
        assert_true(nh_word_choice_list(c[k], 20000, lists[k]) > 10000);
        nh_word_choice_free(c[k]);
    }
    assert_memory_equal(lists[0], lists[1], NH_WORDS);
}

/* Some sentences with words of English, or of characters without blanks; words of the list. */
static uint32_t choose_of(bool english)
{
    nh_word_choice *c;
    uint32_t n, x = 1;

    assert_int_equal(nh_word_choice_new(nh_env_system(), &c, NULL), NH_OK);
    for (unsigned i = 0; i < 1000; i++) {
        static const char *const words[] = {"envoys", "of",     "the",  "heights",
                                            "hailed", "treaty", "with", "parliament"};
        char text[256];
        size_t at = 0;

        for (unsigned k = 0; k < 16; k++) {
            x = x * 1664525 + 1013904223;
            at += english
                      ? (size_t)snprintf(text + at, sizeof text - at, "%s ", words[x >> 29])
                      : (size_t)snprintf(text + at, sizeof text - at, "\xe6%c%c",
                                         (char)(0x80 + (x >> 26)),
                                         (char)(0x80 + (x >> 20) % 64));
        }
        at += (size_t)snprintf(text + at, sizeof text - at, " 2004\n");
        nh_word_choice_count(c, (nh_str){text, at});
    }
    n = nh_word_choice_list(c, 20000, list);
    nh_word_choice_free(c);
    return n;
}

static void words_that_save_little_make_no_list(void **state)
{
    (void)state;
    assert_int_equal(choose_of(true), 9);
    assert_int_equal(choose_of(false), 0);
}

static void failed_allocations_are_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(choose, NULL) > 4);
}

/* Texts of other scripts are not longer than they were, even before they are deflated. */
static void russian_is_coded_too(void **state)
{
    static const char *const words[] = {"\xd0\x9c\xd0\xbe\xd1\x81\xd0\xba\xd0\xb2\xd0\xb0"};

    (void)state;
    make_list(words, 1, 1);
    expect_same(NH_STR(RUSSIAN RUSSIAN RUSSIAN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_blanks_go_and_come_back),
        cmocka_unit_test(blocks_that_would_not_be_shorter_stay),
        cmocka_unit_test(codes_that_make_no_sense_end_what_is_spelt),
        cmocka_unit_test(lists_that_make_no_sense_are_refused),
        cmocka_unit_test(a_shorter_list_ends_behind_its_words),
        cmocka_unit_test(the_size_of_a_section_tells_its_lists),
        cmocka_unit_test(a_list_that_cannot_be_read_is_empty),
        cmocka_unit_test(the_words_that_save_most_are_chosen),
        cmocka_unit_test(the_choice_is_the_same_in_every_table),
        cmocka_unit_test(words_that_save_little_make_no_list),
        cmocka_unit_test(failed_allocations_are_told),
        cmocka_unit_test(russian_is_coded_too),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
