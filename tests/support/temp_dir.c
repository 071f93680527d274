/* tests/support/temp_dir.c - a fresh directory for a test, gone after it. */
#include "tests/support/temp_dir.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/cm.h"

temp_dir *temp_dir_new(void)
{
    const char *parent = getenv("TMPDIR");
    temp_dir *t = (temp_dir *)calloc(1, sizeof *t);

    if (t == NULL)
        return NULL;
    if (parent == NULL || parent[0] == '\0' || strlen(parent) > 200)
        parent = "/tmp";
    snprintf(t->path, sizeof t->path, "%s/newshound-XXXXXX", parent);
    if (mkdtemp(t->path) == NULL) {
        free(t);
        return NULL;
    }
    t->fd = open(t->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return t;
}

/* A test may have taken the permissions of a directory away: they are given back first. */
static int open_up(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st;
    (void)walk;
    if (type == FTW_DNR || type == FTW_D)
        (void)chmod(path, 0700);
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *walk)
{
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

void temp_dir_remove(temp_dir *t)
{
    if (t == NULL)
        return;
    if (t->fd >= 0)
        close(t->fd);
    (void)nftw(t->path, open_up, 16, FTW_PHYS);
    (void)nftw(t->path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(t);
}

int temp_dir_setup(void **state)
{
    *state = temp_dir_new();
    return *state != NULL ? 0 : -1;
}

int temp_dir_teardown(void **state)
{
    temp_dir_remove((temp_dir *)*state);
    *state = NULL;
    return 0;
}

void temp_dir_write(const temp_dir *t, const char *name, const void *bytes, size_t size)
{
    const int fd = openat(t->fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

    assert_true(fd >= 0);
    for (size_t done = 0; done < size;) {
        const ssize_t n = write(fd, (const char *)bytes + done, size - done);

        assert_true(n > 0);
        done += (size_t)n;
    }
    close(fd);
}

uint8_t *temp_dir_read(const temp_dir *t, const char *name, size_t *size)
{
    const int fd = openat(t->fd, name, O_RDONLY | O_CLOEXEC);
    struct stat st;
    uint8_t *bytes;
    size_t at = 0;

    if (fd < 0)
        return NULL;
    assert_int_equal(fstat(fd, &st), 0);
    bytes = (uint8_t *)malloc((size_t)st.st_size + 1);
    assert_non_null(bytes);
    while (at < (size_t)st.st_size) {
        const ssize_t n = read(fd, bytes + at, (size_t)st.st_size - at);

        assert_true(n > 0);
        at += (size_t)n;
    }
    bytes[at] = 0;
    if (size != NULL)
        *size = at;
    close(fd);
    return bytes;
}

bool temp_dir_has(const temp_dir *t, const char *name)
{
    struct stat st;

    return fstatat(t->fd, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

char *temp_dir_path(const temp_dir *t, const char *name)
{
    char *path = (char *)malloc(strlen(t->path) + strlen(name) + 2);

    assert_non_null(path);
    snprintf(path, strlen(t->path) + strlen(name) + 2, "%s/%s", t->path, name);
    return path;
}
