/* tests/system/test_damage.c - whatever happens to a byte of an index is noticed, or changes no answer. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/segment/file/index.h"
#include "newshound/indexer.h"
#include "tests/support/cm.h"
#include "tests/support/makers/container_maker.h"
#include "tests/support/makers/tiny_index.h"
#include "tests/support/transcripts/segment_walk.h"

/* Files of an index in memory, so that a damaged one is opened without a disk. */
typedef struct held_files {
    nh_io io;
    nh_env env;
    uint8_t *bytes[2]; /* manifest, segment */
    size_t size[2];
    char name[2][64];
} held_files;

#define FIRST_FD 1000

static int open_held(void *self, int dir, const char *name, int flags, mode_t mode)
{
    const held_files *f = self;

    (void)flags;
    (void)mode;
    if (dir == AT_FDCWD) /* the directory itself */
        return FIRST_FD - 1;
    for (int i = 0; i < 2; i++)
        if (strcmp(name, f->name[i]) == 0)
            return FIRST_FD + i;
    return -ENOENT;
}

static int facts_held(void *self, int fd, nh_file_facts *out)
{
    const held_files *f = self;

    *out = (nh_file_facts){.kind = NH_FILE_REGULAR, .size = f->size[fd - FIRST_FD]};
    return 0;
}

static int64_t read_held(void *self, int fd, void *to, size_t size, uint64_t offset)
{
    const held_files *f = self;
    const size_t all = f->size[fd - FIRST_FD];
    const size_t left = offset < all ? all - (size_t)offset : 0;
    const size_t n = size < left ? size : left;

    if (n > 0)
        memcpy(to, f->bytes[fd - FIRST_FD] + offset, n);
    return (int64_t)n;
}

static int map_held(void *self, int fd, uint64_t size, const uint8_t **out)
{
    const held_files *f = self;

    (void)size;
    *out = f->bytes[fd - FIRST_FD];
    return 0;
}

static int unmap_held(void *self, const uint8_t *bytes, uint64_t size)
{
    (void)self;
    (void)bytes;
    (void)size;
    return 0;
}

static int close_held(void *self, int fd)
{
    (void)self;
    (void)fd;
    return 0;
}

/* An index of a few stories, with a term in more than 32 passages. */
static held_files *hold_index(void)
{
    static const nh_index_options options = {.size = sizeof options, .passages = "1:2:4"};
    held_files *f = (held_files *)calloc(1, sizeof *f);
    tiny_index *t = tiny_index_new(&options);
    char text[2000] = "";
    nh_index *index;
    size_t n = 0;

    for (unsigned i = 0; i < 36; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "Golan %c heights.\n\n",
                              'a' + i % 26);
    tiny_index_add(
        t, &(tiny_article){"one", "Heights of the Golan", text, "2025-07-01", "ap", "en"});
    tiny_index_add(
        t, &(tiny_article){"two", "Barrack", "U.S. envoy Tom Barrack.", NULL, "afp", NULL});
    tiny_index_commit(t);
    assert_int_equal(nh_index_open(NULL, t->path, false, true, &index, NULL), NH_OK);
    snprintf(f->name[0], sizeof f->name[0], "manifest");
    snprintf(f->name[1], sizeof f->name[1], "%s", index->manifest.segments[0].file.name);
    nh_index_close(index);
    for (int i = 0; i < 2; i++) {
        char path[128];

        snprintf(path, sizeof path, "index/%s", f->name[i]);
        f->bytes[i] = temp_dir_read(t->dir, path, &f->size[i]);
        assert_non_null(f->bytes[i]);
    }
    tiny_index_free(t);
    f->io = *nh_env_system()->io;
    f->io.self = f;
    f->io.open_at = open_held;
    f->io.facts = facts_held;
    f->io.pread = read_held;
    f->io.map = map_held;
    f->io.unmap = unmap_held;
    f->io.close = close_held;
    f->env = (nh_env){.io = &f->io, .memory = nh_env_system()->memory};
    return f;
}

static void drop_index(held_files *f)
{
    free(f->bytes[0]);
    free(f->bytes[1]);
    free(f);
}

