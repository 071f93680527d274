/* tests/unit/test_word_ahead.c - words found at once have the codes that they have one by one. */
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "indexer/write/words/word_coder.h"
#include "tests/support/cm.h"

#define LONG_WORD "counterrevolutionaries1989to2004" /* the longest that a list has */
#define TEXTS 3000u
#define TEXT_SIZE 3000u

static uint8_t list[NH_WORDS];

static const char *const words[] = {
    "the",
    "of",
    "a",
    "The",
    "SENATE",
    "senate",
    "Akaka",
    "mcCain",
    "x1",
    "B2B",
    "2004",
    "constitutionally",
    "constituti",
    "GOP",
    "gop",
    "\xe2\x80\x99",
    "caf\xc3\xa9",
    "\xd0\x9c\xd0\xbe",
    "parliamentarians",
    "parliamentariansandmore",
    "disestablishmentarianism",
    LONG_WORD,
    "Zz",
    "qQ",
    "i",
};

/* What stands between such words, and words that have no code. */
static const char *const others[] = {
    " ",
    " ",
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "  ",
    "\n",
    "-",
    "                    ",
    "...",
    " \xe2\x80\x99 ",
    "\xe2\x80\x99",
    "\xc3\xa9",
    " \xc3\xa9",
    "\xff",
    " \xd0\x9c\xd0\xb0 ",
    " unheard ",
    "THE",
    "tHE",
    "McCain",
    "Constitutionally",
    "constitutionally1",
    "X",
    "CONSTITUTIONALLY",
    "CAF\xc3\xa9",
    "b2b",
    "B2b",
    "X1",
    "A",
    "I",
    "ZZ",
    "zz",
    "QQ",
    "Qq",
    "Disestablishmentarianism",
    LONG_WORD "5",
    LONG_WORD LONG_WORD LONG_WORD,
    "0",
};

static uint32_t random_below(uint32_t n)
{
    static uint32_t x = 1;

    x = x * 1664525 + 1013904223;
    return (uint32_t)((uint64_t)x * n >> 32);
}

/* A list of these words, `singles` of them with codes of one byte. */
static void make_list(nh_code_words *out, uint8_t singles)
{
    uint8_t *to = list + NH_WORD_HEAD + COUNT(words);

    memset(list, 0, sizeof list);
    list[0] = COUNT(words);
    list[2] = singles;
    for (size_t i = 0; i < COUNT(words); i++) {
        list[NH_WORD_HEAD + i] = (uint8_t)strlen(words[i]);
        memcpy(to, words[i], strlen(words[i]));
        to += strlen(words[i]);
    }
    assert_int_equal(nh_code_words_read(nh_env_system(),
                                        (nh_str){(const char *)list, sizeof list}, out,
                                        NULL),
                     NH_OK);
}

/* Some words and what is between them. In one of four texts most is no ASCII. */
static size_t make_text(char *to, size_t most)
{
    const bool foreign = random_below(4) == 0;
    size_t size = 0;

    while (size < most) {
        const char *next = random_below(2) == 0  ? words[random_below(COUNT(words))]
                           : foreign             ? others[12 + random_below(6)]
                           : random_below(3) > 0 ? others[random_below(5)]
                                                 : others[random_below(COUNT(others))];
        const size_t n = strlen(next) < most - size ? strlen(next) : most - size;

        memcpy(to + size, next, n);
        size += n;
    }
    return size;
}

/* As it is coded word by word, and by each of what looks at 64 bytes. */
static bool code_in_all_ways(nh_word_coder *c, nh_str text)
{
    static const size_t ahead[] = {1, 2, NH_AHEAD_BLOCKS};
    nh_buffer expected = {0}, coded = {0};
    bool done, again;

    c->ahead = 0;
    assert_int_equal(nh_words_code(c, text, &expected, &done, NULL), NH_OK);
    for (size_t k = 0; nh_set_masker_usable(k) != NULL; k++)
        for (size_t i = 0; i < COUNT(ahead); i++) {
            c->ahead = ahead[i];
            c->eye.mask = nh_set_masker_usable(k);
            c->eye.list = nh_bit_lister_usable(nh_bit_lister_usable(k) != NULL ? k : 0);
            assert_int_equal(nh_words_code(c, text, &coded, &again, NULL), NH_OK);
            assert_int_equal(again, done);
            if (done) {
                assert_int_equal(coded.size, expected.size);
                assert_memory_equal(coded.bytes, expected.bytes, expected.size);
            }
        }
    if (done) {
        char *out = (char *)malloc(text.len + NH_WORD_SLACK);
        size_t spelt;

        assert_non_null(out);
        (void)nh_words_spell(c->finder.list, expected.bytes, expected.size, (uint8_t *)out,
                             text.len, &spelt);
        assert_int_equal(spelt, text.len);
        assert_memory_equal(out, text.ptr, text.len);
        free(out);
    }
    nh_buf_free(&expected);
    nh_buf_free(&coded);
    return done;
}

