/* tests/unit/test_pieces.c - words and what stands between them. */
#include <stdio.h>

#include "common/base/str.h"
#include "common/text/words/breaks/pieces.h"
#include "tests/support/cm.h"

typedef struct piece_row {
    const char *text;
    bool elisions;
    const char *pieces; /* words in full, then |; one sign, or a blank, for all else   */
} piece_row;

static const piece_row piece_rows[] = {
    {"", false, ""},
    {"U.S. co-operation", false, "U|.S|. co|-operation|"},
    {"foo_bar a:b 1;2", false, "foo|_bar| a|:b| 1|+2|"},
    {"3.14 1,500 30.06.2025", false, "3.14| 1,500| 30|.06|.2025|"},
    {"10,20,30 1,500,000", false, "10|+20|+30| 1,500,000|"},
    {"O'Brien l'homme", false, "O'Brien| l'homme|"},
    {"O'Brien l'homme", true, "O'Brien| l|'homme|"},
    {"AT&T @a #b x/y", false, "AT|&T| @a| #b| x|/y|"},
    {"\u2018so\u2019 \u2014", false, "'so|'  "},
    {"a_\u0301b", false, "a|_b|"},
};

static void print_pieces(const nh_pieces *pieces, const char *text, char *out, size_t size)
{
    static const char signs[] = "w.-_z'&@#:/+ ";
    size_t used = 0;
    size_t i;

    out[0] = '\0';
    for (i = 0; i < pieces->count; i++) {
        const nh_piece *p = &pieces->list[i];

        if (p->kind == NH_PIECE_WORD)
            used += (size_t)snprintf(out + used, size - used, "%.*s|", (int)p->size,
                                     text + p->at);
        else
            used += (size_t)snprintf(out + used, size - used, "%c", signs[p->kind]);
    }
}

static void words_are_cut_finer_than_by_the_standard(void **state)
{
    nh_pieces pieces = {.env = nh_env_system()};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(piece_rows); i++) {
        char found[200];

        pieces.elisions = piece_rows[i].elisions;
        nh_pieces_cut(&pieces, nh_str_of(piece_rows[i].text));
        print_pieces(&pieces, piece_rows[i].text, found, sizeof(found));
        assert_string_equal(found, piece_rows[i].pieces);
    }
    nh_pieces_free(&pieces);
    assert_true(nh_pieces_elide("french") && nh_pieces_elide("catalan"));
    assert_false(nh_pieces_elide("english") || nh_pieces_elide("none"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_cut_finer_than_by_the_standard),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
