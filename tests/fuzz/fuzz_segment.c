/* tests/fuzz/fuzz_segment.c - a segment from any bytes, its checksums made right: read whole, or refused with a place. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/makers/container_maker.h"
#include "tests/support/transcripts/segment_walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A file system of one file. */
typedef struct one_file {
    const uint8_t *bytes;
    size_t size;
} one_file;

static int open_one(void *self, int dir, const char *name, int flags, mode_t mode)
{
    (void)self;
    (void)dir;
    (void)flags;
    (void)mode;
    return strcmp(name, "fuzz.seg") == 0 ? 1000 : -ENOENT;
}

static int facts_of_one(void *self, int fd, nh_file_facts *out)
{
    const one_file *f = self;

    (void)fd;
    *out = (nh_file_facts){.kind = NH_FILE_REGULAR, .size = f->size};
    return 0;
}

static int64_t read_one(void *self, int fd, void *to, size_t size, uint64_t offset)
{
    const one_file *f = self;
    const size_t left = offset < f->size ? f->size - (size_t)offset : 0;
    const size_t n = size < left ? size : left;

    (void)fd;
    if (n > 0)
        memcpy(to, f->bytes + offset, n);
    return (int64_t)n;
}

static int close_one(void *self, int fd)
{
    (void)self;
    (void)fd;
    return 0;
}

static void read_whole(const nh_env *env, size_t size)
{
    nh_segment *seg = NULL;
    nh_error err = {0};
    uint32_t digest;
    nh_status st = nh_segment_open_file(env, -1, "fuzz.seg", true, &seg, &err);

    if (st == NH_OK)
        st = segment_walk(seg, &digest, &err);
    if (st != NH_OK && (err.code != st || err.what[0] == '\0' || err.where[0] == '\0'))
        abort();
    if (st == NH_E_CORRUPT && err.offset > size)
        abort();
    if (st != NH_OK && st != NH_E_CORRUPT && st != NH_E_VERSION)
        abort();
    nh_segment_close(seg);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    one_file file = {.size = size};
    nh_io io = *nh_env_system()->io;
    const nh_env env = {.io = &io, .memory = nh_env_system()->memory};
    uint8_t *copy = (uint8_t *)malloc(size + 1);

    if (size > 0)
        memcpy(copy, bytes, size);
    container_repair(copy, size);
    file.bytes = copy;
    io.self = &file;
    io.open_at = open_one;
    io.facts = facts_of_one;
    io.pread = read_one;
    io.close = close_one;
    read_whole(&env, size);
    free(copy);
    return 0;
}
