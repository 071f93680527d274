/* tests/system/test_champion_lists.c - champions: in segments however made, true, and missed where they are not. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "common/segment/postings/champions.h"
#include "common/segment/postings/directory.h"
#include "common/segment/verify/verify.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/random_text.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/temp_dir.h"

#define ARTICLES 1200u
#define WORDS 16u

/* Articles of some passages each, in which low words are frequent. */
static tiny_index *new_index(const char *passages, uint32_t commits)
{
    const nh_index_options o = {.size = sizeof o,
                                .analysis = "whitespace",
                                .stemmer = "none",
                                .passages = passages};
    random_numbers r = {3};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < ARTICLES; i++) {
        char id[16], text[2048];
        size_t size = 0;

        for (uint32_t n = 1 + random_below(&r, 90); n > 0; n--)
            size += (size_t)snprintf(text + size, sizeof text - size, "%s%s",
                                     random_once(&r, 9) ? "of the " : "",
                                     random_once(&r, 12) ? ".\n\n" : "");
        for (uint32_t n = 1 + random_below(&r, 60); n > 0; n--)
            size += (size_t)snprintf(text + size, sizeof text - size, "w%u ",
                                     random_below(&r, random_below(&r, WORDS) + 1));
        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(t, &(tiny_article){.id = id, .text = text});
        if (commits > 1 && i % (ARTICLES / commits) == 0)
            tiny_index_commit(t);
    }
    return t;
}

/* The bytes of champions of the only segment, which `verify` finds true. */
static uint64_t check_champions(const char *path)
{
    nh_index *index;
    nh_error err = {0};
    uint64_t size;

    assert_int_equal(nh_index_open(NULL, path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.n_segments, 1);
    size =
        nh_container_size(nh_segment_container(index->segments[0]), NH_SECTION_CHAMPIONS);
    nh_index_close(index);
    if (nh_index_verify(path, true, NULL, NULL, NULL, &err) != NH_OK)
        fail_msg("%s", err.what);
    return size;
}

static void champions_of_a_run_a_merge_and_another_order_are_true(void **state)
{
    static const char *const rules[] = {"none", "2:10:20"};

    (void)state;
    for (size_t i = 0; i < COUNT(rules); i++) {
        tiny_index *whole = new_index(rules[i], 1), *parts = new_index(rules[i], 5);
        const nh_writer_options o = {.size = sizeof o, .threads = 2, .order = "similar"};
        nh_commit_facts facts = {.size = sizeof facts};
        nh_writer *w;

        tiny_index_open(whole);
        assert_true(check_champions(whole->path) > 0);
        tiny_index_delete(parts, "a77");
        tiny_index_optimize(parts);
        tiny_index_open(parts);
        assert_true(check_champions(parts->path) > 0);
        assert_int_equal(nh_writer_open(whole->path, &o, &w, NULL), NH_OK);
        assert_int_equal(nh_writer_optimize(w, &facts, NULL), NH_OK);
        nh_writer_close(w);
        assert_true(facts.similar);
        assert_true(check_champions(whole->path) > 0);
        tiny_index_free(whole);
        tiny_index_free(parts);
    }
}

static void words_and_pairs_that_are_frequent_have_them_and_no_others(void **state)
{
    tiny_index *t = new_index("2:10:20", 1);
    uint32_t words = 0, pairs = 0;
    const nh_term *term = NULL;
    nh_index *index;
    nh_terms *terms;

    (void)state;
    tiny_index_open(t);
    assert_int_equal(nh_index_open(NULL, t->path, false, false, &index, NULL), NH_OK);
    assert_int_equal(nh_terms_open_all(index->segments[0], &terms, NULL), NH_OK);
    while (nh_terms_next(terms, &term, NULL) == NH_OK && term != NULL) {
        nh_champions c;

        assert_int_equal(nh_term_has_champions(term), term->df > NH_CHAMPIONS_DF);
        if (!nh_term_has_champions(term))
            continue;
        assert_int_equal(nh_champions_read(index->segments[0], term, &c, NULL), NH_OK);
        assert_true(c.rest.tf > 0);
        assert_int_equal(c.thousandth.tf > 0, term->article_df >= 1000);
        words += !nh_term_is_pair(term);
        pairs += nh_term_is_pair(term);
    }
    assert_true(words > 5);
    assert_true(pairs > 0);
    nh_terms_close(terms);
    nh_index_close(index);
    tiny_index_free(t);
}

/* ---- what is not true --------------------------------------------------------------- */

/* A segment of an index, and what the manifest says. */
typedef struct opened {
    nh_index *index;
    uint32_t number; /* of the segment */
    uint8_t *bytes;  /* of the file */
    size_t size;
    size_t at, end; /* its champions */
    char name[80];
} opened;

static opened open_bytes(const tiny_index *t, uint32_t number)
{
    opened o = {.number = number};
    nh_container *file;

    assert_int_equal(nh_index_open(NULL, t->path, false, false, &o.index, NULL), NH_OK);
    file = nh_segment_container(o.index->segments[number]);
    snprintf(o.name, sizeof o.name, "%s/%s", strrchr(t->path, '/') + 1,
             o.index->manifest.segments[number].file.name);
    o.bytes = temp_dir_read(t->dir, o.name, &o.size);
    assert_non_null(o.bytes);
    o.at = nh_container_offset(file, NH_SECTION_CHAMPIONS);
    o.end = o.at + nh_container_size(file, NH_SECTION_CHAMPIONS);
    return o;
}

/* Writes the file as it is now, with right checksums, and a manifest that names it. */
static void write_bytes(const tiny_index *t, opened *o)
{
    nh_manifest *m = &o->index->manifest;
    nh_buffer commit = {0}, file = {0};
    char name[80];

    container_repair(o->bytes, o->size);
    temp_dir_write(t->dir, o->name, o->bytes, o->size);
    snprintf(name, sizeof name, "%s", m->segments[o->number].file.name);
    m->segments[o->number].file = container_ref_of(name, o->bytes, o->size);
    nh_manifest_encode(m, &commit);
    container_make(NH_KIND_MANIFEST,
                   &(made_section){NH_SECTION_COMMIT, commit.bytes, commit.size}, 1, &file);
    snprintf(name, sizeof name, "%s/manifest", strrchr(t->path, '/') + 1);
    temp_dir_write(t->dir, name, file.bytes, file.size);
    nh_buf_free(&commit);
    nh_buf_free(&file);
}

static void a_wrong_byte_of_them_is_a_finding(void **state)
{
    tiny_index *t = new_index("none", 1);
    opened o;

    (void)state;
    tiny_index_open(t);
    o = open_bytes(t, 0);
    for (size_t at = o.at; at < o.end; at += 1 + (o.end - o.at) / 20) {
        nh_error err = {0};

        o.bytes[at] ^= 1;
        write_bytes(t, &o);
        assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, &err),
                         NH_E_CORRUPT);
        if (strncmp(err.what, "champions", 9) != 0)
            fail_msg("byte %zu: %s", at - o.at, err.what);
        o.bytes[at] ^= 1;
    }
    write_bytes(t, &o);
    assert_int_equal(nh_index_verify(t->path, true, NULL, NULL, NULL, NULL), NH_OK);
    nh_index_close(o.index);
    free(o.bytes);
    tiny_index_free(t);
}

