/* tests/support/faults/fault_io.c - the file calls of an environment that fails. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/faults/fault_state.h"

static const nh_io *real(void)
{
    return nh_env_system()->io;
}

static const char *name_of(const fault *f, int fd)
{
    return fd >= 0 && fd < FAULT_FDS ? f->names[fd] : "";
}

/* Counts a call of kind `op`; 0, or the negative errno with which it is to fail. */
static int admit(fault *f, fault_op op)
{
    size_t now;
    int result = 0;

    pthread_mutex_lock(&f->lock);
    now = f->op < 0 ? f->calls : f->calls_of[op];
    f->calls++;
    f->calls_of[op]++;
    if ((f->op < 0 || f->op == (int)op) && fault_is_due(f->call, now)) {
        f->reached = true;
        result = -f->code;
    }
    pthread_mutex_unlock(&f->lock);
    return result;
}

/* Takes the call into the record, and hands its result through. */
static int64_t noted(fault *f, fault_record r, const char *name, const char *second)
{
    fault_record *grown;

    if (!f->recording)
        return r.result;
    snprintf(r.name, sizeof r.name, "%s", name);
    snprintf(r.second, sizeof r.second, "%s", second);
    pthread_mutex_lock(&f->lock);
    grown = (fault_record *)realloc(f->records, (f->record_count + 1) * sizeof *grown);
    if (grown != NULL) {
        f->records = grown;
        f->records[f->record_count++] = r;
    }
    pthread_mutex_unlock(&f->lock);
    return r.result;
}

static int noted_int(fault *f, fault_op op, int result, const char *name,
                     const char *second)
{
    return (int)noted(f, (fault_record){.op = op, .result = result}, name, second);
}

static void hold(fault *f, size_t *what, int change)
{
    pthread_mutex_lock(&f->lock);
    *what += (size_t)change;
    pthread_mutex_unlock(&f->lock);
}

static int open_at(void *self, int dir, const char *name, int flags, mode_t mode)
{
    fault *f = (fault *)self;
    int fd = admit(f, FAULT_OPEN);

    if (fd == 0)
        fd = real()->open_at(NULL, dir, name, flags, mode);
    if (fd >= 0)
        hold(f, &f->descriptors, 1);
    if (fd >= 0 && fd < FAULT_FDS)
        snprintf(f->names[fd], sizeof f->names[fd], "%s", name);
    return noted_int(f, FAULT_OPEN, fd, name, "");
}

static size_t shortened(const fault *f, size_t size)
{
    return f->most > 0 && size > f->most ? f->most : size;
}

static int64_t read_some(void *self, int fd, void *bytes, size_t size)
{
    fault *f = (fault *)self;
    int64_t n = admit(f, FAULT_READ);

    if (n == 0)
        n = real()->read(NULL, fd, bytes, shortened(f, size));
    return noted(f, (fault_record){.op = FAULT_READ, .size = size, .result = n},
                 name_of(f, fd), "");
}

static int64_t write_some(void *self, int fd, const void *bytes, size_t size)
{
    fault *f = (fault *)self;
    int64_t n = admit(f, FAULT_WRITE);

    if (n == 0)
        n = real()->write(NULL, fd, bytes, shortened(f, size));
    return noted(f, (fault_record){.op = FAULT_WRITE, .size = size, .result = n},
                 name_of(f, fd), "");
}

static int64_t pread_some(void *self, int fd, void *bytes, size_t size, uint64_t offset)
{
    fault *f = (fault *)self;
    int64_t n = admit(f, FAULT_PREAD);

    if (n == 0)
        n = real()->pread(NULL, fd, bytes, shortened(f, size), offset);
    return noted(f, (fault_record){.op = FAULT_PREAD, .size = size, .result = n},
                 name_of(f, fd), "");
}

static int sync_file(void *self, int fd)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_SYNC_FILE);

    if (result == 0)
        result = real()->sync_file(NULL, fd);
    return noted_int(f, FAULT_SYNC_FILE, result, name_of(f, fd), "");
}

static int sync_dir(void *self, int dir)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_SYNC_DIR);

    if (result == 0)
        result = real()->sync_dir(NULL, dir);
    return noted_int(f, FAULT_SYNC_DIR, result, name_of(f, dir), "");
}

