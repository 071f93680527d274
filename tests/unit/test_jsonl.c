/* tests/unit/test_jsonl.c - one JSON object per line becomes one article. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/transcripts/corpus_transcript.h"

static void check(void **state, const char *lines, const char *expected)
{
    char *text = transcript_of(*state, "a.jsonl", lines, strlen(lines), NULL);

    assert_string_equal(text, expected);
    free(text);
}

static void fields_are_known_by_their_usual_names(void **state)
{
    check(state,
          "{\"id\": \"a1\", \"title\": \"Talks\", \"text\": \"They met.\", \"date\": "
          "\"2025-06-30\", \"lang\": \"en\", \"source\": \"AP\", \"url\": \"http://x\"}\n"
          "{\"docid\":7,\"headline\":\"H\",\"contents\":\"C\",\"published\":2025}\n"
          "{\"_id\":\"c\",\"body\":\"B\",\"language\":\"de\"}\n"
          "{\"content\":\"no id\"}\n",
          "a1|Talks|They met.|2025-06-30|AP|en|http://x\n"
          "7|H|C|2025\n"
          "c||B|||de\n"
          "a.jsonl#4||no id\n");
}

static void a_better_name_wins_wherever_it_stands(void **state)
{
    check(state,
          "{\"title\":\"T\",\"content\":\"worse\",\"text\":\"best\",\"headline\":\"H\"}\n",
          "a.jsonl#1|H|best\n");
}

static void other_texts_are_keywords(void **state)
{
    check(
        state,
        "{\"id\":\"1\",\"text\":\"t\",\"section\":\"world\",\"topics\":[\"oil\",\"gas\",3],"
        "\"Upper\":\"x\",\"9x\":\"x\",\"n\":5,\"nested\":{\"id\":\"no\"},\"none\":null}\n",
        "1||t|||||section=world topics=oil topics=gas n=5\n");
}

static void a_text_in_a_list_is_a_list_of_paragraphs(void **state)
{
    check(state, "{\"id\":\"1\",\"text\":[\"One.\",\"Two.\"]}\n", "1||One.\\n\\nTwo.\n");
}

static void dates_may_be_seconds(void **state)
{
    check(state,
          "{\"id\":\"1\",\"text\":\"t\",\"date\":1751241600}\n"
          "{\"id\":\"2\",\"text\":\"t\",\"date\":1751241600000}\n"
          "{\"id\":\"3\",\"text\":\"t\",\"date\":\"soon\"}\n",
          "1||t|2025-06-30T00:00:00Z\n"
          "2||t|2025-06-30T00:00:00Z\n"
          "? bad-date @83 #3\n"
          "3||t\n");
}

static void integers_of_any_length_are_read(void **state)
{
    check(state,
          "{\"id\":123456789012345678901234567890,\"text\":\"t\"}\n"
          "{\"id\":\"2\",\"text\":\"say \\\": 123456789012345678901,\",\"n\" : "
          "-99999999999999999999 }\n"
          "{\"id\":\"3\",\"text\":\"t\",\"nested\":{\"n\":[1, 18446744073709551616]}}\n"
          "{\"id\":\"4\",\"text\":\"t\",\"n\":012345678901234567890123}\n"
          "{\"id\":\"5\",\"text\":\"t\",123456789012345678901234:1}\n"
          "{\"id\":\"6\",\"text\":\"t\",\"n\":123456789012345678901 2}\n"
          "{\"id\":\"7\",\"text\":\"t\",\"n\":123456789012345678901",
          "123456789012345678901234567890||t\n"
          "2||say \": 123456789012345678901,|||||n=-99999999999999999999\n"
          "3||t\n"
          "! bad-json @192 #4\n"
          "! bad-json @243 #5\n"
          "! bad-json @292 #6\n"
          "! bad-json @342 #7\n");
}

static void a_damaged_line_is_skipped_whole(void **state)
{
    check(state,
          "{\"id\":\"1\",\"text\":\"good\"}\n"
          "{\"id\":\"2\",\"text\":\"cut\n"
          "{\"id\":\"3\",\"text\":\"rest\"} x\n"
          "[1]\n"
          "\n"
          "{\"id\":\"4\",\"text\":\"bad\",\"n\":01}\n"
          "{\"id\":\"5\"}\n"
          "{\"id\":\"6\",\"text\":\" \"}\n"
          "{\"id\":\"7\",\"text\":\"last\"}",
          "1||good\n"
          "! bad-json @25 #2\n"
          "! bad-json @47 #3\n"
          "! bad-json @74 #4\n"
          "! bad-json @79 #6\n"
          "! empty @110 #7\n"
          "! empty @121 #8\n"
          "7||last\n");
}

static void broken_letters_are_mended_and_told(void **state)
{
    check(state,
          "{\"id\":\"1\",\"text\":\"caf\xe9\"}\n"
          "{\"id\":\"2\",\"text\":\"na\xc3\xafve \xff\"}\n"
          "{\"id\":\"3\",\"text\":\"a\\ud83db\\ude00c\\ud83d\\ude00\"}\n"
          "{\"id\":\"4\",\"text\":\"x\\\\ud800\"}\n"
          "{\"id\":\"5\",\"text\":\"\\q\"}\n",
          "? bad-utf8 @21 #1\n"
          "1||café\n"
          "? bad-utf8 @50 #2\n"
          "2||naïve \xef\xbf\xbd\n"
          "? lone-surrogate @54 #3\n"
          "3||a\xef\xbf\xbd"
          "b\xef\xbf\xbd"
          "c\xf0\x9f\x98\x80\n"
          "4||x\\ud800\n"
          "! bad-json @131 #5\n");
}

static void marks_and_line_ends_of_windows_are_accepted(void **state)
{
    check(
        state,
        "\xef\xbb\xbf{\"id\":\"1\",\"text\":\"a\"}\r\n\r\n{\"id\":\"2\",\"text\":\"b\"}\r\n",
        "1||a\n2||b\n");
}

static void maps_come_before_known_names(void **state)
{
    static const char *const maps[] = {"kicker=headline", "title=subject", "lede=text"};
    const nh_corpus_options options = {
        .size = sizeof options, .maps = maps, .n_maps = COUNT(maps), .language = "fr"};
    static const char line[] =
        "{\"id\":\"1\",\"title\":\"T\",\"headline\":\"H\",\"kicker\":\"K\",\"text\":\"x\","
        "\"lede\":\"L\"}\n";
    char *text = transcript_of(*state, "a.jsonl", line, strlen(line), &options);

    assert_string_equal(text, "1|K|L|||fr||subject=T\n");
    free(text);
}

static void bad_maps_are_refused(void **state)
{
    static const char *const maps[] = {"title", "=headline", "title=", "title=Head Line"};

    (void)state;
    for (size_t i = 0; i < COUNT(maps); i++) {
        const nh_corpus_options options = {
            .size = sizeof options, .maps = &maps[i], .n_maps = 1};
        nh_corpus *corpus = NULL;
        nh_error err = {0};

        assert_int_equal(nh_corpus_open(NULL, 0, &options, &corpus, &err), NH_E_ARG);
        assert_null(corpus);
        assert_string_equal(err.where, "--map");
        assert_non_null(strstr(err.what, maps[i]));
    }
}

/* An object nested to `depth`, itself counted. */
static void nested_line(nh_buffer *out, size_t depth)
{
    nh_buf_clear(out);
    nh_buf_print(out, "{\"text\":\"t\",\"x\":");
    for (size_t i = 1; i < depth; i++)
        nh_buf_u8(out, '[');
    nh_buf_print(out, "%s", depth == 1 ? "1" : "");
    for (size_t i = 1; i < depth; i++)
        nh_buf_u8(out, ']');
    nh_buf_print(out, "}\n");
}