/* Opens and reads everything: the status, the error, and the digest of what was read. */
static nh_status read_index(held_files *f, uint32_t *digest, nh_error *err)
{
    nh_index *index = NULL;
    nh_status st = nh_index_open(&f->env, "index", false, false, &index, err);

    *digest = 0;
    if (st == NH_OK)
        st = index_walk(index, digest, err);
    nh_index_close(index);
    return st;
}

/* The file of the index that an error names, without its folder. */
static const char *file_of(const nh_error *err)
{
    const char *slash = strrchr(err->where, '/');

    return slash != NULL ? slash + 1 : err->where;
}

/* An error that says where in which file, or the same answers as ever. */
static void expect_noticed(held_files *f, uint32_t sound, int file, size_t at)
{
    uint32_t digest;
    nh_error err = {0};
    const nh_status st = read_index(f, &digest, &err);

    if (st == NH_OK && digest == sound)
        return;
    if (st != NH_E_CORRUPT)
        fail_msg("%s@%zu: status %d, digest %08x", f->name[file], at, (int)st, digest);
    if (strcmp(file_of(&err), f->name[file]) != 0 && file == 1)
        fail_msg("%s@%zu: told of %s", f->name[file], at, err.where);
    assert_true(err.what[0] != '\0' && err.where[0] != '\0');
    assert_true(err.offset == NH_NO_OFFSET || err.offset <= f->size[0] + f->size[1]);
}

static void every_changed_byte_is_noticed(void **state)
{
    held_files *f = hold_index();
    uint32_t sound;

    (void)state;
    assert_int_equal(read_index(f, &sound, NULL), NH_OK);
    for (int file = 0; file < 2; file++)
        for (size_t at = 0; at < f->size[file]; at++) {
            const uint8_t was = f->bytes[file][at];
            const uint8_t values[] = {(uint8_t)(was ^ 1u << at % 8), 0, 0xff};

            for (size_t i = 0; i < COUNT(values); i++) {
                f->bytes[file][at] = values[i];
                expect_noticed(f, sound, file, at);
            }
            f->bytes[file][at] = was;
        }
    drop_index(f);
}

static void every_shorter_file_is_noticed(void **state)
{
    held_files *f = hold_index();
    uint32_t digest;

    (void)state;
    for (int file = 0; file < 2; file++) {
        const size_t size = f->size[file];

        for (f->size[file] = 0; f->size[file] < size; f->size[file]++) {
            nh_error err = {0};

            assert_int_equal(read_index(f, &digest, &err), NH_E_CORRUPT);
            assert_string_equal(file_of(&err), f->name[file]);
        }
        f->size[file] = size;
    }
    drop_index(f);
}

/* The checksums of a changed segment are made right, and so is the manifest's word for it:
 * what then contradicts itself is refused; nothing crashes or runs away. */
static void forged_bytes_are_refused_or_read(void **state)
{
    held_files *f = hold_index();
    uint32_t digest;
    size_t refused = 0;

    (void)state;
    for (size_t at = 0; at < f->size[1]; at++) {
        const uint8_t was = f->bytes[1][at];
        nh_segment *seg = NULL;
        nh_error err = {0};
        nh_status st;

        f->bytes[1][at] ^= (uint8_t)(1u << at % 8);
        container_repair(f->bytes[1], f->size[1]);
        st = nh_segment_open_file(&f->env, 0, f->name[1], false, &seg, &err);
        if (st == NH_OK)
            st = segment_walk(seg, &digest, &err);
        assert_true(st == NH_OK || st == NH_E_CORRUPT || st == NH_E_VERSION);
        assert_true(st == NH_OK || strcmp(file_of(&err), f->name[1]) == 0);
        refused += st != NH_OK;
        nh_segment_close(seg);
        f->bytes[1][at] = was;
    }
    container_repair(f->bytes[1], f->size[1]);
    assert_true(refused > f->size[1] / 10);
    drop_index(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_changed_byte_is_noticed),
        cmocka_unit_test(every_shorter_file_is_noticed),
        cmocka_unit_test(forged_bytes_are_refused_or_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
