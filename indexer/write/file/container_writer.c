/* indexer/write/file/container_writer.c - header, sections, table, checksums, footer. */
#include "indexer/write/file/container_writer.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "common/base/error.h"

#define MAGIC "NHIX"
#define MAGIC_END "XIHN"
#define CRC_AT 60u               /* of the checksum in header and footer */
#define PUSH ((uint64_t)8 << 20) /* bytes that go to the device while the next are made */
/* Bytes that are written at once, where they come in pieces; as wide as sizes, for its mask. The
 * system keeps a new file in such pieces, in which readers get at it. */
#define HELD ((size_t)16 * NH_CHECK_BLOCK)

typedef struct section {
    nh_section_kind kind;
    uint64_t offset;
    uint64_t size;
} section;

struct nh_container_writer {
    const nh_env *env;
    int dir;
    char name[48]; /* empty: the bytes stay in memory      */
    int fd;
    bool sync;
    uint64_t written; /* bytes in the file                    */
    uint64_t pushed;  /* of them: those on their way to the device */
    uint64_t at;      /* bytes put so far                     */
    nh_buffer memory; /* all bytes, or those not yet written  */
    size_t flushed;   /* of `memory`: those with a checksum   */
    nh_buffer sums;   /* a checksum for each NH_CHECK_BLOCK   */
    section sections[NH_SECTION_KINDS];
    uint32_t n_sections;
};

/* ---- blocks ------------------------------------------------------------------------- */

/* Bytes to the file. What will be synced is on its way to the device long before. */
static nh_status write_bytes(nh_container_writer *w, const uint8_t *bytes, size_t size,
                             nh_error *err)
{
    const nh_io *io = w->env->io;
    const nh_status st = nh_file_write(w->env, w->fd, bytes, size, w->name, err);

    w->written += size;
    if (st != NH_OK || !w->sync || io->push == NULL || w->written - w->pushed < PUSH)
        return st;
    io->push(io->self, w->fd, w->pushed, w->written - w->pushed);
    w->pushed = w->written;
    return NH_OK;
}

/* A checksum for each block of these bytes, the last of which ends one, or the file. */
static void sum_blocks(nh_container_writer *w, const uint8_t *bytes, size_t size)
{
    for (size_t at = 0; at < size; at += NH_CHECK_BLOCK)
        nh_buf_u32(
            &w->sums,
            nh_crc32c(bytes + at, size - at < NH_CHECK_BLOCK ? size - at : NH_CHECK_BLOCK));
}

/* What is held goes to the file. */
static nh_status close_blocks(nh_container_writer *w, nh_error *err)
{
    const uint8_t *blocks = w->memory.bytes + w->flushed;
    const size_t size = w->memory.size - w->flushed;
    nh_status st = NH_OK;

    sum_blocks(w, blocks, size);
    if (w->fd < 0) {
        w->flushed = w->memory.size;
        return NH_OK;
    }
    st = write_bytes(w, blocks, size, err);
    nh_buf_clear(&w->memory);
    return st;
}

/* Whole blocks go to the file from where they are, all at once; `size` is theirs. */
static nh_status put_blocks(nh_container_writer *w, const uint8_t *from, size_t size,
                            nh_error *err)
{
    sum_blocks(w, from, size);
    w->at += size;
    return write_bytes(w, from, size, err);
}

/* No more bytes than there is room for. */
static nh_status put_part(nh_container_writer *w, const uint8_t *from, size_t size,
                          nh_error *err)
{
    nh_buf_bytes(&w->memory, from, size);
    if (!nh_buf_ok(&w->memory))
        return nh_buf_status(&w->memory, err, "an index file");
    w->at += size;
    return w->memory.size - w->flushed == HELD ? close_blocks(w, err) : NH_OK;
}

nh_status nh_container_writer_put(void *self, const void *bytes, size_t size, nh_error *err)
{
    nh_container_writer *w = (nh_container_writer *)self;
    const uint8_t *from = (const uint8_t *)bytes;
    nh_status st = NH_OK;

    while (st == NH_OK && size > 0) {
        const size_t held = w->memory.size - w->flushed;
        const size_t whole = w->fd >= 0 && held == 0 ? size & ~(HELD - 1) : 0;
        const size_t n = size < HELD - held ? size : HELD - held;

        st = whole > 0 ? put_blocks(w, from, whole, err) : put_part(w, from, n, err);
        from += whole > 0 ? whole : n;
        size -= whole > 0 ? whole : n;
    }
    return st;
}

static nh_status put_zeros(nh_container_writer *w, nh_error *err)
{
    static const uint8_t zeros[NH_SECTION_ALIGN];
    const size_t over = (size_t)(w->at % NH_SECTION_ALIGN);

    return over == 0 ? NH_OK
                     : nh_container_writer_put(w, zeros, NH_SECTION_ALIGN - over, err);
}

/* ---- beginning ---------------------------------------------------------------------- */

static void put_header(nh_buffer *b, nh_envelope_kind kind)
{
    nh_buf_bytes(b, MAGIC, 4);
    nh_buf_u16(b, (uint16_t)kind);
    nh_buf_u16(b, NH_FORMAT_VERSION);
    nh_buf_zeros(b, CRC_AT - 8);
    if (nh_buf_ok(b))
        nh_buf_u32(b, nh_crc32c(b->bytes, CRC_AT));
}

