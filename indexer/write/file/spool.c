/* indexer/write/file/spool.c - bytes of one section, kept until the file is put together. */
#include "indexer/write/file/spool.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/memory/grow.h"

#define REPLAY_CHUNK (64u << 10)
#define PIECE ((size_t)4 << 20) /* capacity of a piece but for the first: two large pages */
#define PIECE_SPARE \
    ((size_t)256 << 10) /* of which so much is left, that no record makes it grow */

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
    return s->spilled + s->in_pieces + s->memory.size;
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

/* `size` bytes behind those in the file. */
static nh_status put_in_file(nh_spool *s, const uint8_t *bytes, size_t size, nh_error *err)
{
    nh_status st = s->fd < 0 ? open_file(s, err) : NH_OK;

    if (st == NH_OK)
        st = nh_file_write(s->env, s->fd, bytes, size, "spool", err);
    s->spilled += st == NH_OK ? size : 0;
    return st;
}

/* ---- pieces ------------------------------------------------------------------------- */

static void drop_pieces(nh_spool *s)
{
    for (size_t i = 0; i < s->n_pieces; i++) {
        nh_release(s->env, s->pieces[i].bytes);
        s->room->held -= s->pieces[i].capacity;
    }
    nh_release(s->env, s->pieces);
    s->pieces = NULL;
    s->n_pieces = s->capacity = 0;
    s->in_pieces = 0;
}

static void drop_memory(nh_spool *s)
{
    nh_buf_free(&s->memory);
    if (s->room != NULL)
        s->room->held -= s->charged;
    s->charged = 0;
}

nh_status nh_spool_spill(nh_spool *s, nh_error *err)
{
    nh_status st = nh_buf_status(&s->memory, err, "a section");

    for (size_t i = 0; st == NH_OK && i < s->n_pieces; i++)
        st = put_in_file(s, s->pieces[i].bytes, s->pieces[i].size, err);
    if (st == NH_OK && s->memory.size > 0)
        st = put_in_file(s, s->memory.bytes, s->memory.size, err);
    if (st != NH_OK)
        return st;
    drop_pieces(s);
    if (s->charged > 0)
        drop_memory(s);
    nh_buf_clear(&s->memory);
    return NH_OK;
}

static nh_status append_piece(nh_spool *s, nh_spool_piece piece, nh_error *err)
{
    nh_spool_piece *pieces = (nh_spool_piece *)nh_grown(s->env, s->pieces, s->n_pieces,
                                                        &s->capacity, 8, sizeof *pieces);

    if (pieces == NULL)
        return nh_fail_memory(err, "a section");
    s->pieces = pieces;
    s->pieces[s->n_pieces++] = piece;
    s->in_pieces += piece.size;
    return NH_OK;
}

/* What is in memory becomes a piece as it is. */
static nh_status close_memory(nh_spool *s, nh_error *err)
{
    const nh_spool_piece piece = {s->memory.bytes, s->memory.size, s->memory.capacity};
    nh_status st;

    if (piece.size == 0)
        return NH_OK;
    st = append_piece(s, piece, err);
    if (st != NH_OK)
        return st;
    s->room->held += piece.capacity - s->charged;
    s->charged = 0;
    s->memory = (nh_buffer){.env = s->env};
    return NH_OK;
}

/* Room for the next piece, all at once, so that it fills whole large pages: a buffer makes room for
 * a byte more than is asked for. */
static nh_status begin_piece(nh_spool *s, nh_error *err)
{
    if (nh_buf_extend(&s->memory, PIECE - 1) == NULL)
        return nh_buf_status(&s->memory, err, "a section");
    nh_buf_clear(&s->memory);
    s->charged = s->memory.capacity;
    s->room->held += s->charged;
    return NH_OK;
}

static bool may_keep(const nh_spool *s)
{
    const nh_spool_room *room = s->room;
    const size_t more = s->memory.capacity - s->charged + PIECE;
    const size_t held = room != NULL ? room->held : 0;

    return room != NULL && held < room->most && more <= room->most - held;
}

/* ---- putting ------------------------------------------------------------------------ */

static size_t most_of(const nh_spool *s)
{
    return s->charged > 0 ? PIECE - PIECE_SPARE : s->most;
}

nh_status nh_spool_settle(nh_spool *s, nh_error *err)
{
    nh_status st;

    if (!nh_buf_ok(&s->memory))
        return nh_buf_status(&s->memory, err, "a section");
    if (s->memory.size < most_of(s))
        return NH_OK;
    if (!may_keep(s))
        return nh_spool_spill(s, err);
    st = close_memory(s, err);
    return st == NH_OK ? begin_piece(s, err) : st;
}

