/* tests/unit/test_verify.c - each kind of contradiction is found, and has its name. */
#include "common/segment/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/segment/articles/stored_words.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/segment_maker.h"

#define NAME "000001_00000001.seg"

static const made_spec spec = {60, 3, true, false};

/* Names of what was found, each once, with a blank behind it. */
typedef struct heard {
    char names[1000];
    size_t count;
    uint64_t offset; /* of the last one */
} heard;

static void hear(void *self, const nh_found *found)
{
    heard *h = self;
    char name[40];

    snprintf(name, sizeof name, "%s ", found->name);
    assert_non_null(found->file);
    assert_true(strlen(found->text) > 5);
    h->count++;
    h->offset = found->offset;
    if (strstr(h->names, name) == NULL && strlen(h->names) + 40 < sizeof h->names)
        memcpy(h->names + strlen(h->names), name, strlen(name) + 1);
}

static heard verify(const temp_dir *t, bool deep)
{
    heard h = {.count = 0};
    const nh_found_sink sink = {&h, hear};
    nh_error err = {0};
    const nh_status st = nh_verify(NULL, t->path, deep, &sink, &err);

    if (st != (h.count > 0 ? NH_E_CORRUPT : NH_OK))
        fail_msg("status %d: %s: %s", (int)st, h.names, err.what);
    assert_int_equal(err.code, st);
    return h;
}

static void a_sound_index_has_no_findings(void **state)
{
    static const made_spec specs[] = {
        {60, 3, true, false}, {120, 5, false, true}, {1, 3, true, false}};
    nh_segment_ref ref;

    for (size_t i = 0; i < COUNT(specs); i++) {
        segment_make_file(&specs[i], *state, NAME, &ref);
        manifest_make_file(*state, "manifest", 1, &ref, 1);
        for (int deep = 0; deep < 2;
             deep++) /* the maker's manifest says that text is stored */
            assert_string_equal(verify(*state, deep).names,
                                specs[i].stored ? "" : "settings ");
    }
}

/* Where a section begins in a file that was made. */
static size_t section_at(const uint8_t *bytes, size_t size, unsigned kind)
{
    size_t table = 0, at = 0;

    for (unsigned i = 0; i < 4; i++)
        table |= (size_t)bytes[size - 64 + 16 + i] << (8 * i);
    while (bytes[table] != kind)
        table += NH_SECTION_ENTRY;
    for (unsigned i = 0; i < 4; i++)
        at |= (size_t)bytes[table + 8 + i] << (8 * i);
    return at;
}

/* Adds to one byte of a section (and takes from another) of a sound segment. */
typedef struct forged {
    unsigned kind;
    int at, less_at; /* less_at -1: no other byte */
    const char *found;
} forged;

static void forge(const temp_dir *t, const made_spec *s, const forged *f, bool repair)
{
    nh_segment_ref ref;
    nh_buffer out = {0};
    size_t at;

    segment_make(s, &out);
    segment_make_file(s, t, NAME, &ref);
    at = section_at(out.bytes, out.size, f->kind);
    out.bytes[at + (size_t)f->at]++;
    if (f->less_at >= 0)
        out.bytes[at + (size_t)f->less_at]--;
    if (repair)
        container_repair(out.bytes, out.size);
    temp_dir_write(t, NAME, out.bytes, out.size);
    ref.file = container_ref_of(NAME, out.bytes, out.size);
    manifest_make_file(t, "manifest", 1, &ref, 1);
    nh_buf_free(&out);
}

/* A list of words that no block names is looked at, too. */
static void lists_of_words_are_read(void **state)
{
    static const struct {
        size_t size, at;
        uint8_t byte;
        const char *found;
    } rows[] = {{NH_WORDS, 0, 1, ""},
                {NH_WORDS, 2, 2, "words "},
                {NH_WORDS, 4, 0, "words "},
                {NH_WORDS, 9, 1, "words "},
                {NH_WORDS, NH_WORDS - 1, 1, "words "},
                {NH_WORDS - 1, 0, 1, "words "},
                {NH_WORDS + 1, 0, 1, "words "}, /* a second list of one byte */
                {40, 0, 1, ""},
                {40, 39, 1, "words "},
                {41, 0, 1, "words "},
                {39, 0, 1, "words "},
                {35, 0, 1, "words "}};
    static uint8_t list[NH_WORDS + 1];

    for (size_t i = 0; i < COUNT(rows); i++) {
        nh_segment_ref ref;
        nh_buffer out = {0};

        memset(list, 0, sizeof list);
        memcpy(list, "\1\0\1\0\3the", 8);
        list[rows[i].at] = rows[i].byte;
        segment_make_file(&spec, *state, NAME, &ref);
        segment_make_with(&spec, &(made_section){NH_SECTION_WORDS, list, rows[i].size},
                          &out);
        /* info is the first section */
        out.bytes[64 + 56] = (uint8_t)nh_words_layout(rows[i].size);
        container_repair(out.bytes, out.size);
        temp_dir_write(*state, NAME, out.bytes, out.size);
        ref.file = container_ref_of(NAME, out.bytes, out.size);
        manifest_make_file(*state, "manifest", 1, &ref, 1);
        nh_buf_free(&out);
        assert_string_equal(verify(*state, true).names, rows[i].found);
    }
}

