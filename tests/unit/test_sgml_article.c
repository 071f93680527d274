/* tests/unit/test_sgml_article.c - SGML records of TREC and Reuters become articles. */
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/transcripts/corpus_transcript.h"

static void check(void **state, const char *records, const char *expected)
{
    char *text = transcript_of(*state, "a.sgm", records, strlen(records), NULL);

    assert_string_equal(text, expected);
    free(text);
}

static void trec_elements_are_known(void **state)
{
    check(
        state,
        "<DOC>\n<DOCNO> AP-1 </DOCNO>\n<FILEID>x</FILEID>\n<HEAD>Talks &amp;\n Peace</HEAD>\n"
        "<DATE>June 30, 2025, Monday, Home Edition</DATE>\n<BYLINE>By J. Doe</BYLINE>\n"
        "<TEXT>\nOne &lt;two&gt;.\n<P>Three.</P>\n<!-- not this -->Four.\n</TEXT>\n"
        "<TEXT>Five.</TEXT>\n</DOC>\n",
        "AP-1|Talks & Peace|One <two>.\\n\\n\\nThree.\\n\\n\\nFour.\\n\\n\\nFive.|2025-06-30||||"
        "byline=By J. Doe\n");
}

static void a_record_without_a_text_element_is_text(void **state)
{
    check(state,
          "<doc><docno>1</docno><title>T</title>plain words</doc>\n"
          "<DOC>\n<DOCNO>2</DOCNO>\n1 < 2 and a<b\n</DOC>",
          "1|T|plain words\n2||1 < 2 and a<b\n");
}

static void records_without_an_id_are_named_after_the_file(void **state)
{
    check(state, "<DOC><TEXT>one</TEXT></DOC><DOC><TEXT>two</TEXT></DOC>",
          "a.sgm#1||one\na.sgm#2||two\n");
}

static void broken_records_are_skipped_and_the_next_is_read(void **state)
{
    check(state,
          "<DOC><DOCNO>1</DOCNO><TEXT>lost\n"
          "<DOC><DOCNO>2</DOCNO><TEXT>kept</TEXT></DOC>\n"
          "between\n"
          "<DOC><DOCNO>3</DOCNO></DOC>\n"
          "<DOC><DOCNO>4</DOCNO><TEXT>open",
          "! no-end @0 #1\n"
          "2||kept\n"
          "? stray-text @85 #2\n"
          "! empty @85 #3\n"
          "! no-end @113 #4\n");
}

static void unclosed_elements_end_with_the_next(void **state)
{
    check(state, "<DOC><DOCNO>1<DATE>2025-06-30<TEXT>words</DOC>", "1||words|2025-06-30\n");
}

static void big_records_are_read_over(void **state)
{
    for (size_t size = 999; size <= 1001; size++) {
        const nh_corpus_options options = {.size = sizeof options, .document_limit = 1000};
        static const char head[] = "<DOC><DOCNO>1</DOCNO><TEXT>";
        static const char tail[] = "</TEXT></DOC>";
        static const char next[] = "\n<DOC><DOCNO>2</DOCNO><TEXT>b</TEXT></DOC>";
        char bytes[2048];

        memset(bytes, 'a', sizeof bytes);
        memcpy(bytes, head, strlen(head));
        memcpy(bytes + size - strlen(tail), tail, strlen(tail));
        memcpy(bytes + size, next, sizeof next);
        char *text = transcript_of(*state, "a.sgm", bytes, size + strlen(next), &options);

        assert_int_equal(strcmp(text, "! doc-too-big @0 #1\n2||b\n") == 0, size > 1000);
        assert_string_equal(text + strlen(text) - 5, "2||b\n");
        free(text);
    }
}

