/* tests/unit/test_word_break.c - the official word boundaries, and segments that are words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/words/breaks/word_break.h"
#include "tests/support/cm.h"

#define TEST_FILE "/usr/share/unicode/auxiliary/WordBreakTest.txt"
#define MOST_CHARACTERS 64

/* A line of the file: the text, and the bytes at which boundaries are expected. */
typedef struct break_case {
    char text[MOST_CHARACTERS * NH_UTF8_MAX];
    size_t size;
    size_t ends[MOST_CHARACTERS];
    size_t count;
} break_case;

/* False for a line without a case. */
static bool read_case(char *line, break_case *out)
{
    char *save = NULL;
    char *field;

    *out = (break_case){0};
    line[strcspn(line, "#\n")] = '\0';
    for (field = strtok_r(line, " \t", &save); field != NULL;
         field = strtok_r(NULL, " \t", &save)) {
        if (strcmp(field, "\xC3\xB7") == 0 && out->size > 0)
            out->ends[out->count++] = out->size;
        else if (field[0] != '\xC3')
            out->size +=
                nh_utf8_encode((uint32_t)strtoul(field, NULL, 16), out->text + out->size);
    }
    return out->count > 0;
}

static bool boundaries_agree(const break_case *c)
{
    const nh_str text = {c->text, c->size};
    size_t at = 0;
    size_t i;

    for (i = 0; i < c->count && at < c->size; i++) {
        at += nh_word_segment(text, at).size;
        if (at != c->ends[i])
            return false;
    }
    return at == c->size && i == c->count;
}

static void every_official_case_has_its_boundaries(void **state)
{
    FILE *file = fopen(TEST_FILE, "r");
    char line[4096];
    break_case c;
    size_t cases = 0;
    size_t wrong = 0;
    size_t number = 0;

    (void)state;
    if (file == NULL) {
        print_message("skipped: no " TEST_FILE " (package unicode-data)\n");
        skip();
    }
    while (fgets(line, sizeof(line), file) != NULL) {
        number++;
        if (!read_case(line, &c))
            continue;
        cases++;
        if (!boundaries_agree(&c)) {
            print_message("%s:%zu\n", TEST_FILE, number);
            wrong++;
        }
    }
    fclose(file);
    print_message("%zu cases\n", cases);
    assert_int_equal(wrong, 0);
    assert_true(cases > 1000);
}

typedef struct segment_row {
    const char *text;
    const char *segments; /* the words, each followed by | */
} segment_row;

static const segment_row segment_rows[] = {
    {"can't stop", "can't|stop|"},      {"3.14, or 1,500", "3.14|or|1,500|"},
    {"U.S. Senate", "U.S|Senate|"},     {"co-operation", "co|operation|"},
    {"foo_bar _ __", "foo_bar|"},       {"so\u00adft", "so\u00adft|"},
    {"\u6c49\u5b57", "\u6c49|\u5b57|"}, {"... !", ""},
};

static void segments_that_hold_letters_or_numbers_are_words(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(segment_rows); i++) {
        const nh_str text = nh_str_of(segment_rows[i].text);
        char found[256] = "";
        size_t used = 0;
        size_t at = 0;

        while (at < text.len) {
            const nh_segment s = nh_word_segment(text, at);

            if (s.word)
                used += (size_t)snprintf(found + used, sizeof(found) - used, "%.*s|",
                                         (int)s.size, text.ptr + s.at);
            at += s.size;
        }
        assert_string_equal(found, segment_rows[i].segments);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_official_case_has_its_boundaries),
        cmocka_unit_test(segments_that_hold_letters_or_numbers_are_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
