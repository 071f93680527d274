/* common/segment/file/container_tables.c - header, footer, section table and checksums of a file. */
#include "common/segment/file/container_tables.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/bytes/crc32c.h"
#include "common/base/bytes/cursor.h"
#include "common/base/error.h"

#define HEAD_MAGIC 0x5849484eu /* "NHIX" */
#define FOOT_MAGIC 0x4e484958u /* "XIHN" */
#define CRC_AT 60u             /* of the header and of the footer */
#define MOST_SECTIONS 256u
#define FIRST_OPTIONAL 128u /* kinds from here on are passed over */
#define OLD_BLOCK 65536u    /* bytes under one checksum, of earlier builds */

/* The file under inspection. */
typedef struct file {
    const uint8_t *bytes;
    uint64_t size;
    const char *name;
    nh_error *err;
} file;

static nh_status corrupt(const file *f, uint64_t at, const char *what, uint64_t found,
                         uint64_t expected)
{
    return nh_fail(f->err, NH_E_CORRUPT, f->name, at,
                   "%s is %" PRIu64 ", expected %" PRIu64, what, found, expected);
}

static nh_status wrong_crc(const file *f, uint64_t at, const char *what, uint32_t found,
                           uint32_t expected)
{
    return nh_fail(f->err, NH_E_CORRUPT, f->name, at,
                   "%s is %08" PRIx32 ", the bytes have %08" PRIx32, what, found, expected);
}

static uint64_t aligned(uint64_t at)
{
    return (at + NH_SECTION_ALIGN - 1) / NH_SECTION_ALIGN * NH_SECTION_ALIGN;
}

/* The checksum that closes 64 bytes at `at`. */
static nh_status check_envelope(const file *f, uint64_t at, uint32_t magic,
                                const char *what)
{
    nh_cursor c = nh_cur(f->bytes + at, NH_ENVELOPE_SIZE);
    const uint32_t crc = nh_crc32c(f->bytes + at, CRC_AT);
    uint32_t stored;

    if (nh_cur_u32(&c) != magic)
        return nh_fail(f->err, NH_E_CORRUPT, f->name, at,
                       "no %s: not an index file, or torn", what);
    (void)nh_cur_bytes(&c, CRC_AT - 4);
    stored = nh_cur_u32(&c);
    if (stored != crc)
        return wrong_crc(f, at + CRC_AT, what, stored, crc);
    return NH_OK;
}

static nh_status read_header(const file *f, nh_envelope_kind kind)
{
    nh_cursor c = nh_cur(f->bytes, NH_ENVELOPE_SIZE);
    nh_status st = check_envelope(f, 0, HEAD_MAGIC, "header");
    uint32_t found_kind, version;
    uint64_t features;

    if (st != NH_OK)
        return st;
    (void)nh_cur_u32(&c);
    found_kind = nh_cur_u16(&c);
    version = nh_cur_u16(&c);
    features = nh_cur_u64(&c);
    if (version != NH_FORMAT_VERSION)
        return nh_fail(f->err, NH_E_VERSION, f->name, 6,
                       "format version %" PRIu32 ", this build reads %u", version,
                       NH_FORMAT_VERSION);
    if (features != 0)
        return nh_fail(f->err, NH_E_VERSION, f->name, 8,
                       "features %" PRIx64 " that this build does not know", features);
    if (found_kind != (uint32_t)kind)
        return corrupt(f, 4, "kind of file", found_kind, kind);
    if (!nh_cur_zeros(&c, CRC_AT - 16))
        return nh_fail(f->err, NH_E_CORRUPT, f->name, 16,
                       "reserved bytes of the header are not zero");
    return NH_OK;
}

/* Where the checksums end that earlier builds made, of blocks of OLD_BLOCK bytes. */
static uint64_t end_of_old(uint64_t checks_at)
{
    return checks_at + 4 * ((checks_at + OLD_BLOCK - 1) / OLD_BLOCK);
}

