/* tests/unit/test_sentence.c - sentences end where UAX #29 and newspapers end them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/text/letters/utf8.h"
#include "common/text/passages/sentences/sentence.h"
#include "tests/support/cm.h"

#define OFFICIAL "/usr/share/unicode/auxiliary/SentenceBreakTest.txt"

/* One line of the official test: text, and a '1' for each byte before which there is a break. */
typedef struct official_case {
    char text[256];
    size_t size;
    bool breaks[256];
} official_case;

static bool read_case(const char *line, official_case *out)
{
    *out = (official_case){0};
    while (*line != '\0' && *line != '#') {
        char *end = NULL;

        if (strncmp(line, "\xc3\xb7", 2) == 0) {
            out->breaks[out->size] = true;
            line += 2;
        } else if (strncmp(line, "\xc3\x97", 2) == 0) {
            line += 2;
        } else if (*line == ' ' || *line == '\t' || *line == '\n') {
            line++;
        } else {
            const unsigned long code = strtoul(line, &end, 16);

            if (end == line) /* a byte order mark before the first comment */
                return false;
            out->size += nh_utf8_encode((uint32_t)code, out->text + out->size);
            line = end;
        }
    }
    return out->size > 0;
}

static void check_case(const official_case *c, const char *line)
{
    const nh_str text = {c->text, c->size};
    bool breaks[256] = {[0] = true};

    for (size_t at = 0; at < text.len;) {
        const size_t end = nh_sentence_end_uax29(text, at);

        assert_in_range(end, at + 1, text.len);
        breaks[end] = true;
        at = end;
    }
    if (memcmp(breaks, c->breaks, sizeof breaks) != 0)
        fail_msg("%s", line);
}

static void untailored_sentences_are_those_of_the_official_test(void **state)
{
    FILE *file = fopen(OFFICIAL, "r");
    char line[1024];
    size_t cases = 0;

    (void)state;
    if (file == NULL) {
        print_message("skipped: %s is not there (package unicode-data)\n", OFFICIAL);
        skip();
    }
    while (fgets(line, sizeof line, file) != NULL) {
        official_case c;

        if (read_case(line, &c)) {
            check_case(&c, line);
            cases++;
        }
    }
    (void)fclose(file);
    assert_true(cases > 400);
}

/* Each text is two sentences where a | stands in it, one where none does. */
static const char *const newspaper_cases[] = {
    "He spoke to the U.S. Senate on Monday.",
    "Forces left the U.S. |The talks went on.",
    "Envoy Tom Barrack met Mr. Barak and Mrs. Meir.",
    "It was Sen. Smith who came. |Gov. Jones stayed.",
    "Shares of Acme Inc. rose. |They fell later.",
    "Shares of Acme Inc. Chairman Joe Doe rose.",
    "Books by J. K. Rowling and J.R.R. Tolkien sold well.",
    "On Jan. 5 and Sept. 11 he was there.",
    "He came in Sept. |The others had left.",
    "It closed on Tues. Jan. 5 at noon.",
    "See No. 5 for more. |No. 6 is empty.",
    "He said no. |Then he left.",
    "“We are peeling.” |He smiled.",
    "\"We are peeling,\" he said. |\"Slowly.\" |They left.",
    "“Why now?” he asked. |Nobody knew.",
    "Yahoo! shares rose.",
    "He paid $3.5 million for it. |It was too much.",
    "The vote (in the U.S.) Senate leaders said was close.",
    "It ends at 5 p.m. |The gates close.",
    "It ends at 5 p.m. EST on Monday.",
    "They met in Washington, D.C. |He flew home.",
    "Really?! |Yes.",
    "He waited... |Nobody came.",
    "1. The first point is this. |2. The second is that.",
    "Brown v. Board of Education was heard.",
    "See http://example.org/?q=1&r=Two for more.",
    "First line that is\nwrapped by hand. |Second one\nis too.",
    "A paragraph without a stop\n\n|Another one.",
    "पहला वाक्य। |दूसरा वाक्य।",
    "最初の文。|次の文。",
    "جملهٔ اول است. |این دومی است؟ |بله.",
    "Mr. ",
    ".",
};

static void newspaper_sentences_end_where_readers_end_them(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(newspaper_cases); i++) {
        char text[256] = "";
        bool breaks[257] = {false};
        size_t size = 0;

        for (const char *c = newspaper_cases[i]; *c != '\0'; c++) {
            if (*c == '|')
                breaks[size] = true;
            else
                text[size++] = *c;
        }
        breaks[size] = true;
        for (size_t at = 0; at < size;) {
            const size_t end = nh_sentence_end((nh_str){text, size}, at);

            if (!breaks[end])
                fail_msg("\"%s\": a sentence ends after %zu bytes", text, end);
            for (size_t b = at + 1; b < end; b++) {
                if (breaks[b])
                    fail_msg("\"%s\": no sentence ends after %zu bytes", text, b);
            }
            at = end;
        }
    }
}

static void a_long_line_is_no_work_of_a_line_wrapper(void **state)
{
    char text[300];

    (void)state;
    memset(text, 'a', sizeof text);
    text[150] = '\n';
    assert_int_equal(nh_sentence_end((nh_str){text, sizeof text}, 0), 151);
    text[150] = 'a';
    text[50] = '\n';
    assert_int_equal(nh_sentence_end((nh_str){text, sizeof text}, 0), sizeof text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(untailored_sentences_are_those_of_the_official_test),
        cmocka_unit_test(newspaper_sentences_end_where_readers_end_them),
        cmocka_unit_test(a_long_line_is_no_work_of_a_line_wrapper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
