/* tests/unit/test_analyzer_run.c - which words, forms and positions a text has, by profile. */
#include <stdio.h>

#include "common/base/bytes/buffer.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/text/words/analyzer.h"
#include "tests/support/cm.h"
#include "tests/support/rows/word_rows.h"

static const word_row news_rows[] = {
    {"", ""},
    {" ... - ' \" @ # & / \xE2\x80\x9C", ""},
    {"The talks began", "0:the 1:talk/talks 2:began"},
    {"U.S. Senate", "0:us/US! 1:senat/senate"},
    {"the U.S.", "0:the 1:us/US!"},
    {"US us u.s. (U.S.)", "0:us/US! 1:us 2:us/US! 3:us/US!"},
    {"U.S.'s U.S.\u2019s U.N's", "0:us/US! 1:us/US! 2:un/UN!"},
    {"B.B.C. at 5 p.m.", "0:bbc/BBC! 1:at 2:5 3:pm/PM!"},
    {"J. Smith, Ph.D.", "0:j 1:smith 2:phd/PHD!"},
    {"U.S.-led US-led", "0:usl/us-led+2 0:us/US! 1:led 2:usl/us-led+2 2:us/US! 3:led"},
    {"AT&T at&t R&D's", "0:at&t 1:at&t 2:r&d"},
    {"Israel's Israel\u2019s ISRAEL\u2019S", "0:israel 1:israel 2:israel/ISRAEL!"},
    {"barracks' barrack's Barrack", "0:barrack/barracks 1:barrack 2:barrack"},
    {"hadn't hadn\u2019t", "0:hadn't 1:hadn't"},
    {"O'Brien 'quoted' \u2018quoted\u2019 '90s",
     "0:o'brien 1:quot/quoted 2:quot/quoted 3:90s"},
    {"economic co-operation agreement",
     "0:econom/economic 1:cooper/co-operation+2 1:co 2:oper/operation 3:agreement"},
    {"co\u2011operation\u2019s", "0:cooper/co-operation+2 0:co 1:oper/operation"},
    {"cooperation", "0:cooper/cooperation"},
    {"al-Sharaa", "0:alsharaa/al-sharaa+2 0:al 1:sharaa"},
    {"word--word pre- -post", "0:word 1:word 2:pre 3:post"},
    {"COVID-19 COVID19", "0:covid19/covid-19+2 0:covid/COVID! 1:19 2:covid19"},
    {"1990-91", "0:1990 1:91"},
    {"1,500 1500 $1,500 1,500,000.25 1,50", "0:1500/1,500 1:1500 2:1500/1,500 "
                                            "3:1500000.25/1,500,000.25 4:1,50"},
    {"3.14 1.500 50% \u20ac5m", "0:3.14 1:1.500 2:50 3:5m"},
    {"30.06.2025", "0:30.06.2025+3 0:30 1:06 2:2025"},
    {"10,20,30.5 1.5,2.5 1,500.2.3",
     "0:10 1:20 2:30.5 3:1.5 4:2.5 5:1 6:500.2.3+3 6:500 7:2 8:3"},
    {"\uff13.\uff11\uff14 \uff13\uff0e\uff11\uff14 3\u00ad.14", "0:3.14 1:3.14 2:3.14"},
    {"10,20,30 1;2 10:30", "0:10 1:20 2:30 3:1 4:2 5:10 6:30"},
    {"1st 22nd 1,500th 1990s",
     "0:1st 0:1* 1:22nd 1:22* 2:1500th/1,500th 2:1500/1,500* 3:1990s"},
    {"@POTUS #BuildBack #a_b", "0:@potus 0:potus/POTUS!* 1:#buildback 1:buildback* 2:#a_b"},
    {"said.The bbc.co.uk", "0:said.the+2 0:said 1:the 2:bbc.co.uk+3 2:bbc 3:co 4:uk"},
    {"a.b-c@example.org, x@y",
     "0:a.bc@example.org/a.b-c@example.org+5 0:a 1:b 2:c 3:exampl/example 4:org 5:x 6:y"},
    {"(https://www.bbc.com/news/1?x=y).",
     "0:https://www.bbc.com/news/1?x=y+8 0:https 1:www 2:bbc 3:com 4:news 5:1 6:x 7:y"},
    {"T\u00fcrkiye Turkiye TURKIYE",
     "0:turkiy/t\u00fcrkiye 1:turkiy/turkiye 2:turkiy/turkiye"},
    {"\ufb01nance \uff35\uff33 so\u00adft", "0:financ/finance 1:us/US! 2:soft"},
    {"Stra\u00dfe \u0141\u00f3d\u017a", "0:strass/strasse 1:lodz/\u0142\u00f3d\u017a"},
    {"foo_bar _foo_", "0:foobar/foo-bar+2 0:foo 1:bar 2:foo"},
    {"and/or title:word", "0:and 1:or 2:titl/title 3:word"},
    {"word\u2014word \u201cquoted\u201d", "0:word 1:word 2:quot/quoted"},
    {"a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q",
     "0:a 1:b 2:c 3:d 4:e 5:f 6:g 7:h 8:i 9:j 10:k 11:l 12:m 13:n 14:o 15:p 16:q"},
};