static void depth_is_limited_to_64(void **state)
{
    static const struct {
        size_t depth;
        const char *expected;
    } cases[] = {
        {1, "a.jsonl#1||t|||||x=1\n"},    {63, "a.jsonl#1||t\n"},
        {64, "a.jsonl#1||t\n"},           {65, "! json-depth @0 #1\n"},
        {100000, "! json-depth @0 #1\n"},
    };
    nh_buffer line = {0};

    for (size_t i = 0; i < COUNT(cases); i++) {
        nested_line(&line, cases[i].depth);
        char *text = transcript_of(*state, "a.jsonl", line.bytes, line.size, NULL);

        assert_string_equal(text, cases[i].expected);
        free(text);
    }
    nh_buf_free(&line);
}

static void keys_are_limited_to_4096(void **state)
{
    nh_buffer line = {0};

    for (size_t extra = 4095; extra <= 4097; extra++) {
        for (int inner = 0; inner < 2; inner++) {
            nh_buf_clear(&line);
            nh_buf_print(&line, inner ? "{\"text\":\"t\",\"y\":[{" : "{");
            for (size_t i = 1; i < extra; i++)
                nh_buf_print(&line, "\"K%zu\":1,", i);
            nh_buf_print(&line, inner ? "\"K\":1}]}\n" : "\"text\":\"t\"}\n");
            char *text = transcript_of(*state, "a.jsonl", line.bytes, line.size, NULL);

            assert_string_equal(text,
                                extra <= 4096 ? "a.jsonl#1||t\n" : "! json-keys @0 #1\n");
            free(text);
        }
    }
    nh_buf_free(&line);
}