static void contradictions_are_found_by_name(void **state)
{
    static const forged rows[] = {
        {NH_SECTION_LENGTHS, 5, 9, "length"},
        {NH_SECTION_LENGTHS, 5, -1, "passages"},
        {NH_SECTION_SPANS, 180 + 1, -1, "passage-flags"},
        {NH_SECTION_PLACES, 45, -1, "place"},     /* of the first block: where it begins, */
        {NH_SECTION_PLACES, 54, -1, "place"},     /* the least of its places,             */
        {NH_SECTION_PLACES, 57, -1, "place"},     /* and their width                      */
        {NH_SECTION_PLACES, 60, -1, "place"},     /* sizes of 65,536 and more             */
        {NH_SECTION_ARTICLES, 0, -1, "articles"}, /* passage 0 begins none,       */
        {NH_SECTION_ARTICLES, 20, -1, "articles"}, /* a row counts one too few,    */
        {NH_SECTION_ARTICLES, 36, -1, "articles"}, /* a sample lies somewhere else */
        {NH_SECTION_IDS, 0, -1, "id"},
        {NH_SECTION_IDS, 9, -1, "id-order"},
        {NH_SECTION_RANKS, 3, -1, "id-order"},
        {NH_SECTION_DATES, 0, -1, "date"},
        {NH_SECTION_DATES, 60 * 9 + 1, -1, ""},
        {NH_SECTION_INFO, 24, -1, "postings-total"},
        {NH_SECTION_INFO, 32, -1, "settings"},
        {NH_SECTION_INFO, 48, -1, "settings"},
        {NH_SECTION_INFO, 8, -1, "dictionary"},
        {NH_SECTION_TERMS, 0, -1, "dictionary"},
        {NH_SECTION_TERMS, 15, -1, "impact"},
        {NH_SECTION_TERMS, 16, -1, "dictionary"},
        {NH_SECTION_DIRECTORY, 0, -1, "postings"},
        {NH_SECTION_POSITIONS, 0, -1, ""},
        {NH_SECTION_STORED, 12, -1, "stored"},
        {NH_SECTION_STORED_TABLE, 20, -1, "stored"},
        {NH_SECTION_KEYWORDS, 1, -1, "keywords"},
        {NH_SECTION_HEADS, 9, -1, "segment"},
        {NH_SECTION_LENGTHS, 180, -1, "padding"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        heard h;
        char name[40];

        forge(*state, &spec, &rows[i], true);
        h = verify(*state, true);
        snprintf(name, sizeof name, "%s ", rows[i].found);
        if (rows[i].found[0] == '\0' ? h.count > 0 : strstr(h.names, name) == NULL)
            fail_msg("row %zu: expected %s, found %s", i, name, h.names);
    }
}

/* Byte `changed` of the section of places changes where passages of the block lie whose row begins
 * at byte `row`. */
static void findings_in_places_tell_the_row_of_their_block(void **state)
{
    static const struct {
        int changed;
        uint64_t row;
    } rows[] = {{54, 45}, {60, 45}, {72, 63}, {78, 63}};
    nh_buffer out = {0};
    size_t at;

    segment_make(&spec, &out);
    at = section_at(out.bytes, out.size, NH_SECTION_PLACES);
    nh_buf_free(&out);
    for (size_t i = 0; i < COUNT(rows); i++) {
        heard h;

        forge(*state, &spec, &(forged){NH_SECTION_PLACES, rows[i].changed, -1, ""}, true);
        h = verify(*state, true);
        assert_string_equal(h.names, "place ");
        assert_int_equal(h.offset, at + rows[i].row);
    }
}

/* Ranks of 129 articles have eight bits each, which can say up to 255. */
static void a_rank_far_behind_the_last_one_is_a_finding(void **state)
{
    static const made_spec many = {129, 3, true, false};
    nh_segment_ref ref;
    nh_buffer out = {0};

    segment_make(&many, &out);
    segment_make_file(&many, *state, NAME, &ref);
    out.bytes[section_at(out.bytes, out.size, NH_SECTION_RANKS) + 128] = 255;
    container_repair(out.bytes, out.size);
    temp_dir_write(*state, NAME, out.bytes, out.size);
    ref.file = container_ref_of(NAME, out.bytes, out.size);
    manifest_make_file(*state, "manifest", 1, &ref, 1);
    nh_buf_free(&out);
    assert_string_equal(verify(*state, true).names, "id ");
}

static void a_bad_block_is_found_without_looking_deep(void **state)
{
    static const made_spec large = {1500, 2, true, false};

    forge(*state, &large, &(forged){NH_SECTION_STORED, 9000, -1, ""}, false);
    assert_string_equal(verify(*state, false).names, "block-checksum ");
}

static void a_damaged_segment_does_not_hide_another(void **state)
{
    const temp_dir *t = *state;
    nh_segment_ref refs[2];
    heard h;

    segment_make_file(&spec, t, "a.seg", &refs[0]);
    segment_make_file(&spec, t, "b.seg", &refs[1]);
    refs[0].file.blocks_crc++;
    manifest_make_file(t, "manifest", 1, refs, 2);
    h = verify(t, true);
    assert_string_equal(h.names, "segment ");
    refs[0].file.blocks_crc--;
    manifest_make_file(t, "manifest", 1, refs, 2);
    h = verify(t, true);
    assert_string_equal(h.names, "id-twice ");
    assert_int_equal(h.count, 60);
}

/* A file that is gone is damage like any other, and no reason to stop looking. */
static void a_missing_segment_does_not_hide_another(void **state)
{
    const temp_dir *t = *state;
    nh_segment_ref refs[2];
    heard h;

    segment_make_file(&spec, t, "a.seg", &refs[0]);
    segment_make_file(&spec, t, "b.seg", &refs[1]);
    refs[1].file.blocks_crc++;
    manifest_make_file(t, "manifest", 1, refs, 2);
    assert_int_equal(unlinkat(t->fd, "a.seg", 0), 0);
    h = verify(t, true);
    assert_string_equal(h.names, "segment ");
    assert_int_equal(h.count, 2);
}

static void findings_of_a_segment_are_told_up_to_a_hundred(void **state)
{
    const temp_dir *t = *state;
    static const made_spec many = {200, 1, true, false};
    nh_segment_ref refs[2];
    heard h;

    segment_make_file(&many, t, "a.seg", &refs[0]);
    segment_make_file(&many, t, "b.seg", &refs[1]);
    manifest_make_file(t, "manifest", 1, refs, 2);
    h = verify(t, true);
    assert_string_equal(h.names, "id-twice more ");
    assert_int_equal(h.count, 101);
}

static void a_damaged_manifest_is_found_and_a_missing_one_is_told(void **state)
{
    const temp_dir *t = *state;
    const nh_found_sink sink = {NULL, NULL};
    nh_error err = {0};

    assert_int_equal(nh_verify(NULL, t->path, true, &sink, &err), NH_E_IO);
    temp_dir_write(t, "manifest", "hello", 5);
    assert_string_equal(verify(t, true).names, "manifest ");
    assert_int_equal(nh_verify(NULL, t->path, true, &sink, &err), NH_E_CORRUPT);
    assert_non_null(strstr(err.what, "manifest: "));
}

static nh_status verify_it(const nh_env *env, void *context)
{
    const nh_found_sink sink = {NULL, NULL};

    return nh_verify(env, ((const temp_dir *)context)->path, true, &sink, NULL);
}

static void failed_allocations_are_told(void **state)
{
    static const made_spec few = {2, 2, true, false};
    nh_segment_ref ref;

    segment_make_file(&few, *state, NAME, &ref);
    manifest_make_file(*state, "manifest", 1, &ref, 1);
    assert_true(fault_sweep_allocations(verify_it, *state) > 100);
}

#define FIXTURE(test) \
    cmocka_unit_test_setup_teardown(test, temp_dir_setup, temp_dir_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FIXTURE(a_sound_index_has_no_findings),
        FIXTURE(lists_of_words_are_read),
        FIXTURE(contradictions_are_found_by_name),
        FIXTURE(findings_in_places_tell_the_row_of_their_block),
        FIXTURE(a_rank_far_behind_the_last_one_is_a_finding),
        FIXTURE(a_bad_block_is_found_without_looking_deep),
        FIXTURE(a_damaged_segment_does_not_hide_another),
        FIXTURE(a_missing_segment_does_not_hide_another),
        FIXTURE(findings_of_a_segment_are_told_up_to_a_hundred),
        FIXTURE(a_damaged_manifest_is_found_and_a_missing_one_is_told),
        FIXTURE(failed_allocations_are_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
