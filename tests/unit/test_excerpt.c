/* tests/unit/test_excerpt.c - the sentences that are shown are whole and hold the marks. */
#include <stdio.h>
#include <string.h>

#include "common/base/str.h"
#include "searcher/present/excerpt.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"

#define MARKS 32

/* A text whose marks stand in brackets, the bytes wanted, and what is shown of it. */
typedef struct excerpt_row {
    const char *marked;
    uint32_t want;
    const char *shown;
} excerpt_row;

/* The text without its brackets, and where they stood. */
typedef struct marked_text {
    char text[4096];
    nh_mark marks[MARKS];
    size_t n_marks;
    uint32_t size;
} marked_text;

static void read_marked(const char *marked, marked_text *out)
{
    *out = (marked_text){0};
    for (; *marked != '\0'; marked++) {
        if (*marked == '[')
            out->marks[out->n_marks].at = out->size;
        else if (*marked == ']')
            out->marks[out->n_marks].size = out->size - out->marks[out->n_marks].at;
        else
            out->text[out->size++] = *marked;
        out->n_marks += *marked == ']';
    }
}

static const excerpt_row rows[] = {
    /* all of it, where it fits or everything is wanted */
    {"One. [Two] is here. Three.", 0, "One. Two is here. Three."},
    {"One. [Two] is here. Three.", 100, "One. Two is here. Three."},
    {"  \n One. \n", 0, "One."},
    {"", 0, ""},
    {" \n ", 3, ""},
    /* the run of sentences with the most marks, the first of equal ones */
    {"First one is here. The second holds [a mark]. The third has none.", 30,
     "The second holds a mark."},
    {"[A] is here alone. It is [B] with [C] now. Nothing else.", 30, "It is B with C now."},
    {"It has [A] mark. And [B] there. Far away [C] is.", 34, "It has A mark. And B there."},
    {"No mark here. None here either. And none.", 20, "No mark here."},
    {"He met Mr. [Barrack] of the U.S. Senate. It rained all day long.", 45,
     "He met Mr. Barrack of the U.S. Senate."},
    /* a mark across sentences keeps them together, however long */
    {"Zero. It ends [here. And] goes on. Then more.", 12, "here. And"},
    {"Zero. It ends [here. And] goes on. Then more.", 30, "It ends here. And goes on."},
    /* a long sentence is cut at blanks, around the marks */
    {"one two three four five six [seven] eight nine ten eleven twelve", 24,
     "six seven eight nine ten"},
    {"one two three four five six seven eight nine ten [eleven] twelve", 24,
     "nine ten eleven twelve"},
    {"[one] two three four five six seven eight nine", 12, "one two"},
    {"one two three four five six seven eight nine", 12, "one two"},
    {"one two three four [five six seven eight] nine ten eleven", 8,
     "five six seven eight"},
    /* where there are no blanks, between characters */
    {"\xe6\x88\x88\xe5\x85\xb0\xe9\xab\x98\xe5\x9c\xb0\xe6\x88\x88\xe5\x85\xb0", 8,
     "\xe6\x88\x88\xe5\x85\xb0"},
    {"e\xcc\x81"
     "e\xcc\x81"
     "e\xcc\x81",
     4, "e\xcc\x81"},
    {"unbrokenunbrokenunbroken", 1, "u"},
    /* a mark is never cut */
    {"one [two] three [four five] six seven eight nine ten", 20, "one two three"},
};

static void the_best_whole_sentences_are_chosen(void **state)
{
    nh_excerpts x = {0};
    marked_text m;
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_excerpt_job job = {.want = rows[i].want, .marks = m.marks};
        nh_mark out;

        read_marked(rows[i].marked, &m);
        job.text = (nh_str){m.text, m.size};
        job.end = m.size;
        job.n_marks = m.n_marks;
        assert_int_equal(nh_excerpt_choose(&x, &job, &out, NULL), NH_OK);
        if (nh_str_equal((nh_str){m.text + out.at, out.size}, nh_str_of(rows[i].shown)))
            continue;
        print_error("%s in %u bytes: \"%.*s\", not \"%s\"\n", rows[i].marked, rows[i].want,
                    (int)out.size, m.text + out.at, rows[i].shown);
        wrong++;
    }
    nh_excerpts_free(&x);
    assert_int_equal(wrong, 0);
}

static void nothing_outside_the_part_is_shown(void **state)
{
    static const char text[] = "Before this. Inside it. And here. Behind that.";
    nh_excerpts x = {0};

    (void)state;
    for (uint32_t want = 0; want < 40; want++) {
        const nh_excerpt_job job = {
            .text = NH_STR(text), .at = 13, .end = 33, .want = want};
        nh_mark out;

        assert_int_equal(nh_excerpt_choose(&x, &job, &out, NULL), NH_OK);
        assert_int_equal(out.at, 13);
        assert_in_range(out.size, 1, 20);
        assert_true(want == 0 || out.size <= want);
    }
    nh_excerpts_free(&x);
}

static nh_status choose_once(const nh_env *env, void *context)
{
    nh_excerpts x = {.env = env};
    char text[2000];
    nh_excerpt_job job = {.text = {text, sizeof text}, .end = sizeof text, .want = 50};
    nh_mark out;
    nh_status st;

    (void)context;
    for (size_t i = 0; i < sizeof text; i += 4)
        memcpy(text + i, "Ab. ", 4);
    st = nh_excerpt_choose(&x, &job, &out, NULL);
    nh_excerpts_free(&x);
    return st;
}

static void every_failed_allocation_is_told(void **state)
{
    (void)state;
    assert_true(fault_sweep_allocations(choose_once, NULL) > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_whole_sentences_are_chosen),
        cmocka_unit_test(nothing_outside_the_part_is_shown),
        cmocka_unit_test(every_failed_allocation_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
