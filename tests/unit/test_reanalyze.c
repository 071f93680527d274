/* tests/unit/test_reanalyze.c - words in an index that its stored text does not have are found. */
#include "indexer/inspect/reanalyze.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/tiny_index.h"

/* The last finding's name. */
typedef struct heard {
    char name[40];
    size_t count;
} heard;

static void hear(void *self, const nh_finding *found)
{
    heard *h = self;

    h->count++;
    strncpy(h->name, found->name, sizeof h->name - 1);
}

static tiny_index *make_index(void)
{
    tiny_index *t = tiny_index_new(NULL);

    tiny_index_add(t, &(tiny_article){"one", "Barrack", "Zoo.", NULL, NULL, NULL});
    tiny_index_commit(t);
    return t;
}

/* Replaces the one place where `from` stands in the segment, and mends all checksums, those
 * in the manifest too. */
static void forge(const tiny_index *t, const char *from, const char *to)
{
    nh_index *index;
    nh_buffer commit = {0}, file = {0};
    uint8_t *bytes, *at;
    char name[80];
    size_t size;

    assert_int_equal(nh_index_open(NULL, t->path, false, true, &index, NULL), NH_OK);
    snprintf(name, sizeof name, "index/%s", index->manifest.segments[0].file.name);
    bytes = temp_dir_read(t->dir, name, &size);
    at = (uint8_t *)memmem(bytes, size, from, strlen(from));
    assert_non_null(at);
    memcpy(at, to, strlen(from));
    container_repair(bytes, size);
    temp_dir_write(t->dir, name, bytes, size);
    index->manifest.segments[0].file =
        container_ref_of(index->manifest.segments[0].file.name, bytes, size);
    nh_manifest_encode(&index->manifest, &commit);
    container_make(NH_KIND_MANIFEST,
                   &(made_section){NH_SECTION_COMMIT, commit.bytes, commit.size}, 1, &file);
    temp_dir_write(t->dir, "index/manifest", file.bytes, file.size);
    nh_buf_free(&commit);
    nh_buf_free(&file);
    nh_index_close(index);
    free(bytes);
}

static void a_sound_index_agrees_with_its_text(void **state)
{
    tiny_index *t = make_index();
    heard h = {.count = 0};

    (void)state;
    assert_int_equal(nh_index_verify(t->path, true, NULL, hear, &h, NULL), NH_OK);
    assert_int_equal(h.count, 0);
    tiny_index_free(t);
}

static void another_word_is_found_though_all_checksums_are_right(void **state)
{
    tiny_index *t = make_index();
    heard h = {.count = 0};
    nh_error err = {0};

    (void)state;
    forge(t, "zoo", "zop");
    assert_int_equal(nh_index_verify(t->path, false, NULL, hear, &h, &err), NH_OK);
    assert_int_equal(nh_index_verify(t->path, true, NULL, hear, &h, &err), NH_E_CORRUPT);
    assert_string_equal(h.name, "reanalysis");
    assert_int_equal(h.count, 1);
    assert_non_null(strstr(err.what, "passage 1"));
    tiny_index_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_index_agrees_with_its_text),
        cmocka_unit_test(another_word_is_found_though_all_checksums_are_right),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