static void news_words_have_their_alternates(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    size_t wrong = word_rows_wrong(a, "en", news_rows, COUNT(news_rows));

    (void)state;
    wrong += word_rows_wrong(a, "", news_rows, COUNT(news_rows));
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

static const word_row french_rows[] = {
    {"L\u2019\u00e9v\u00e9nement", "0:l 1:even/\u00e9v\u00e9nement"},
    {"l'arc-en-ciel qu'il", "0:l 1:arcenciel/arc-en-ciel+3 1:arc 2:en 3:ciel 4:qu 5:il"},
    {"aujourd'hui", "0:aujourd'hui"},
};

static const word_row german_rows[] = {
    {"H\u00e4user Stra\u00dfen", "0:haus/h\u00e4user 1:strass/strassen"},
};

static const word_row other_rows[] = {
    {"\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
     "0:\u0645\u064a\u062e\u0648\u0627\u0647\u0645/"
     "\u0645\u06cc-\u062e\u0648\u0627\u0647\u0645+2 "
     "0:\u0645\u064a/\u0645\u06cc 1:\u062e\u0648\u0627\u0647\u0645"},
    {"\u0439\u043e\u0434 \u0451\u043b\u043a\u0430",
     "0:\u0439\u043e\u0434 1:\u0435\u043b\u043a\u0430/\u0451\u043b\u043a\u0430"},
    {"\u0662\u0660\u0662\u0665", "0:2025/\u0662\u0660\u0662\u0665"},
};

static void other_languages_have_their_own_rules(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    size_t wrong = word_rows_wrong(a, "fr", french_rows, COUNT(french_rows));

    (void)state;
    wrong += word_rows_wrong(a, "de", german_rows, COUNT(german_rows));
    wrong += word_rows_wrong(a, "fa", other_rows, COUNT(other_rows));
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

static const word_row plain_rows[] = {
    {"U.S. Senate's Co-operation", "0:u./u.s 1:senat/senate's 2:co 3:oper/operation"},
    {"1,500 3.14 foo_bar US", "0:1,500 1:3.14 2:foo_bar 3:us"},
    {"T\u00fcrkiye hadn\u2019t", "0:turkiy/t\u00fcrkiye 1:hadn't"},
    {"@a #b c@d.org", "0:a 1:b 2:c 3:d.org"},
};

static void plain_words_are_those_of_the_standard(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_PLAIN, "english");
    const size_t wrong = word_rows_wrong(a, "en", plain_rows, COUNT(plain_rows));

    (void)state;
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

static const word_row whitespace_rows[] = {
    {" U.S.  Senate's\tCo-operation\n", "0:U.S. 1:Senate's 2:Co-operation"},
    {"T\u00fcrkiye, (\xff)", "0:T\u00fcrkiye, 1:(\xff)"},
};

static void whitespace_words_are_bytes_between_blanks(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_WHITESPACE, "none");
    const size_t wrong = word_rows_wrong(a, "en", whitespace_rows, COUNT(whitespace_rows));

    (void)state;
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

static void without_a_stemmer_no_language_is_stemmed(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "none");
    static const word_row rows[] = {{"talks H\u00e4user", "0:talks 1:hauser/h\u00e4user"}};
    size_t wrong = word_rows_wrong(a, "de", rows, COUNT(rows));

    (void)state;
    wrong += word_rows_wrong(a, "en", rows, COUNT(rows));
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

/* Words that were met before keep their stems; all have them once it is as wide as it was. */
static void a_narrowed_analyzer_stems_words_of_some_letters(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    static const word_row before[] = {{"talks", "0:talk/talks"}};
    static const word_row within[] = {
        {"talks Walks hikes Barracks", "0:talk/talks 1:  2:  3:barrack/barracks"}};
    static const word_row after[] = {
        {"talks walks barracks", "0:talk/talks 1:walk/walks 2:barrack/barracks"}};
    size_t wrong = word_rows_wrong(a, "en", before, COUNT(before));

    (void)state;
    nh_analyzer_narrow(a, 1u << 1);
    wrong += word_rows_wrong(a, "en", within, COUNT(within));
    nh_analyzer_widen(a);
    assert_int_equal(nh_analyzer_words(a), 0);
    wrong += word_rows_wrong(a, "en", after, COUNT(after));
    nh_analyzer_widen(a);
    assert_int_equal(nh_analyzer_words(a), 3);
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

static void stop_words_keep_their_positions(void **state)
{
    const nh_analysis how = {.profile = NH_PROFILE_NEWS,
                             .language = NH_STR("en"),
                             .stemmer = NH_STR("english"),
                             .stopwords = NH_STR("the\n of \r\n\nus")};
    static const word_row rows[] = {
        {"The Heights of U.S.", "0:the- 1:height/heights 2:of- 3:us/US!-"}};
    nh_analyzer *a = NULL;
    size_t wrong;

    (void)state;
    assert_int_equal(nh_analyzer_new(nh_env_system(), &how, &a, NULL), NH_OK);
    wrong = word_rows_wrong(a, "en", rows, COUNT(rows));
    nh_analyzer_free(a);
    assert_int_equal(wrong, 0);
}

typedef struct place_row {
    const char *text;
    const char *places; /* the bytes of each token, each followed by | */
} place_row;

static const place_row place_rows[] = {
    {"the U.S.,", "the|U.S.|"},
    {"(Israel\u2019s", "Israel|"},
    {"co-operation's end", "co-operation|co|operation|end|"},
    {"$1,500.", "1,500|"},
    {"1st @potus", "1st|1st|@potus|@potus|"},
    {"go to https://x.org/y/.", "go|to|https://x.org/y|https|x|org|y|"},
};

static void tokens_know_their_bytes(void **state)
{
    nh_analyzer *a = word_rows_analyzer(NH_PROFILE_NEWS, "english");
    size_t round;
    size_t i;

    (void)state;
    for (round = 0; round < 2; round++) {
        for (i = 0; i < COUNT(place_rows); i++) {
            const char *text = place_rows[i].text;
            char found[400] = "";
            size_t used = 0;
            nh_tokens tokens;
            size_t k;

            assert_int_equal(nh_analyzer_run(a, nh_str_of(text), 0, &tokens, NULL), NH_OK);
            for (k = 0; k < tokens.count; k++)
                used +=
                    (size_t)snprintf(found + used, sizeof(found) - used, "%.*s|",
                                     (int)tokens.list[k].size, text + tokens.list[k].at);
            assert_string_equal(found, place_rows[i].places);
        }
    }
    nh_analyzer_free(a);
}

/* Refuses when it is asked for the last time that *self allows. */
static nh_status look(void *self, nh_error *err)
{
    size_t *left = (size_t *)self;

    return --*left == 0 ? nh_fail(err, NH_E_CANCELLED, NULL, NH_NO_OFFSET, "enough")
                        : NH_OK;
}

/* What has no blanks is one surface, which is gone through once it is found: for news twice. */
static void texts_without_blanks_can_be_ended_within(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        nh_profile profile;
        size_t times; /* that it is gone through, the search for its end included */
    } rows[] = {
        {"\xe5\x9b\xbd", 70000, NH_PROFILE_NEWS, 3},
        {"\xe5\x9b\xbd", 70000, NH_PROFILE_PLAIN, 2},
        {"SGVhcnQgb2/+ZWlnaHRz+", 10000, NH_PROFILE_NEWS, 3},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_analyzer *a = word_rows_analyzer(rows[i].profile, "english");
        nh_buffer text = {0};
        nh_tokens all = {0}, again = {0};
        nh_error err = {0};
        size_t left = 1000, asked;

        for (size_t k = 0; k < rows[i].n; k++)
            nh_buf_print(&text, "%s", rows[i].bytes);
        nh_analyzer_watch(a, look, &left);
        assert_int_equal(nh_analyzer_run(a, nh_buf_str(&text), 0, &all, NULL), NH_OK);
        asked = 1000 - left;
        assert_in_range(asked, (text.size >> 16) * rows[i].times - 2,
                        (text.size >> 16) * rows[i].times + 1);
        for (size_t most = 1; most <= asked; most++) {
            left = most;
            assert_int_equal(nh_analyzer_run(a, nh_buf_str(&text), 0, &again, &err),
                             NH_E_CANCELLED);
            assert_string_equal(err.what, "enough");
            assert_int_equal(left, 0); /* it is not asked again */
        }
        nh_analyzer_watch(a, NULL, NULL);
        assert_int_equal(nh_analyzer_run(a, nh_buf_str(&text), 0, &again, NULL), NH_OK);
        assert_int_equal(again.count, all.count);
        nh_buf_free(&text);
        nh_analyzer_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(news_words_have_their_alternates),
        cmocka_unit_test(other_languages_have_their_own_rules),
        cmocka_unit_test(plain_words_are_those_of_the_standard),
        cmocka_unit_test(whitespace_words_are_bytes_between_blanks),
        cmocka_unit_test(without_a_stemmer_no_language_is_stemmed),
        cmocka_unit_test(a_narrowed_analyzer_stems_words_of_some_letters),
        cmocka_unit_test(stop_words_keep_their_positions),
        cmocka_unit_test(tokens_know_their_bytes),
        cmocka_unit_test(texts_without_blanks_can_be_ended_within),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
