/* tests/format/test_format_page.c - the hexadecimal of FORMAT.md means what the page says. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/ids_reader.h"
#include "common/segment/articles/keywords_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/postings/champions.h"
#include "common/segment/postings/postings_reader.h"
#include "tests/support/cm.h"
#include "tests/support/format_page.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/temp_dir.h"

static nh_segment *open_example(const char *page, const temp_dir *t)
{
    nh_buffer bytes[NH_SECTION_KINDS] = {{0}}, file = {0};
    made_section sections[NH_SECTION_KINDS];
    nh_segment *seg;
    nh_error err = {0};
    size_t n = 0;

    for (unsigned kind = NH_SECTION_INFO; kind <= NH_SECTION_CHAMPIONS; kind++) {
        if (kind == NH_SECTION_MAXIMA || kind == NH_SECTION_DICTIONARIES)
            continue;
        format_page_hex(page, nh_section_name(kind), &bytes[kind]);
        sections[n++] = (made_section){kind, bytes[kind].bytes, bytes[kind].size};
    }
    container_make(NH_KIND_SEGMENT, sections, n, &file);
    temp_dir_write(t, "example.seg", file.bytes, file.size);
    for (unsigned kind = 0; kind < NH_SECTION_KINDS; kind++)
        nh_buf_free(&bytes[kind]);
    nh_buf_free(&file);
    if (nh_segment_open_file(NULL, t->fd, "example.seg", false, &seg, &err) != NH_OK)
        fail_msg("%s", err.what);
    return seg;
}

static void put_term(const nh_term *t, nh_buffer *out)
{
    nh_buf_print(out, "%.*s\t%u\t%u\t%u\t", NH_STR_ARG(t->text), t->df, t->article_df,
                 (unsigned)t->cf);
    for (uint32_t i = 0; i < t->n_forms; i++)
        nh_buf_print(out, "%s%.*s:%u", i > 0 ? "," : "", NH_STR_ARG(t->forms[i].text),
                     t->forms[i].df);
    nh_buf_u8(out, '\n');
}

/* A posting, where its lists begin. */
typedef struct posting {
    uint32_t passage, tf;
    const uint8_t *positions;
    const uint16_t *codes;
} posting;

static void put_posting(nh_segment *seg, const nh_term *t, const posting *p, nh_buffer *out)
{
    nh_article_view articles;
    uint32_t article;
    char room[NH_ID_ROOM];
    nh_str id;

    assert_int_equal(nh_article_view_get(seg, &articles, NULL), NH_OK);
    article = nh_article_of(&articles, p->passage);
    assert_int_equal(nh_id_get(seg, article, room, &id, NULL), NH_OK);
    nh_buf_print(out, "%.*s\t%.*s#%u\t%u\t", NH_STR_ARG(t->text), NH_STR_ARG(id),
                 p->passage - nh_first_passage(&articles, article), p->tf);
    for (uint32_t k = 0; k < p->tf; k++)
        nh_buf_print(out, "%s%u", k > 0 ? "," : "", p->positions[k]);
    for (uint32_t k = 0; k < p->tf; k++)
        nh_buf_print(out, "%s%.*s", k > 0 ? "," : "\t",
                     NH_STR_ARG(t->forms[p->codes[k]].text));
    nh_buf_u8(out, '\n');
}

static void put_postings(nh_segment *seg, const nh_term *t, nh_buffer *out)
{
    nh_postings *p;
    const nh_block *b;
    const uint8_t *positions;
    const uint16_t *codes;

    assert_int_equal(nh_postings_open(seg, t, &p, NULL), NH_OK);
    while (nh_postings_next(p, &b, NULL) == NH_OK && b != NULL) {
        assert_int_equal(nh_postings_positions(p, &positions, NULL), NH_OK);
        assert_int_equal(nh_postings_codes(p, &codes, NULL), NH_OK);
        for (uint32_t i = 0; i < b->count; i++) {
            put_posting(seg, t, &(posting){b->passages[i], b->tf[i], positions, codes},
                        out);
            positions += b->tf[i];
            codes += b->tf[i];
        }
    }
    nh_postings_close(p);
}

static void the_dictionary_and_postings_are_those_of_the_page(void **state)
{
    char *page = format_page_read();
    nh_segment *seg = open_example(page, *state);
    nh_buffer terms_found = {0};
    nh_terms *terms;
    const nh_term *t;

    assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
    while (nh_terms_next(terms, &t, NULL) == NH_OK && t != NULL) {
        nh_buffer found = {0};
        char name[32];

        put_term(t, &terms_found);
        put_postings(seg, t, &found);
        snprintf(name, sizeof name, "%.*s", NH_STR_ARG(t->text));
        format_page_expect(format_page_block(page, "values", name), &found);
    }
    format_page_expect(format_page_block(page, "values", "terms"), &terms_found);
    nh_terms_close(terms);
    nh_segment_close(seg);
    free(page);
}

static void put_worth(const char *name, nh_worth w, nh_buffer *out)
{
    nh_buf_print(out, "%s\t%u\t%u\n", name, w.tf, w.length);
}

