/* tests/unit/test_postings_reader.c - every posting of a known segment is read as it is. */
#include "common/segment/postings/postings_reader.h"

#include <string.h>

#include "common/base/str.h"
#include "tests/support/cm.h"
#include "tests/support/faults/fault.h"
#include "tests/support/makers/segment_maker.h"
#include "tests/support/transcripts/segment_walk.h"

static const made_spec specs[] = {
    {120, 5, true, false}, {3, 200, false, true}, {1, 3, true, false}};

static nh_segment *open_made(const temp_dir *t, const made_spec *s)
{
    nh_segment_ref ref;
    nh_segment *seg;
    nh_error err = {0};

    segment_make_file(s, t, "000001_00000000.seg", &ref);
    if (nh_segment_open(NULL, t->fd, &ref, false, &seg, &err) != NH_OK)
        fail_msg("%s@%u: %s", err.where, (unsigned)err.offset, err.what);
    return seg;
}

/* Compares one block with the formulas; `p` goes on behind its last passage. */
static void compare_block(const made_spec *s, uint32_t t, nh_postings *postings,
                          const nh_block *b, uint32_t *p)
{
    const uint8_t *positions;
    const uint16_t *codes;
    uint32_t n = 0;

    assert_int_equal(nh_postings_positions(postings, &positions, NULL), NH_OK);
    assert_int_equal(nh_postings_codes(postings, &codes, NULL), NH_OK);
    for (uint32_t i = 0; i < b->count; i++, (*p)++) {
        while (!made_has(s, t, *p))
            (*p)++;
        assert_int_equal(b->passages[i], *p);
        assert_int_equal(b->tf[i], made_tf(s, t, *p));
        assert_true(b->tf[i] <= b->max_tf && made_length(s, *p) >= b->min_length);
        for (uint32_t k = 0; k < b->tf[i]; k++, n++) {
            assert_int_equal(positions[n], made_position(t, *p, k));
            assert_int_equal(codes[n], made_code(t, *p, k));
        }
    }
    assert_int_equal(b->occurrences, n);
}

static void compare_term(const made_spec *s, nh_segment *seg, uint32_t t,
                         const nh_term *term)
{
    nh_postings *postings;
    const nh_block *b;
    uint32_t p = 0, df = 0;
    char name[32];

    made_term(t, name);
    assert_true(nh_str_equal(term->text, nh_str_of(name)));
    assert_int_equal(nh_postings_open(seg, term, &postings, NULL), NH_OK);
    for (;;) {
        nh_error err = {0};

        if (nh_postings_next(postings, &b, &err) != NH_OK)
            fail_msg("%s", err.what);
        if (b == NULL)
            break;
        compare_block(s, t, postings, b, &p);
        df += b->count;
    }
    assert_int_equal(df, term->df);
    for (; p < s->articles * s->passages_each; p++)
        assert_false(made_has(s, t, p));
    assert_int_equal(nh_postings_next(postings, &b, NULL), NH_OK);
    assert_null(b);
    nh_postings_close(postings);
}

static void every_posting_is_read(void **state)
{
    for (size_t i = 0; i < COUNT(specs); i++) {
        nh_segment *seg = open_made(*state, &specs[i]);
        nh_terms *terms;
        const nh_term *term;

        assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
        for (uint32_t t = 0; t < MADE_TERMS; t++) {
            nh_error err = {0};

            if (nh_terms_next(terms, &term, &err) != NH_OK)
                fail_msg("%s", err.what);
            assert_non_null(term);
            compare_term(&specs[i], seg, t, term);
        }
        assert_int_equal(nh_terms_next(terms, &term, NULL), NH_OK);
        assert_null(term);
        nh_terms_close(terms);
        nh_segment_close(seg);
    }
}

