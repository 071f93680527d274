/* common/codec/input/source.c - the bytes of one open file, unpacked, through a window. */
#include "common/codec/input/source.h"

#include <string.h>

#include "common/base/error.h"

/* Bytes read at a time, and the window's first size: enough that calls do not count, small
 * enough for the second-level cache. */
#define CHUNK ((size_t)256 * 1024)

const char *nh_source_fault_text(nh_source_fault fault)
{
    switch (fault) {
    case NH_SOURCE_NOT_READABLE:
        return "not-readable";
    case NH_SOURCE_BAD_GZIP:
        return "bad-gzip";
    case NH_SOURCE_TRUNCATED:
        return "truncated";
    case NH_SOURCE_BOMB:
        return "bomb";
    case NH_SOURCE_TRAILING:
        return "trailing-bytes";
    case NH_SOURCE_LAYERS:
        return "too-many-layers";
    case NH_SOURCE_WHOLE:
        break;
    }
    return "";
}

static void end_here(nh_source *source, nh_source_fault fault)
{
    source->ended = true;
    source->fault = fault;
}

/* Reads up to `size` bytes of the file; 0 at its end or where the system refuses. */
static size_t read_file(nh_source *source, uint8_t *to, size_t size)
{
    size_t got = 0;
    const nh_status st = nh_file_read(source->env, source->fd, to, size, source->path, &got,
                                      &source->failure);

    if (st != NH_OK) {
        end_here(source, NH_SOURCE_NOT_READABLE);
        return 0;
    }
    source->read += got;
    return got;
}

static nh_status make_window(nh_source *source, size_t room, nh_error *err)
{
    uint8_t *bytes =
        nh_resized(source->env, source->bytes, room + NH_SOURCE_PADDING, sizeof *bytes);

    if (bytes == NULL)
        return nh_fail_memory(err, "a window on a file");
    memset(bytes + room, 0, NH_SOURCE_PADDING);
    source->bytes = bytes;
    source->room = room;
    return NH_OK;
}

/* Makes room behind `end`: by moving what is left to the front, else by growing. */
static nh_status make_room(nh_source *source, nh_error *err)
{
    if (source->at > 0) {
        memmove(source->bytes, source->bytes + source->at, source->end - source->at);
        source->end -= source->at;
        source->at = 0;
    }
    if (source->room - source->end >= CHUNK / 2)
        return NH_OK;
    return make_window(source, source->room * 2, err);
}

/* The compressed bytes that were read to recognise them move out of the window. */
static nh_status begin_unpacking(nh_source *source, uint64_t ratio_limit, nh_error *err)
{
    nh_status st = nh_inflate_new(source->env, ratio_limit, &source->inflate, err);

    if (st != NH_OK)
        return st;
    if (source->packed == NULL)
        source->packed = nh_zeroed(source->env, CHUNK, 1);
    if (source->packed == NULL)
        return nh_fail_memory(err, "compressed bytes");
    memcpy(source->packed, source->bytes, source->end);
    source->packed_at = 0;
    source->packed_end = source->end;
    source->packed_over = source->ended;
    source->end = 0;
    source->ended = false;
    source->wrapped = true;
    return NH_OK;
}

nh_status nh_source_open(nh_source *source, int fd, const char *path, uint64_t ratio_limit,
                         nh_error *err)
{
    nh_status st = NH_OK;

    source->fd = fd;
    source->path = path;
    if (source->room == 0)
        st = make_window(source, CHUNK, err);
    /* A pipe may yield less than the three bytes that tell. */
    while (st == NH_OK && !source->ended && source->end < 3) {
        const size_t got =
            read_file(source, source->bytes + source->end, CHUNK - source->end);

        source->end += got;
        source->ended = got == 0;
    }
    if (st == NH_OK && nh_inflate_is_gzip(source->bytes, source->end)) {
        st = begin_unpacking(source, ratio_limit, err);
        if (st == NH_OK)
            st = nh_source_fill(source, err);
        if (st == NH_OK && nh_inflate_is_gzip(source->bytes, source->end)) {
            source->end = 0;
            end_here(source, NH_SOURCE_LAYERS);
        }
    }
    return st;
}