static void texts_have_the_same_codes_word_by_word_and_at_once(void **state)
{
    static const uint8_t singles[] = {5, 0, COUNT(words)};
    unsigned shorter = 0;

    (void)state;
    for (size_t s = 0; s < COUNT(singles); s++) {
        nh_code_words list_words;
        nh_word_coder coder;

        make_list(&list_words, singles[s]);
        assert_int_equal(nh_word_coder_init(&coder, nh_env_system(), &list_words, NULL),
                         NH_OK);
        for (unsigned i = 0; i < TEXTS / COUNT(singles); i++) {
            const size_t most =
                random_below(2) == 0 ? random_below(300) : random_below(TEXT_SIZE);
            char *text =
                (char *)malloc(most > 0 ? most : 1); /* of which no byte is behind */

            assert_non_null(text);
            shorter += code_in_all_ways(&coder, (nh_str){text, make_text(text, most)});
            free(text);
        }
        nh_word_coder_free(&coder);
        nh_code_words_free(&list_words);
    }
    assert_true(shorter > TEXTS / 2);
}

/* A character that is no ASCII, a word in capitals, and a long one, at each place of some blocks
 * of 64 bytes. */
static void seams_make_no_difference(void **state)
{
    static const char *const rows[] = {
        "\xe2\x80\x99", "caf\xc3\xa9", "SENATE", LONG_WORD, "parliamentariansandmore", "a"};
    nh_code_words list_words;
    nh_word_coder coder;

    (void)state;
    make_list(&list_words, 5);
    assert_int_equal(nh_word_coder_init(&coder, nh_env_system(), &list_words, NULL), NH_OK);
    for (size_t row = 0; row < COUNT(rows); row++)
        for (size_t at = 0; at < 200; at++) {
            char text[600];
            const size_t n = strlen(rows[row]);

            for (size_t i = 0; i < sizeof text; i++)
                text[i] = "the "[i % 4];
            memcpy(text + 100 + at, rows[row], n);
            assert_true(code_in_all_ways(&coder, (nh_str){text, sizeof text}));
            text[100 + at - 1] = text[100 + at + n] = ' ';
            assert_true(code_in_all_ways(&coder, (nh_str){text, sizeof text}));
        }
    nh_word_coder_free(&coder);
    nh_code_words_free(&list_words);
}

/* ---- room that is exact ------------------------------------------------------------- */

/* As it is coded many words at once, into no byte more than there has to be. */
static void code_in_exact_room(nh_word_coder *c, nh_str text)
{
    nh_buffer coded = {.bytes = (uint8_t *)malloc(text.len + NH_CODING_SLACK),
                       .capacity = text.len + NH_CODING_SLACK};
    const uint8_t *room = coded.bytes;
    bool done;

    assert_non_null(room);
    assert_int_equal(nh_words_code(c, text, &coded, &done, NULL), NH_OK);
    assert_ptr_equal(coded.bytes, room); /* else nobody would see what is written behind */
    assert_int_equal(coded.capacity, text.len + NH_CODING_SLACK);
    assert_false(done);
    nh_buf_free(&coded);
}

/* A word of one letter takes three bytes, one of them for its capital, and a comma one: the codes
 * are twice as long as the text, until there is no room. */
static void text_that_becomes_longer_stays_within_its_room(void **state)
{
    nh_code_words list_words;
    nh_word_coder coder;

    (void)state;
    make_list(&list_words, 2); /* of the words before "a" */
    assert_int_equal(nh_word_coder_init(&coder, nh_env_system(), &list_words, NULL), NH_OK);
    for (size_t size = 1; size < TEXT_SIZE; size += size < 600 ? 1 : 61)
        for (size_t k = 0; k < 2; k++) {
            char *text = (char *)malloc(size);

            assert_non_null(text);
            for (size_t i = 0; i < size; i++)
                text[i] = "A,"[(i + k) % 2];
            code_in_exact_room(&coder, (nh_str){text, size});
            free(text);
        }
    nh_word_coder_free(&coder);
    nh_code_words_free(&list_words);
}