/* ---- directories that are not true --------------------------------------------------- */

#define FEW 300u   /* articles of the first segment                            */
#define MANY 1800u /* of the second: nine hundred have the rarer one of its words */

/* A segment without a frequent word, and one with two: one in each of its passages, one in every
 * second. */
static tiny_index *new_parts(bool deletes)
{
    const nh_index_options o = {
        .size = sizeof o, .analysis = "whitespace", .stemmer = "none", .passages = "none"};
    tiny_index *t = tiny_index_new(&o);

    for (uint32_t i = 0; i < FEW + MANY; i++) {
        char id[16];

        snprintf(id, sizeof id, "a%u", i);
        tiny_index_add(t, &(tiny_article){.id = id,
                                          .text = i < FEW      ? "words"
                                                  : i % 2 == 0 ? "golan heights"
                                                               : "golan"});
        if (i == FEW - 1)
            tiny_index_commit(t);
    }
    tiny_index_commit(t);
    if (deletes)
        tiny_index_delete(t, "a2099");
    tiny_index_open(t);
    return t;
}

/* Where the directory of a word, which is told, begins in the file. */
static uint8_t *find_directory(const opened *o, const char *word, nh_directory *out)
{
    nh_segment *seg = o->index->segments[o->number];
    const nh_term *term = NULL;
    nh_terms *terms = NULL;

    assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
    assert_int_equal(nh_terms_find(terms, nh_str_of(word), &term, NULL), NH_OK);
    assert_non_null(term);
    assert_int_equal(nh_directory_open(seg, term, out, NULL), NH_OK);
    assert_true(out->n >= 4);
    nh_terms_close(terms);
    return o->bytes + nh_container_offset(nh_segment_container(seg), NH_SECTION_DIRECTORY) +
           out->at;
}