/* Far over the limit, with tags all the way, with and without an end. */
static void very_big_records_are_read_over(void **state)
{
    const nh_corpus_options options = {.size = sizeof options, .document_limit = 1000};
    static const char next[] = "<DOC><DOCNO>2</DOCNO><TEXT>b</TEXT></DOC>";

    for (int closed = 0; closed < 2; closed++) {
        nh_buffer bytes = {0};

        nh_buf_print(&bytes, "<DOC><DOCNO>1</DOCNO><TEXT>");
        for (size_t i = 0; i < 200000; i++)
            nh_buf_print(&bytes, "<b>word</b> ");
        nh_buf_print(&bytes, closed ? "</TEXT></DOC>\n%s" : "\n%s", next);
        char *text = transcript_of(*state, "a.sgm", bytes.bytes, bytes.size, &options);

        assert_string_equal(text, "! doc-too-big @0 #1\n2||b\n");
        free(text);
        nh_buf_free(&bytes);
    }
}

static void long_tags_become_text(void **state)
{
    for (size_t size = 65535; size <= 65537; size++) {
        nh_buffer bytes = {0};

        nh_buf_print(&bytes, "<DOC><DOCNO>1</DOCNO><TEXT>a <x");
        for (size_t i = 3; i < size; i++)
            nh_buf_u8(&bytes, 'x');
        nh_buf_print(&bytes, "> b</TEXT></DOC>");
        char *text = transcript_of(*state, "a.sgm", bytes.bytes, bytes.size, NULL);

        assert_int_equal(strncmp(text, "? long-tag @0 #1\n", 17) == 0, size > 65536);
        free(text);
        nh_buf_free(&bytes);
    }
}

static void entities_are_decoded_and_others_copied(void **state)
{
    check(
        state,
        "<DOC><DOCNO>1</DOCNO><TEXT>&#65;&#x42;&AMP;&hyph;&nosuch &#xD800;&#0;&#27;&#99999999;"
        "&;&#;&quot;</TEXT></DOC>",
        "1||AB&&hyph;&nosuch \xef\xbf\xbd\xef\xbf\xbd&;&#;\"\n");
}

static void reuters_records_are_known(void **state)
{
    check(
        state,
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n"
        "<REUTERS TOPICS=\"YES\" OLDID=\"5544\" NEWID=\"1\">\n"
        "<DATE>26-FEB-1987 15:01:01.79</DATE>\n"
        "<TOPICS><D>cocoa</D><D>oil</D></TOPICS>\n<PLACES></PLACES>\n<PEOPLE></PEOPLE>\n"
        "<UNKNOWN> \n&#5;&#5;C T\n</UNKNOWN>\n"
        "<TEXT>&#2;\n<TITLE>COCOA &lt;XX> REVIEW</TITLE>\n"
        "<DATELINE>    SALVADOR, Feb 26 - </DATELINE><BODY>Showers continued in\n"
        "the zone.\n    The dry period\nended. Caf\xe9.\n Reuter\n&#3;</BODY></TEXT>\n"
        "</REUTERS>\n"
        "<REUTERS NEWID='2'><TEXT TYPE=\"UNPROC\">&#2;\nblah blah\n&#3;</TEXT></REUTERS>\n",
        "? bad-utf8 @386 #1\n"
        "1|COCOA <XX> REVIEW|SALVADOR, Feb 26 - \\n\\nShowers continued in\\nthe "
        "zone.\\n\\nThe dry period\\nended. Café.\\n Reuter|1987-02-26T15:01:01Z|Reuters|||"
        "topics=cocoa topics=oil\n"
        "2||blah blah||Reuters\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trec_elements_are_known),
        cmocka_unit_test(a_record_without_a_text_element_is_text),
        cmocka_unit_test(records_without_an_id_are_named_after_the_file),
        cmocka_unit_test(broken_records_are_skipped_and_the_next_is_read),
        cmocka_unit_test(unclosed_elements_end_with_the_next),
        cmocka_unit_test(big_records_are_read_over),
        cmocka_unit_test(very_big_records_are_read_over),
        cmocka_unit_test(long_tags_become_text),
        cmocka_unit_test(entities_are_decoded_and_others_copied),
        cmocka_unit_test(reuters_records_are_known),
    };

    return cmocka_run_group_tests(tests, temp_dir_setup, temp_dir_teardown);
}