static void the_champions_are_those_of_the_page(void **state)
{
    char *page = format_page_read();
    nh_segment *seg = open_example(page, *state);
    nh_champions c;
    nh_buffer found = {0};
    nh_terms *terms;
    const nh_term *t;

    assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
    assert_int_equal(nh_terms_find(terms, NH_STR("golan"), &t, NULL), NH_OK);
    assert_true(t != NULL && nh_term_has_champions(t));
    assert_int_equal(nh_champions_read(seg, t, &c, NULL), NH_OK);
    put_worth("rest", c.rest, &found);
    put_worth("hundredth", c.hundredth, &found);
    put_worth("thousandth", c.thousandth, &found);
    for (uint32_t i = 0; i < c.n; i++)
        nh_buf_print(&found, "%u\t%u\t%u\n", c.passages[i], c.worths[i].tf,
                     c.worths[i].length);
    format_page_expect(format_page_block(page, "values", "champions"), &found);
    assert_int_equal(c.n, 32);
    assert_int_equal(c.passages[31], 33);
    assert_int_equal(nh_champions_size(&c),
                     nh_container_size(nh_segment_container(seg), NH_SECTION_CHAMPIONS));
    nh_terms_close(terms);
    nh_segment_close(seg);
    free(page);
}

static void the_articles_are_those_of_the_page(void **state)
{
    char *page = format_page_read();
    nh_segment *seg = open_example(page, *state);
    nh_passage_view passages;
    nh_stored_reader *r;
    nh_stored s;
    nh_column lang;
    nh_date date;
    bool found;
    uint32_t at, size, article;

    assert_int_equal(nh_passage_view_get(seg, &passages, NULL), NH_OK);
    assert_int_equal(nh_passage_flags(&passages, 0), 1);
    assert_int_equal(passages.spans[5], 3);
    assert_int_equal(nh_passage_place(seg, 0, &at, &size, NULL), NH_OK);
    assert_int_equal(size, 21);
    assert_int_equal(nh_id_find(seg, NH_STR("b1"), &found, &article, NULL), NH_OK);
    assert_true(found && article == 0);
    assert_int_equal(nh_date_get(seg, 0, &date, NULL), NH_OK);
    assert_int_equal(date.seconds, 1735689600);
    assert_int_equal(date.precision, NH_DATE_DAY);
    assert_int_equal(nh_column_find(seg, NH_STR("lang"), &found, &lang, NULL), NH_OK);
    assert_true(found && nh_column_values_of(&lang, 0) == 0);
    assert_true(nh_str_equal(nh_column_value(&lang, nh_column_value_of(&lang, 1, 0)),
                             NH_STR("ar")));
    assert_int_equal(nh_stored_open(seg, &r, NULL), NH_OK);
    assert_int_equal(nh_stored_get(r, 0, &s, NULL), NH_OK);
    assert_true(nh_str_equal(s.headline, NH_STR("Golan heights, Golans")));
    assert_true(nh_str_equal(s.text, NH_STR("A golan.")));
    assert_int_equal(nh_stored_get(r, 1, &s, NULL), NH_OK);
    assert_int_equal(s.text.len, 18 + 31 * 7);
    nh_stored_close(r);
    nh_segment_close(seg);
    free(page);
}

static void the_file_and_the_commit_are_those_of_the_page(void **state)
{
    const temp_dir *t = *state;
    char *page = format_page_read();
    nh_buffer file = {0}, commit = {0};
    const nh_file_ref ref = {.name = "example.del"};
    nh_container *c;
    nh_manifest m;
    const uint8_t *bits;
    uint64_t size;

    format_page_hex(page, "deletions-file", &file);
    format_page_hex(page, "commit", &commit);
    temp_dir_write(t, ref.name, file.bytes, file.size);
    assert_int_equal(nh_container_open(NULL, t->fd, &ref, NH_KIND_DELETIONS,
                                       NH_CONTAINER_COPY, &c, NULL),
                     NH_OK);
    assert_int_equal(nh_container_check(c, NULL), NH_OK);
    assert_int_equal(nh_container_section(c, NH_SECTION_DELETED, &bits, &size, NULL),
                     NH_OK);
    assert_true(size == 1 && bits[0] == 2);
    assert_int_equal(nh_manifest_decode(NULL, "page", commit.bytes, commit.size, &m, NULL),
                     NH_OK);
    assert_int_equal(m.generation, 7);
    assert_int_equal(m.settings.target, 90);
    assert_int_equal(m.tokens, 37);
    assert_true(nh_str_equal(m.languages[0], NH_STR("ar")));
    assert_int_equal(m.segments[0].file.file_size, 4096);
    assert_int_equal(m.segments[0].deletions.table_crc, nh_container_ref(c)->table_crc);
    assert_int_equal(m.segments[0].deletions.blocks_crc, nh_container_ref(c)->blocks_crc);
    nh_container_close(c);
    nh_manifest_close(&m);
    nh_buf_free(&file);
    nh_buf_free(&commit);
    free(page);
}

#define FIXTURE(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE(the_dictionary_and_postings_are_those_of_the_page),
        FIXTURE(the_champions_are_those_of_the_page),
        FIXTURE(the_articles_are_those_of_the_page),
        FIXTURE(the_file_and_the_commit_are_those_of_the_page),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