/* From a fresh walker, or from one that stands at `from`, to every passage. */
static void seek_all(const made_spec *s, nh_segment *seg, uint32_t t, const nh_term *term,
                     uint32_t step)
{
    const uint32_t n = s->articles * s->passages_each;
    nh_postings *postings;
    const nh_block *b;

    assert_int_equal(nh_postings_open(seg, term, &postings, NULL), NH_OK);
    for (uint32_t p = 0; p <= n; p += step) {
        uint32_t next = p;

        while (next < n && !made_has(s, t, next))
            next++;
        assert_int_equal(nh_postings_seek(postings, p, &b, NULL), NH_OK);
        assert_int_equal(b != NULL, next < n);
        if (b == NULL)
            break;
        assert_true(b->passages[b->count - 1] >= p);
        for (uint32_t i = 0; i < b->count; i++)
            if (b->passages[i] >= p) {
                assert_int_equal(b->passages[i], next);
                break;
            }
    }
    nh_postings_close(postings);
}

static void seeking_finds_the_first_block_that_reaches(void **state)
{
    const made_spec *s = &specs[0];
    nh_segment *seg = open_made(*state, s);
    nh_terms *terms;
    const nh_term *term;

    assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
    for (uint32_t t = 0; t < MADE_TERMS; t++) {
        assert_int_equal(nh_terms_next(terms, &term, NULL), NH_OK);
        for (uint32_t step = 1; step < 700; step = step * 3 + 1)
            seek_all(s, seg, t, term, step);
    }
    nh_terms_close(terms);
    nh_segment_close(seg);
}

static void a_seek_decodes_one_block(void **state)
{
    nh_segment *seg = open_made(*state, &specs[0]);
    nh_terms *terms;
    const nh_term *term;
    nh_postings *postings;
    const nh_block *b;
    char name[32];

    made_term(3, name); /* 300 blocks of a posting each */
    assert_int_equal(nh_terms_open(seg, &terms, NULL), NH_OK);
    assert_int_equal(nh_terms_find(terms, nh_str_of(name), &term, NULL), NH_OK);
    assert_int_equal(term->n_blocks, 300);
    assert_int_equal(nh_postings_open(seg, term, &postings, NULL), NH_OK);
    assert_int_equal(nh_postings_seek(postings, 500, &b, NULL), NH_OK);
    assert_int_equal(b->passages[0], 501);
    assert_int_equal(nh_postings_seek(postings, 501, &b, NULL), NH_OK);
    assert_int_equal(nh_postings_seek(postings, 3, &b, NULL), NH_OK); /* not backwards */
    assert_int_equal(b->passages[0], 501);
    assert_int_equal(nh_postings_work(postings).blocks, 1);
    nh_postings_close(postings);
    nh_terms_close(terms);
    nh_segment_close(seg);
}

/* What a sweep runs: everything that can be read. */
typedef struct swept {
    const temp_dir *dir;
    nh_segment_ref ref;
} swept;

static nh_status read_all(const nh_env *env, void *context)
{
    const swept *s = context;
    nh_segment *seg = NULL;
    uint32_t digest;
    nh_error err = {0};
    nh_status st = nh_segment_open(env, s->dir->fd, &s->ref, true, &seg, &err);

    if (st == NH_OK)
        st = segment_walk(seg, &digest, &err);
    assert_int_equal(err.code, st);
    nh_segment_close(seg);
    return st;
}

static void failed_allocations_are_told(void **state)
{
    swept s = {.dir = *state};

    segment_make_file(&specs[1], s.dir, "000001_00000000.seg", &s.ref);
    assert_true(fault_sweep_allocations(read_all, &s) > 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_posting_is_read, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(seeking_finds_the_first_block_that_reaches,
                                        temp_dir_setup, temp_dir_teardown),
        cmocka_unit_test_setup_teardown(a_seek_decodes_one_block, temp_dir_setup,
                                        temp_dir_teardown),
        cmocka_unit_test_setup_teardown(failed_allocations_are_told, temp_dir_setup,
                                        temp_dir_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