nh_status nh_container_writer_new(const nh_env *env, int dir, const char *name,
                                  nh_envelope_kind kind, nh_container_writer **out,
                                  nh_error *err)
{
    nh_container_writer *w = nh_new(env, nh_container_writer);
    nh_status st = NH_OK;

    *out = NULL;
    if (w == NULL)
        return nh_fail_memory(err, "an index file");
    w->env = nh_env_or_system(env);
    w->dir = dir;
    w->fd = -1;
    w->sync = true;
    w->memory.env = w->env;
    w->sums.env = w->env;
    if (name != NULL) {
        st = nh_file_open(w->env, dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW,
                          &w->fd, err);
        if (st == NH_OK)
            (void)snprintf(w->name, sizeof w->name, "%s", name);
    }
    put_header(&w->memory, kind);
    w->at = w->memory.size;
    if (st == NH_OK)
        st = nh_buf_status(&w->memory, err, "an index file");
    if (st != NH_OK) {
        nh_container_writer_free(w);
        return st;
    }
    *out = w;
    return NH_OK;
}

void nh_container_writer_no_sync(nh_container_writer *w)
{
    w->sync = false;
}

/* The size of the section that ends here; an empty one is taken back. */
static void end_section(nh_container_writer *w)
{
    section *last;

    if (w->n_sections == 0)
        return;
    last = &w->sections[w->n_sections - 1];
    last->size = w->at - last->offset;
    if (last->size == 0)
        w->n_sections--;
}

nh_status nh_container_writer_section(nh_container_writer *w, nh_section_kind kind,
                                      nh_error *err)
{
    nh_status st;

    end_section(w);
    if (w->n_sections == NH_SECTION_KINDS)
        return nh_fail(err, NH_E_INTERNAL, w->name, w->at, "too many sections");
    st = put_zeros(w, err);
    w->sections[w->n_sections++] = (section){.kind = kind, .offset = w->at};
    return st;
}

/* ---- the end ------------------------------------------------------------------------ */

/* The section table, checked blocks included; its checksum goes to the footer. */
static nh_status put_table(nh_container_writer *w, uint32_t *crc, nh_error *err)
{
    nh_buffer table = {.env = w->env};
    nh_status st;

    for (uint32_t i = 0; i < w->n_sections; i++) {
        nh_buf_u16(&table, (uint16_t)w->sections[i].kind);
        nh_buf_u16(&table, 1);
        nh_buf_u32(&table, 0);
        nh_buf_u64(&table, w->sections[i].offset);
        nh_buf_u64(&table, w->sections[i].size);
    }
    st = nh_buf_status(&table, err, "a section table");
    if (st == NH_OK) {
        *crc = nh_crc32c(table.bytes, table.size);
        st = nh_container_writer_put(w, table.bytes, table.size, err);
    }
    nh_buf_free(&table);
    return st;
}

static void put_footer(nh_container_writer *w, nh_buffer *b, const nh_file_ref *ref,
                       uint64_t table_offset)
{
    const size_t start = b->size;

    nh_buf_bytes(b, MAGIC_END, 4);
    nh_buf_u32(b, w->n_sections);
    nh_buf_u64(b, ref->file_size);
    nh_buf_u64(b, table_offset);
    nh_buf_u32(b, ref->table_crc);
    nh_buf_u32(b, ref->blocks_crc);
    nh_buf_zeros(b, CRC_AT - 32);
    if (nh_buf_ok(b))
        nh_buf_u32(b, nh_crc32c(b->bytes + start, CRC_AT));
}

static nh_status close_file(nh_container_writer *w, nh_error *err)
{
    const nh_io *io = w->env->io;
    const int fd = w->fd;
    int failed = w->sync ? io->sync_file(io->self, fd) : 0;
    nh_status st = NH_OK;

    w->fd = -1;
    if (failed < 0)
        st = nh_fail_errno(err, -failed, w->name, "sync");
    failed = nh_file_close(w->env, fd);
    if (st == NH_OK && failed < 0)
        st = nh_fail_errno(err, -failed, w->name, "close");
    if (st == NH_OK)
        w->name[0] = '\0'; /* the file is the caller's now */
    return st;
}

nh_status nh_container_writer_finish(nh_container_writer *w, nh_file_ref *ref,
                                     nh_error *err)
{
    uint64_t table_offset;
    nh_buffer *tail = &w->memory;
    nh_status st;

    end_section(w);
    if ((st = put_zeros(w, err)) != NH_OK)
        return st;
    table_offset = w->at;
    if ((st = put_table(w, &ref->table_crc, err)) != NH_OK)
        return st;
    if (w->memory.size > w->flushed && (st = close_blocks(w, err)) != NH_OK)
        return st;
    if ((st = nh_buf_status(&w->sums, err, "checksums")) != NH_OK)
        return st;
    ref->blocks_crc = nh_crc32c(w->sums.bytes, w->sums.size);
    ref->file_size = w->at + w->sums.size + NH_ENVELOPE_SIZE;
    nh_buf_bytes(tail, w->sums.bytes, w->sums.size);
    put_footer(w, tail, ref, table_offset);
    if ((st = nh_buf_status(tail, err, "an index file")) != NH_OK || w->fd < 0)
        return st;
    st = write_bytes(w, tail->bytes, tail->size, err);
    return st == NH_OK ? close_file(w, err) : st;
}

nh_str nh_container_writer_bytes(const nh_container_writer *w)
{
    return nh_buf_str(&w->memory);
}

void nh_container_writer_free(nh_container_writer *w)
{
    if (w == NULL)
        return;
    (void)nh_file_close(w->env, w->fd);
    if (w->name[0] != '\0') /* begun and not finished */
        (void)w->env->io->unlink_at(w->env->io->self, w->dir, w->name);
    nh_buf_free(&w->memory);
    nh_buf_free(&w->sums);
    nh_release(w->env, w);
}