/* Everything behind the sections has its place by arithmetic; the footer must agree. */
static nh_status read_footer(const file *f, uint32_t *count, nh_container_tables *t)
{
    const uint64_t foot = f->size - NH_ENVELOPE_SIZE;
    nh_cursor c = nh_cur(f->bytes + foot, NH_ENVELOPE_SIZE);
    nh_status st = check_envelope(f, foot, FOOT_MAGIC, "footer");
    uint64_t size, end;

    if (st != NH_OK)
        return st;
    (void)nh_cur_u32(&c);
    *count = nh_cur_u32(&c);
    size = nh_cur_u64(&c);
    t->table_at = nh_cur_u64(&c);
    t->table_crc = nh_cur_u32(&c);
    t->blocks_crc = nh_cur_u32(&c);
    if (!nh_cur_zeros(&c, CRC_AT - 32))
        return nh_fail(f->err, NH_E_CORRUPT, f->name, foot + 32,
                       "reserved bytes of the footer are not zero");
    if (*count < 1 || *count > MOST_SECTIONS)
        return nh_fail(f->err, NH_E_CORRUPT, f->name, foot + 4,
                       "%" PRIu32 " sections, expected 1 to %u", *count, MOST_SECTIONS);
    if (size != f->size)
        return corrupt(f, foot + 8, "file_size", size, f->size);
    if (t->table_at % NH_SECTION_ALIGN != 0 || t->table_at > foot)
        return corrupt(f, foot + 16, "table_offset", t->table_at, foot);
    t->checks_at = t->table_at + (uint64_t)*count * NH_SECTION_ENTRY;
    t->n_blocks = (t->checks_at + NH_CHECK_BLOCK - 1) / NH_CHECK_BLOCK;
    end = t->checks_at + 4 * t->n_blocks;
    if (end != foot && end_of_old(t->checks_at) == foot)
        return nh_fail(f->err, NH_E_VERSION, f->name, NH_NO_OFFSET,
                       "made by an earlier build; index the articles again");
    return end == foot ? NH_OK : corrupt(f, foot + 16, "end of the checksums", end, foot);
}

static nh_status check_tables(const file *f, const nh_container_tables *t)
{
    const uint64_t foot = f->size - NH_ENVELOPE_SIZE;
    uint32_t crc = nh_crc32c(f->bytes + t->table_at, (size_t)(t->checks_at - t->table_at));

    if (crc != t->table_crc)
        return wrong_crc(f, foot + 24, "table_crc", t->table_crc, crc);
    crc = nh_crc32c(f->bytes + t->checks_at, (size_t)(foot - t->checks_at));
    if (crc != t->blocks_crc)
        return wrong_crc(f, foot + 28, "blocks_crc", t->blocks_crc, crc);
    return NH_OK;
}

static bool belongs(uint32_t section, nh_envelope_kind kind)
{
    if (kind == NH_KIND_MANIFEST)
        return section == NH_SECTION_COMMIT;
    if (kind == NH_KIND_DELETIONS)
        return section == NH_SECTION_DELETED;
    return section >= NH_SECTION_INFO && section <= NH_SECTION_WORDS;
}

/* An entry of a kind that this build may meet. */
static nh_status keep_section(const file *f, uint64_t at, nh_envelope_kind kind,
                              uint32_t section, nh_section_place place,
                              nh_container_tables *t)
{
    if (section >= FIRST_OPTIONAL)
        return NH_OK;
    if (!belongs(section, kind))
        return nh_fail(f->err, NH_E_VERSION, f->name, at,
                       "section of kind %" PRIu32
                       " (%s), which this build does not read here",
                       section, nh_section_name(section));
    if (t->sections[section].size != 0)
        return nh_fail(f->err, NH_E_CORRUPT, f->name, at, "a second section %s",
                       nh_section_name(section));
    t->sections[section] = place;
    return NH_OK;
}