nh_status nh_spool_put(nh_spool *s, const void *bytes, size_t size, nh_error *err)
{
    const uint8_t *from = (const uint8_t *)bytes;
    nh_status st = NH_OK;

    while (st == NH_OK && size > 0) {
        const size_t room = most_of(s) - s->memory.size;
        const size_t n = size < room ? size : room;

        nh_buf_bytes(&s->memory, from, n);
        from += n;
        size -= n;
        st = nh_spool_settle(s, err);
    }
    return st;
}

static nh_status replay_file(const nh_spool *s, nh_spool_sink *sink, void *self,
                             nh_error *err)
{
    uint8_t *chunk;
    nh_status st = NH_OK;

    if (s->spilled == 0)
        return NH_OK;
    chunk = (uint8_t *)nh_resized(s->env, NULL, REPLAY_CHUNK, 1);
    if (chunk == NULL)
        return nh_fail_memory(err, "copying a section");
    for (uint64_t at = 0; st == NH_OK && at < s->spilled;) {
        const uint64_t left = s->spilled - at;
        const size_t n = left < REPLAY_CHUNK ? (size_t)left : REPLAY_CHUNK;

        st = nh_file_read_at(s->env, s->fd, chunk, n, at, "spool", err);
        if (st == NH_OK)
            st = sink(self, chunk, n, err);
        at += n;
    }
    nh_release(s->env, chunk);
    return st;
}

/* `drain`: a piece that was handed over is freed, and its memory is there for what comes of it. */
static nh_status hand_over(nh_spool *s, bool drain, nh_spool_sink *sink, void *self,
                           nh_error *err)
{
    nh_status st = nh_buf_status(&s->memory, err, "a section");

    if (st == NH_OK)
        st = replay_file(s, sink, self, err);
    for (size_t i = 0; st == NH_OK && i < s->n_pieces; i++) {
        st = sink(self, s->pieces[i].bytes, s->pieces[i].size, err);
        if (drain) {
            nh_release(s->env, s->pieces[i].bytes);
            s->pieces[i].bytes = NULL;
        }
    }
    if (st == NH_OK && s->memory.size > 0)
        st = sink(self, s->memory.bytes, s->memory.size, err);
    return st;
}

nh_status nh_spool_replay(nh_spool *s, nh_spool_sink *sink, void *self, nh_error *err)
{
    return hand_over(s, false, sink, self, err);
}

nh_status nh_spool_drain(nh_spool *s, nh_spool_sink *sink, void *self, nh_error *err)
{
    const nh_status st = hand_over(s, true, sink, self, err);

    nh_spool_clear(s); /* gives back its disk space early */
    return st;
}

/* ---- appending ---------------------------------------------------------------------- */

static nh_status put_in_spool(void *self, const void *bytes, size_t size, nh_error *err)
{
    return nh_spool_put((nh_spool *)self, bytes, size, err);
}

/* A piece of `from` now follows those of `to`. */
static nh_status take_piece(nh_spool *to, nh_spool *from, nh_spool_piece *piece,
                            nh_error *err)
{
    const nh_status st = append_piece(to, *piece, err);

    if (st != NH_OK)
        return st;
    from->room->held -= piece->capacity;
    to->room->held += piece->capacity;
    from->in_pieces -= piece->size;
    *piece = (nh_spool_piece){NULL, 0, 0};
    return NH_OK;
}

/* The pieces of `from`, behind everything of `to`. */
static nh_status take_pieces(nh_spool *to, nh_spool *from, nh_error *err)
{
    nh_status st = close_memory(to, err);

    for (size_t i = 0; st == NH_OK && i < from->n_pieces; i++)
        st = take_piece(to, from, &from->pieces[i], err);
    if (st == NH_OK)
        drop_pieces(from);
    return st;
}

nh_status nh_spool_append(nh_spool *to, nh_spool *from, nh_error *err)
{
    nh_status st = nh_buf_status(&from->memory, err, "a section");

    if (st == NH_OK && from->spilled == 0 && from->n_pieces > 0 && to->room != NULL)
        st = take_pieces(to, from, err);
    if (st == NH_OK)
        st = nh_spool_replay(from, put_in_spool, to, err);
    if (from->fd >= 0 || from->n_pieces > 0 || from->charged > 0)
        nh_spool_clear(from);
    else
        nh_buf_clear(&from->memory);
    return st;
}

void nh_spool_clear(nh_spool *s)
{
    nh_spool_room *const room = s->room;

    if (s->env == NULL)
        return;
    (void)nh_file_close(s->env, s->fd); /* it has no name: nobody can miss its bytes */
    drop_memory(s);
    drop_pieces(s);
    nh_spool_init(s, s->env, s->dir);
    s->room = room;
}