/* The last passages of the blocks of a word. */
static uint8_t *find_last(const opened *o, const char *word)
{
    nh_directory d;
    uint8_t *at = find_directory(o, word, &d);

    return at + (size_t)d.n_top * 4;
}

static nh_status optimize(const tiny_index *t, nh_error *err)
{
    const nh_writer_options o = {.size = sizeof o};
    nh_writer *w;
    nh_status st = nh_writer_open(t->path, &o, &w, err);

    if (st == NH_OK)
        st = nh_writer_optimize(w, NULL, err);
    nh_writer_close(w);
    return st;
}

/* A last passage of a block that cannot be. */
typedef struct forged_last {
    const char *why, *word;
    uint32_t block, last;
} forged_last;

/* The second segment of an index says so. */
static void refuse_last(const forged_last *f, bool deletes)
{
    tiny_index *t = new_parts(deletes);
    opened o = open_bytes(t, 1);
    uint8_t *at = find_last(&o, f->word) + (size_t)f->block * 4;
    nh_error err = {0};

    for (unsigned i = 0; i < 4; i++)
        at[i] = (uint8_t)(f->last >> 8 * i);
    write_bytes(t, &o);
    if (optimize(t, &err) != NH_E_CORRUPT)
        fail_msg("%s: %s", f->why, err.what);
    assert_non_null(strstr(err.where, o.name));
    assert_true(err.offset != NH_NO_OFFSET);
    nh_index_close(o.index);
    free(o.bytes);
    tiny_index_free(t);
}

static void a_merge_refuses_last_passages_that_cannot_be(void **state)
{
    static const forged_last forged[] = {
        {"far behind the segment", "golan", 1, 0xfffffff0},
        {"the last number there is", "golan", 1, 0xffffffff},
        {"behind the segment", "golan", 1, MANY},
        {"where the block before ends", "golan", 1, 255},
        {"one place too few", "golan", 1, 510},
        {"one place too few for the first block", "golan", 0, 254},
        {"gaps reach into the block before", "heights", 1, 510 + 256},
        {"gaps reach into the segment before", "heights", 0, 300},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(forged); i++) {
        refuse_last(&forged[i], false);
        refuse_last(&forged[i], true);
    }
}

/* Of blocks that are copied as they are, the occurrences are added up from what terms say. */
static void a_merge_refuses_blocks_that_have_not_the_postings_of_the_term(void **state)
{
    (void)state;
    for (int deletes = 0; deletes < 2; deletes++) {
        tiny_index *t = new_parts(deletes != 0);
        opened o = open_bytes(t, 1);
        nh_error err = {0};
        nh_directory d;
        uint8_t *counts = find_directory(&o, "golan", &d);

        counts += d.count - (const uint8_t *)d.last + (ptrdiff_t)d.n_top * 4;
        counts[d.n - 1]--;
        write_bytes(t, &o);
        assert_int_equal(optimize(t, &err), NH_E_CORRUPT);
        assert_non_null(strstr(err.what, "postings, not of"));
        assert_non_null(strstr(err.where, o.name));
        nh_index_close(o.index);
        free(o.bytes);
        tiny_index_free(t);
    }
}

static nh_status verify_in(const nh_env *env, void *context)
{
    const nh_found_sink none = {0};

    return nh_verify(env, ((const tiny_index *)context)->path, true, &none, NULL);
}

static const char *two_words(uint32_t number)
{
    return number % 3 == 0 ? "golan golan heights" : "golan";
}

static void every_failed_allocation_of_verify_is_reported_and_leaks_nothing(void **state)
{
    tiny_index *t = tiny_index_of_texts(NH_CHAMPIONS_DF + 1, two_words, "none");

    (void)state;
    assert_true(check_champions(t->path) > 0);
    assert_true(fault_sweep_allocations(verify_in, t) > 10);
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(champions_of_a_run_a_merge_and_another_order_are_true),
        cmocka_unit_test(words_and_pairs_that_are_frequent_have_them_and_no_others),
        cmocka_unit_test(a_wrong_byte_of_them_is_a_finding),
        cmocka_unit_test(a_merge_refuses_last_passages_that_cannot_be),
        cmocka_unit_test(a_merge_refuses_blocks_that_have_not_the_postings_of_the_term),
        cmocka_unit_test(every_failed_allocation_of_verify_is_reported_and_leaks_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
