/* tests/unit/test_plain.c - a file of plain text becomes one article. */
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/transcripts/corpus_transcript.h"

#define BODY "The talks began on Monday, said officials who were there."

static void the_top_of_a_text_tells_headline_date_and_source(void **state)
{
    static const struct {
        const char *text;
        const char *expected;
    } cases[] = {
        {"Talks Begin\n\n" BODY "\n",
         "a.txt|Talks Begin|Talks Begin\\n\\n" BODY "\\n||||||0+11\n"},
        {"Talks Begin\n" BODY, "a.txt|Talks Begin|Talks Begin\\n" BODY "||||||0+11\n"},
        /* a first line that is a sentence is no headline */
        {BODY "\n\nMore.", "a.txt||" BODY "\\n\\nMore.\n"},
        /* nor is one that nothing follows, or that runs on */
        {"Talks Begin", "a.txt||Talks Begin\n"},
        {"The talks between the two\nneighbours began today.",
         "a.txt||The talks between the two\\nneighbours began today.\n"},
        {"Envoy Returns from the U.S.\n\n" BODY,
         "a.txt|Envoy Returns from the U.S.|Envoy Returns from the U.S.\\n\\n" BODY
         "||||||0+27\n"},
        /* date lines, bylines, labels */
        {"Talks Begin\nBy Jane Doe\nJune 30, 2025\n\n" BODY,
         "a.txt|Talks Begin|Talks Begin\\nBy Jane Doe\\nJune 30, 2025\\n\\n" BODY
         "|2025-06-30||||byline=Jane Doe|0+11\n"},
        {"Title: Talks\nDate: 2025-06-30\nSource: AFP\n\n" BODY,
         "a.txt|Talks|Title: Talks\\nDate: 2025-06-30\\nSource: AFP\\n\\n" BODY
         "|2025-06-30|AFP||||0+12\n"},
        {"Published: Monday, June 30, 2025\nTalks Begin\n\n" BODY,
         "a.txt|Talks Begin|Published: Monday, June 30, 2025\\nTalks Begin\\n\\n" BODY
         "|2025-06-30|||||33+11\n"},
        /* a dateline */
        {"WASHINGTON, June 30, 2025 (Reuters) - The talks began.",
         "a.txt||WASHINGTON, June 30, 2025 (Reuters) - The talks began.|2025-06-30|Reuters\n"},
        {"Talks Begin\n\nJERUSALEM (AP) — They met (again) on May 5, 2024.",
         "a.txt|Talks Begin|Talks Begin\\n\\nJERUSALEM (AP) — They met (again) on May 5, "
         "2024.||AP||||0+11\n"},
        /* furniture */
        {" date 2025-06-30 + ↺ − 16 px\n\n" BODY,
         "? furniture @0 #0\n"
         "a.txt|| date 2025-06-30 + ↺ − 16 px\\n\\n" BODY "|2025-06-30|||||0+32\n"},
        {"Talks Begin\nShare Tweet Email Print\n\n" BODY,
         "? furniture @12 #0\n"
         "a.txt|Talks Begin|Talks Begin\\nShare Tweet Email Print\\n\\n" BODY
         "||||||0+11 12+23\n"},
        {"Skip to main content\nTalks Begin\n\n" BODY,
         "? furniture @0 #0\n"
         "a.txt|Talks Begin|Skip to main content\\nTalks Begin\\n\\n" BODY
         "||||||0+20 21+11\n"},
        /* a mark at the start */
        {"\xef\xbb\xbfTalks Begin\n\n" BODY,
         "a.txt|Talks Begin|\xef\xbb\xbfTalks Begin\\n\\n" BODY "||||||0+3 3+11\n"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text =
            transcript_of(*state, "a.txt", cases[i].text, strlen(cases[i].text), NULL);

        assert_string_equal(text, cases[i].expected);
        free(text);
    }
}

static void furniture_is_kept_on_request(void **state)
{
    const nh_corpus_options options = {.size = sizeof options, .keep_furniture = true};
    static const char page[] = "date 2025-06-30 16 px\n" BODY;
    char *text = transcript_of(*state, "a.txt", page, strlen(page), &options);

    assert_string_equal(text, "a.txt||date 2025-06-30 16 px\\n" BODY "|2025-06-30\n");
    free(text);
}

static void a_date_in_the_name_counts_where_no_other_is(void **state)
{
    char *text = transcript_of(*state, "talks_2025-06-30.txt", BODY, strlen(BODY), NULL);

    assert_string_equal(text, "talks_2025-06-30.txt||" BODY "|2025-06-30\n");
    free(text);
}

static void what_is_no_text_is_skipped(void **state)
{
    static const struct {
        const char *bytes;
        size_t size;
        const char *expected;
    } cases[] = {
        {"\x7f"
         "ELF\0\0\0",
         7, "! binary @0 #0\n"},
        {"\x01\x02\x03 abc", 7, "! binary @0 #0\n"},
        {"", 0, "! empty @0 #0\n"},
        {"<html>x</html>", 14, "? markup @0 #0\na||<html>x</html>\n"},
        {" \n\n", 3, "! empty @0 #0\n"},
        {"caf\xe9 noir.", 10, "? bad-utf8 @3 #0\na||café noir.\n"},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        char *text = transcript_of(*state, "a", cases[i].bytes, cases[i].size, NULL);

        assert_string_equal(text, cases[i].expected);
        free(text);
    }
}

static void files_are_limited(void **state)
{
    const nh_corpus_options options = {.size = sizeof options, .document_limit = 100};
    char page[101];

    memset(page, 'a', sizeof page);
    for (size_t size = 99; size <= 101; size++) {
        char *text = transcript_of(*state, "a", page, size, &options);

        assert_int_equal(strcmp(text, "! doc-too-big @0 #0\n") == 0, size > 100);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_top_of_a_text_tells_headline_date_and_source),
        cmocka_unit_test(furniture_is_kept_on_request),
        cmocka_unit_test(a_date_in_the_name_counts_where_no_other_is),
        cmocka_unit_test(what_is_no_text_is_skipped),
        cmocka_unit_test(files_are_limited),
    };

    return cmocka_run_group_tests(tests, temp_dir_setup, temp_dir_teardown);
}