/* Compressed bytes, if any are left. */
static void fill_packed(nh_source *source)
{
    if (source->packed_at < source->packed_end || source->packed_over)
        return;
    source->packed_at = 0;
    source->packed_end = read_file(source, source->packed, CHUNK);
    source->packed_over = source->packed_end == 0;
}

/* What a state of the unpacker means for the source. NH_E_NOMEM */
static nh_status obey(nh_source *source, nh_inflate_state state, nh_error *err)
{
    source->between = state == NH_INFLATE_BETWEEN;
    switch (state) {
    case NH_INFLATE_MORE:
    case NH_INFLATE_BETWEEN:
        break;
    case NH_INFLATE_BAD:
        end_here(source, NH_SOURCE_BAD_GZIP);
        break;
    case NH_INFLATE_BOMB:
    case NH_INFLATE_TOO_MUCH:
        end_here(source, NH_SOURCE_BOMB);
        break;
    case NH_INFLATE_TRAILING:
        end_here(source, NH_SOURCE_TRAILING);
        break;
    case NH_INFLATE_NO_MEMORY:
        return nh_fail_memory(err, "unpacking");
    }
    return NH_OK;
}

static nh_status fill_unpacked(nh_source *source, nh_error *err)
{
    const size_t before = source->end;
    nh_status st = NH_OK;

    while (st == NH_OK && source->end == before && !source->ended) {
        size_t made = 0;

        fill_packed(source);
        if (source->ended)
            break;
        nh_cursor packed = nh_cur(source->packed, source->packed_end);
        packed.at = source->packed_at;
        const nh_inflate_state state =
            nh_inflate_run(source->inflate, &packed, source->bytes + source->end,
                           source->room - source->end, &made);

        source->packed_at = packed.at;
        source->end += made;
        st = obey(source, state, err);
        /* Only now: with nothing more to read, a library may still have had bytes to give. */
        if (source->packed_over && made == 0 && !source->ended)
            end_here(source, source->between ? NH_SOURCE_WHOLE : NH_SOURCE_TRUNCATED);
    }
    return st;
}

nh_status nh_source_fill(nh_source *source, nh_error *err)
{
    size_t got = 0;
    nh_status st = NH_OK;

    if (source->ended)
        return NH_OK;
    st = make_room(source, err);
    if (st != NH_OK)
        return st;
    if (source->inflate != NULL)
        return fill_unpacked(source, err);
    got = read_file(source, source->bytes + source->end, source->room - source->end);
    source->end += got;
    source->ended = source->ended || got == 0;
    return NH_OK;
}

static void count_lines(nh_source *source, size_t n)
{
    const uint8_t *at = source->bytes + source->at;
    const uint8_t *end = at + n;

    for (const uint8_t *next = at; next < end; source->line++) {
        next = memchr(next, '\n', (size_t)(end - next));
        if (next == NULL)
            return;
        next++;
        source->line_start = source->offset + (uint64_t)(next - at);
    }
}

void nh_source_take(nh_source *source, size_t n)
{
    if (source->counts_lines)
        count_lines(source, n);
    source->at += n;
    source->offset += n;
}

void nh_source_close(nh_source *source)
{
    const nh_source kept = *source;

    if (source->path != NULL && !source->borrowed)
        (void)nh_file_close(source->env, source->fd);
    nh_inflate_free(source->inflate);
    *source = (nh_source){.env = kept.env,
                          .fd = -1,
                          .bytes = kept.bytes,
                          .room = kept.room,
                          .packed = kept.packed};
}

void nh_source_free(nh_source *source)
{
    nh_source_close(source);
    nh_release(source->env, source->bytes);
    nh_release(source->env, source->packed);
    *source = (nh_source){.env = source->env, .fd = -1};
}