static void long_lines_are_read_over(void **state)
{
    const nh_corpus_options options = {.size = sizeof options, .document_limit = 1000};

    for (size_t size = 999; size <= 1001; size++) {
        char line[2048];
        char expected[64];
        int n = snprintf(line, sizeof line, "{\"id\":\"1\",\"text\":\"");

        memset(line + n, ' ', size);
        line[n] = 'a';
        (void)snprintf(line + size - 2, sizeof line - size,
                       "\"}\n{\"id\":\"2\",\"text\":\"b\"}\n");
        char *text = transcript_of(*state, "a.jsonl", line, strlen(line), &options);

        (void)snprintf(expected, sizeof expected, "! line-too-long @0 #1\n2||b\n");
        if (size > 1000)
            assert_string_equal(text, expected);
        else
            assert_string_equal(text + strlen(text) - 5, "2||b\n");
        free(text);
    }
}

static void long_ids_are_refused(void **state)
{
    for (size_t size = 1023; size <= 1025; size++) {
        char line[2048] = "{\"text\":\"t\",\"id\":\"";
        const size_t from = strlen(line);

        memset(line + from, 'i', size);
        (void)snprintf(line + from + size, sizeof line - from - size, "\"}\n");
        char *text = transcript_of(*state, "a.jsonl", line, strlen(line), NULL);

        assert_int_equal(strcmp(text, "! bad-id @0 #1\n") == 0, size > 1024);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_known_by_their_usual_names),
        cmocka_unit_test(a_better_name_wins_wherever_it_stands),
        cmocka_unit_test(other_texts_are_keywords),
        cmocka_unit_test(a_text_in_a_list_is_a_list_of_paragraphs),
        cmocka_unit_test(dates_may_be_seconds),
        cmocka_unit_test(integers_of_any_length_are_read),
        cmocka_unit_test(a_damaged_line_is_skipped_whole),
        cmocka_unit_test(broken_letters_are_mended_and_told),
        cmocka_unit_test(marks_and_line_ends_of_windows_are_accepted),
        cmocka_unit_test(maps_come_before_known_names),
        cmocka_unit_test(bad_maps_are_refused),
        cmocka_unit_test(depth_is_limited_to_64),
        cmocka_unit_test(keys_are_limited_to_4096),
        cmocka_unit_test(long_lines_are_read_over),
        cmocka_unit_test(long_ids_are_refused),
    };

    return cmocka_run_group_tests(tests, temp_dir_setup, temp_dir_teardown);
}