static int rename_at(void *self, int dir, const char *from, const char *to)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_RENAME);

    if (result == 0)
        result = real()->rename_at(NULL, dir, from, to);
    return noted_int(f, FAULT_RENAME, result, from, to);
}

static int link_at(void *self, int dir, const char *from, const char *to)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_LINK);

    if (result == 0)
        result = real()->link_at(NULL, dir, from, to);
    return noted_int(f, FAULT_LINK, result, from, to);
}

static int unlink_at(void *self, int dir, const char *name)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_UNLINK);

    if (result == 0)
        result = real()->unlink_at(NULL, dir, name);
    return noted_int(f, FAULT_UNLINK, result, name, "");
}

static int make_dir(void *self, int dir, const char *name, mode_t mode)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_MAKE_DIR);

    if (result == 0)
        result = real()->make_dir(NULL, dir, name, mode);
    return noted_int(f, FAULT_MAKE_DIR, result, name, "");
}

static int facts(void *self, int fd, nh_file_facts *out)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_FACTS);

    if (result == 0)
        result = real()->facts(NULL, fd, out);
    return noted_int(f, FAULT_FACTS, result, name_of(f, fd), "");
}

static int map(void *self, int fd, uint64_t size, const uint8_t **out)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_MAP);

    if (result == 0)
        result = real()->map(NULL, fd, size, out);
    if (result == 0)
        hold(f, &f->mappings, 1);
    return (int)noted(f, (fault_record){.op = FAULT_MAP, .size = size, .result = result},
                      name_of(f, fd), "");
}

static int unmap(void *self, const uint8_t *bytes, uint64_t size)
{
    fault *f = (fault *)self;
    const int failed = admit(f, FAULT_UNMAP);
    const int result = real()->unmap(NULL, bytes, size);

    if (result == 0)
        hold(f, &f->mappings, -1);
    return (int)noted(f,
                      (fault_record){.op = FAULT_UNMAP,
                                     .size = size,
                                     .result = failed != 0 ? failed : result},
                      "", "");
}

static int lock(void *self, int fd)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_LOCK);

    if (result == 0)
        result = real()->lock(NULL, fd);
    return noted_int(f, FAULT_LOCK, result, name_of(f, fd), "");
}

static int close_fd(void *self, int fd)
{
    fault *f = (fault *)self;
    const int failed = admit(f, FAULT_CLOSE);
    const int result = real()->close(NULL, fd);

    if (result == 0)
        hold(f, &f->descriptors, -1);
    return noted_int(f, FAULT_CLOSE, failed != 0 ? failed : result, name_of(f, fd), "");
}

static int next_name(void *self, int fd, char *name, size_t capacity)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_NEXT_NAME);

    if (result == 0)
        result = real()->next_name(NULL, fd, name, capacity);
    return noted_int(f, FAULT_NEXT_NAME, result, result == 1 ? name : "", "");
}

static int read_link_at(void *self, int dir, const char *name, char *out, size_t capacity)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_READ_LINK);

    if (result == 0)
        result = real()->read_link_at(NULL, dir, name, out, capacity);
    return noted_int(f, FAULT_READ_LINK, result, name, "");
}

static int set_mode(void *self, int fd, mode_t mode)
{
    fault *f = (fault *)self;
    int result = admit(f, FAULT_SET_MODE);

    if (result == 0)
        result = real()->set_mode(NULL, fd, mode);
    return noted_int(f, FAULT_SET_MODE, result, name_of(f, fd), "");
}

/* Not counted: whether there is anything to wait for is up to others. */
static int await(void *self, int fd, int milliseconds)
{
    (void)self;
    return real()->await(NULL, fd, milliseconds);
}

nh_io fault_io(fault *f)
{
    return (nh_io){.self = f,
                   .open_at = open_at,
                   .read = read_some,
                   .await = await,
                   .write = write_some,
                   .pread = pread_some,
                   .sync_file = sync_file,
                   .sync_dir = sync_dir,
                   .rename_at = rename_at,
                   .link_at = link_at,
                   .unlink_at = unlink_at,
                   .make_dir = make_dir,
                   .read_link_at = read_link_at,
                   .set_mode = set_mode,
                   .facts = facts,
                   .map = map,
                   .unmap = unmap,
                   .lock = lock,
                   .close = close_fd,
                   .next_name = next_name};
}