/* Sections lie one after the other, with nothing between but zeros up to a multiple of 64. */
static nh_status read_entry(const file *f, nh_cursor *c, uint64_t at, nh_envelope_kind kind,
                            uint64_t *end, nh_container_tables *t)
{
    const uint32_t section = nh_cur_u16(c), version = nh_cur_u16(c);
    const uint32_t zero = nh_cur_u32(c);
    nh_section_place place;

    place.offset = nh_cur_u64(c);
    place.size = nh_cur_u64(c);
    if (version != 1)
        return nh_fail(f->err, NH_E_VERSION, f->name, at + 2,
                       "version %" PRIu32 " of section %s, this build reads 1", version,
                       nh_section_name(section));
    if (zero != 0)
        return corrupt(f, at + 4, "reserved field of a section", zero, 0);
    if (place.offset != aligned(*end))
        return corrupt(f, at + 8, "offset of a section", place.offset, aligned(*end));
    if (place.size == 0 || place.offset > t->table_at ||
        place.size > t->table_at - place.offset)
        return corrupt(f, at + 16, "size of a section", place.size,
                       t->table_at -
                           (place.offset < t->table_at ? place.offset : t->table_at));
    *end = place.offset + place.size;
    return keep_section(f, at, kind, section, place, t);
}

static nh_status read_table(const file *f, nh_envelope_kind kind, uint32_t count,
                            nh_container_tables *t)
{
    nh_cursor c = nh_cur(f->bytes + t->table_at, (size_t)count * NH_SECTION_ENTRY);
    uint64_t end = NH_ENVELOPE_SIZE;

    for (uint32_t i = 0; i < count; i++) {
        const nh_status st =
            read_entry(f, &c, t->table_at + (uint64_t)i * NH_SECTION_ENTRY, kind, &end, t);

        if (st != NH_OK)
            return st;
    }
    if (aligned(end) != t->table_at)
        return corrupt(f, f->size - NH_ENVELOPE_SIZE + 16, "table_offset", t->table_at,
                       aligned(end));
    return NH_OK;
}

nh_status nh_container_tables_read(const uint8_t *bytes, uint64_t size, const char *name,
                                   nh_envelope_kind kind, nh_container_tables *out,
                                   nh_error *err)
{
    const file f = {.bytes = bytes, .size = size, .name = name, .err = err};
    uint32_t count = 0;
    nh_status st;

    memset(out, 0, sizeof *out);
    if (size < 2 * NH_ENVELOPE_SIZE)
        return nh_fail(err, NH_E_CORRUPT, name, size,
                       "%" PRIu64 " bytes, an index file has at least %u", size,
                       2 * NH_ENVELOPE_SIZE);
    st = read_header(&f, kind);
    if (st == NH_OK)
        st = read_footer(&f, &count, out);
    if (st == NH_OK)
        st = check_tables(&f, out);
    if (st == NH_OK)
        st = read_table(&f, kind, count, out);
    return st;
}

/* Bytes [from, to) of the file. */
static nh_status check_gap(const uint8_t *bytes, uint64_t from, uint64_t to,
                           const char *name, nh_error *err)
{
    for (uint64_t at = from; at < to; at++)
        if (bytes[at] != 0)
            return nh_fail(err, NH_E_CORRUPT, name, at,
                           "a byte between sections is %u, expected 0", bytes[at]);
    return NH_OK;
}

nh_status nh_container_gaps_read(const uint8_t *bytes, const char *name,
                                 const nh_container_tables *t, nh_error *err)
{
    const uint64_t count = (t->checks_at - t->table_at) / NH_SECTION_ENTRY;
    nh_cursor c = nh_cur(bytes + t->table_at, (size_t)(t->checks_at - t->table_at));
    uint64_t end = NH_ENVELOPE_SIZE;
    nh_status st = NH_OK;

    for (uint64_t i = 0; st == NH_OK && i < count; i++) {
        uint64_t offset, size;

        (void)nh_cur_u64(&c); /* kind, version, zero */
        offset = nh_cur_u64(&c);
        size = nh_cur_u64(&c);
        st = check_gap(bytes, end, offset, name, err);
        end = offset + size;
    }
    return st == NH_OK ? check_gap(bytes, end, t->table_at, name, err) : st;
}
