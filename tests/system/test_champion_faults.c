/* tests/system/test_champion_faults.c - a writer whose memory ends while it picks champions. */
#include "tests/support/cm.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "common/segment/postings/champions.h"
#include "common/segment/verify/verify.h"
#include "newshound/indexer.h"
#include "tests/support/faults/fault.h"
#include "tests/support/temp_dir.h"

/* The index is one segment that has champions, and they are true. */
static void check_champions(const char *path)
{
    nh_index *index;
    nh_error err = {0};

    assert_int_equal(nh_index_open(NULL, path, false, false, &index, NULL), NH_OK);
    assert_int_equal(index->manifest.n_segments, 1);
    assert_true(nh_container_size(nh_segment_container(index->segments[0]),
                                  NH_SECTION_CHAMPIONS) > 0);
    nh_index_close(index);
    if (nh_index_verify(path, true, NULL, NULL, NULL, &err) != NH_OK)
        fail_msg("%s", err.what);
}

#define PARAGRAPHS 100u /* of an article, each of them a passage */
#define PARAGRAPH "the golan heights are a rocky plateau in the far south\n\n"

static nh_status add_long(nh_writer *w, uint32_t number)
{
    char id[16], text[PARAGRAPHS * sizeof PARAGRAPH];
    size_t size = 0;

    snprintf(id, sizeof id, "a%u", number);
    for (uint32_t i = 0; i < PARAGRAPHS; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "%s", PARAGRAPH);
    return nh_writer_add(w,
                         &(nh_article){.size = sizeof(nh_article),
                                       .id = nh_str_of(id),
                                       .text = {text, size}},
                         NULL);
}

/* A segment with champions and one without become one, in another order. Verified if all went
 * well. */
static nh_status write_in(const nh_env *env)
{
    const nh_index_options how = {
        .size = sizeof how, .stemmer = "none", .passages = "2:10:20", .pairs = "none"};
    const nh_writer_options o = {
        .size = sizeof o, .index = &how, .order = "similar", .env = env};
    temp_dir *t = temp_dir_new();
    char *path = temp_dir_path(t, "index");
    nh_writer *w = NULL;
    nh_status st = nh_writer_open(path, &o, &w, NULL);

    for (uint32_t i = 0; st == NH_OK && i <= NH_CHAMPIONS_DF / PARAGRAPHS + 1; i++) {
        st = add_long(w, i);
        if (st == NH_OK && i == NH_CHAMPIONS_DF / PARAGRAPHS)
            st = nh_writer_commit(w, NULL, NULL);
    }
    if (st == NH_OK)
        st = nh_writer_optimize(w, NULL, NULL);
    nh_writer_close(w);
    if (st == NH_OK)
        check_champions(path);
    free(path);
    temp_dir_remove(t);
    return st;
}

/* Some failures only leave files behind, which the next commit removes: then all is there. Every
 * second allocation is enough: a picker takes two. */
static void a_failed_allocation_of_a_writer_is_told_or_harms_nothing(void **state)
{
    size_t n = 0, tried = 0, told = 0;
    bool reached = true;

    (void)state;
    for (; reached; n += 2) {
        fault *f = fault_new();
        nh_status st;

        fault_fail_allocation(f, n, false);
        st = write_in(fault_env(f));
        reached = fault_reached(f);
        tried++;
        told += st == NH_E_NOMEM;
        if (st != NH_OK && (st != NH_E_NOMEM || !reached))
            fail_msg("allocation %zu: %s", n, nh_status_text(st));
        assert_int_equal(fault_held(f), 0);
        fault_free(f);
    }
    assert_true(told > 150);
    assert_true(told > tried - tried / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failed_allocation_of_a_writer_is_told_or_harms_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