/* Blocks of 64 bytes that end where the last bytes that may be read behind them do, and a word of
 * one letter, of which more is read than it has, at each of their last places. */
static void no_byte_behind_a_text_is_read(void **state)
{
    nh_code_words list_words;
    nh_word_coder coder;

    (void)state;
    make_list(&list_words, 5);
    assert_int_equal(nh_word_coder_init(&coder, nh_env_system(), &list_words, NULL), NH_OK);
    for (size_t blocks = 1; blocks <= 2 * NH_AHEAD_BLOCKS; blocks++)
        for (size_t at = 40; at < NH_BYTE_BLOCK; at++) {
            const size_t size = blocks * NH_BYTE_BLOCK + NH_AHEAD_BEHIND;
            const size_t word = (blocks - 1) * NH_BYTE_BLOCK + at;
            char *text = (char *)malloc(size);

            assert_non_null(text);
            for (size_t i = 0; i < size; i++)
                text[i] = i < word ? "the "[i % 4] : ' ';
            text[word - 1] = ' ';
            text[word] = 'a';
            assert_true(code_in_all_ways(&coder, (nh_str){text, size}));
            text[word] = 'b'; /* which has no code */
            assert_true(code_in_all_ways(&coder, (nh_str){text, size}));
            free(text);
        }
    nh_word_coder_free(&coder);
    nh_code_words_free(&list_words);
}

/* ---- one word ----------------------------------------------------------------------- */

/* The number of a word of the list, from 1; 0: it has none. */
static unsigned number_of(const char *word, size_t size)
{
    for (unsigned i = 0; i < COUNT(words); i++)
        if (strlen(words[i]) == size && memcmp(words[i], word, size) == 0)
            return i + 1;
    return 0;
}

/* A list whose codes have one byte each: what nh_word_find() is to give. */
static nh_word_code expected_code(const char *word, size_t size)
{
    char small[NH_WORD_SIZE];
    unsigned capitals = 0, letters = 0, n = number_of(word, size);

    if (n > 0)
        return (NH_WORD_FIRST + n - 1) | UINT32_C(1) << 24;
    for (size_t i = 0; i < size; i++) {
        const bool capital = word[i] >= 'A' && word[i] <= 'Z';

        small[i] = (char)(capital ? word[i] | 0x20 : word[i]);
        capitals += capital;
        letters += small[i] >= 'a' && small[i] <= 'z';
    }
    if (word[0] < 'A' || word[0] > 'Z' || (capitals != 1 && capitals != letters))
        return 0;
    n = number_of(small, size);
    return n == 0 ? 0
                  : (NH_WORD_FIRST + n - 1) << 8 | UINT32_C(2) << 24 |
                        (capitals == 1 ? NH_WORD_CAPITAL : NH_WORD_CAPITALS);
}

/* Each word of the list, and the same with any of its first letters as capitals. */
static void words_are_found_as_they_are_or_in_small_letters(void **state)
{
    nh_code_words list_words;
    nh_word_finder f;

    (void)state;
    make_list(&list_words, COUNT(words));
    assert_int_equal(nh_word_finder_init(&f, nh_env_system(), &list_words, NULL), NH_OK);
    for (size_t i = 0; i < COUNT(words); i++)
        for (unsigned capitals = 0; capitals < 512; capitals++) {
            uint8_t word[NH_WORD_SIZE + 16] = {0};
            const size_t n = strlen(words[i]);
            nh_word_run w;

            memcpy(word, words[i], n);
            for (unsigned k = 0; k < n; k++) {
                const bool letter = (word[k] | 0x20) >= 'a' && (word[k] | 0x20) <= 'z';

                if (letter && (capitals >> (k < 8 ? k : 8) & 1) != 0)
                    word[k] ^= 0x20;
            }
            nh_word_run_of(word, n, &w);
            assert_int_equal(nh_word_find(&f, &w), expected_code((const char *)word, n));
        }
    nh_word_finder_free(&f);
    nh_code_words_free(&list_words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_the_same_codes_word_by_word_and_at_once),
        cmocka_unit_test(seams_make_no_difference),
        cmocka_unit_test(text_that_becomes_longer_stays_within_its_room),
        cmocka_unit_test(no_byte_behind_a_text_is_read),
        cmocka_unit_test(words_are_found_as_they_are_or_in_small_letters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
