/* indexer/write/spool.c - bytes of one section, kept until the file is put together. */
#include "indexer/write/spool.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>

#include "common/base/error.h"

#define REPLAY_CHUNK (64u << 10)

void nh_spool_init(nh_spool *s, const nh_env *env, int dir)
{
    *s = (nh_spool){.env = nh_env_or_system(env),
                    .dir = dir,
                    .most = NH_SPOOL_MEMORY,
                    .memory = {.env = env},
                    .fd = -1};
}

uint64_t nh_spool_size(const nh_spool *s)
{
    return s->spilled + s->memory.size;
}

/*
 * The address of the spool makes the name unique among the spools of this process; only the
 * process that holds the writer's lock makes any. The name goes at once, so that a crash
 * leaves nothing behind.
 */
static nh_status open_file(nh_spool *s, nh_error *err)
{
    const nh_io *io = s->env->io;
    char name[48];
    nh_status st;
    int failed;

    (void)snprintf(name, sizeof name, "spool_%jx.tmp", (uintmax_t)(uintptr_t)s);
    (void)io->unlink_at(io->self, s->dir, name); /* one whose removal failed */
    st = nh_file_open(s->env, s->dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, &s->fd,
                      err);
    if (st != NH_OK)
        return st;
    failed = io->unlink_at(io->self, s->dir, name);
    return failed < 0 ? nh_fail_errno(err, -failed, name, "remove") : NH_OK;
}

static nh_status spill(nh_spool *s, nh_error *err)
{
    nh_status st = s->fd < 0 ? open_file(s, err) : NH_OK;

    if (st == NH_OK)
        st = nh_file_write(s->env, s->fd, s->memory.bytes, s->memory.size, "spool", err);
    if (st != NH_OK)
        return st;
    s->spilled += s->memory.size;
    nh_buf_clear(&s->memory);
    return NH_OK;
}

nh_status nh_spool_settle(nh_spool *s, nh_error *err)
{
    if (!nh_buf_ok(&s->memory))
        return nh_buf_status(&s->memory, err, "a section");
    return s->memory.size >= s->most ? spill(s, err) : NH_OK;
}

nh_status nh_spool_put(nh_spool *s, const void *bytes, size_t size, nh_error *err)
{
    nh_buf_bytes(&s->memory, bytes, size);
    return nh_spool_settle(s, err);
}

nh_status nh_spool_replay(nh_spool *s, nh_spool_sink *sink, void *self, nh_error *err)
{
    uint8_t *chunk = NULL;
    nh_status st = nh_buf_status(&s->memory, err, "a section");

    if (st != NH_OK)
        return st;
    if (s->spilled > 0) {
        chunk = (uint8_t *)nh_resized(s->env, NULL, REPLAY_CHUNK, 1);
        if (chunk == NULL)
            return nh_fail_memory(err, "copying a section");
    }
    for (uint64_t at = 0; st == NH_OK && at < s->spilled;) {
        const uint64_t left = s->spilled - at;
        const size_t n = left < REPLAY_CHUNK ? (size_t)left : REPLAY_CHUNK;

        st = nh_file_read_at(s->env, s->fd, chunk, n, at, "spool", err);
        if (st == NH_OK)
            st = sink(self, chunk, n, err);
        at += n;
    }
    nh_release(s->env, chunk);
    if (st == NH_OK && s->memory.size > 0)
        st = sink(self, s->memory.bytes, s->memory.size, err);
    return st;
}

static nh_status put_in_spool(void *self, const void *bytes, size_t size, nh_error *err)
{
    return nh_spool_put((nh_spool *)self, bytes, size, err);
}

nh_status nh_spool_append(nh_spool *to, nh_spool *from, nh_error *err)
{
    const nh_status st = nh_spool_replay(from, put_in_spool, to, err);

    if (from->fd >= 0)
        nh_spool_clear(from);
    else
        nh_buf_clear(&from->memory);
    return st;
}

void nh_spool_clear(nh_spool *s)
{
    if (s->env == NULL)
        return;
    (void)nh_file_close(s->env, s->fd); /* it has no name: nobody can miss its bytes */
    nh_buf_free(&s->memory);
    nh_spool_init(s, s->env, s->dir);
}
