/* tests/support/makers/container_maker.c - index files by hand: sections in, a whole file out. */
#include "tests/support/makers/container_maker.h"

#include <string.h>

#include "common/base/bytes/crc32c.h"

static void store32(uint8_t *to, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        to[i] = (uint8_t)(v >> (8 * i));
}

static uint32_t load32(const uint8_t *from)
{
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
           (uint32_t)from[3] << 24;
}

static void put_header(unsigned kind, nh_buffer *out)
{
    nh_buf_text(out, (nh_str){"NHIX", 4});
    nh_buf_u16(out, (uint16_t)kind);
    nh_buf_u16(out, NH_FORMAT_VERSION);
    nh_buf_zeros(out, 56);
}

static void put_entry(nh_buffer *table, unsigned kind, size_t at, size_t size)
{
    nh_buf_u16(table, (uint16_t)kind);
    nh_buf_u16(table, 1);
    nh_buf_u32(table, 0);
    nh_buf_u64(table, at);
    nh_buf_u64(table, size);
}

static void put_footer(nh_buffer *out, size_t sections, size_t table_at)
{
    nh_buf_text(out, (nh_str){"XIHN", 4});
    nh_buf_u32(out, (uint32_t)sections);
    nh_buf_u64(out, out->size - 8 + 64);
    nh_buf_u64(out, table_at);
    nh_buf_zeros(out, 40);
}

void container_make(unsigned kind, const made_section *sections, size_t count,
                    nh_buffer *out)
{
    nh_buffer table = {0};
    size_t table_at, blocks;

    put_header(kind, out);
    for (size_t i = 0; i < count; i++) {
        if (sections[i].size == 0)
            continue;
        nh_buf_align(out, NH_SECTION_ALIGN);
        put_entry(&table, sections[i].kind, out->size, sections[i].size);
        nh_buf_bytes(out, sections[i].bytes, sections[i].size);
    }
    nh_buf_align(out, NH_SECTION_ALIGN);
    table_at = out->size;
    nh_buf_bytes(out, table.bytes, table.size);
    blocks = (out->size + NH_CHECK_BLOCK - 1) / NH_CHECK_BLOCK;
    nh_buf_zeros(out, 4 * blocks);
    put_footer(out, table.size / NH_SECTION_ENTRY, table_at);
    nh_buf_free(&table);
    if (nh_buf_ok(out))
        container_repair(out->bytes, out->size);
}

/* Checksums of the blocks and of both tables, where the footer says a table is possible. */
static void repair_tables(uint8_t *bytes, size_t foot)
{
    const size_t count = load32(bytes + foot + 4), table_at = load32(bytes + foot + 16);
    size_t checks, blocks;

    if (count > 4096 || table_at > foot || count * NH_SECTION_ENTRY > foot - table_at)
        return;
    checks = table_at + count * NH_SECTION_ENTRY;
    blocks = (checks + NH_CHECK_BLOCK - 1) / NH_CHECK_BLOCK;
    if (blocks * 4 > foot - checks)
        return;
    for (size_t i = 0; i < blocks; i++) {
        const size_t at = i * NH_CHECK_BLOCK, left = checks - at;

        store32(bytes + checks + 4 * i,
                nh_crc32c(bytes + at, left < NH_CHECK_BLOCK ? left : NH_CHECK_BLOCK));
    }
    store32(bytes + foot + 24, nh_crc32c(bytes + table_at, checks - table_at));
    store32(bytes + foot + 28, nh_crc32c(bytes + checks, foot - checks));
}

void container_repair(uint8_t *bytes, size_t size)
{
    if (size < 2 * NH_ENVELOPE_SIZE)
        return;
    store32(bytes + 60, nh_crc32c(bytes, 60));
    repair_tables(bytes, size - NH_ENVELOPE_SIZE);
    store32(bytes + size - 4, nh_crc32c(bytes + size - NH_ENVELOPE_SIZE, 60));
}

nh_file_ref container_ref_of(const char *name, const uint8_t *bytes, size_t size)
{
    nh_file_ref ref = {.file_size = size};

    memcpy(ref.name, name, strlen(name));
    if (size >= 2 * NH_ENVELOPE_SIZE) {
        ref.table_crc = load32(bytes + size - NH_ENVELOPE_SIZE + 24);
        ref.blocks_crc = load32(bytes + size - NH_ENVELOPE_SIZE + 28);
    }
    return ref;
}
