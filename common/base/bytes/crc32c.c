/* common/base/bytes/crc32c.c - the checksum of every block (CRC-32C). */
#include "common/base/bytes/crc32c.h"

#include "common/base/bytes/crc32c_impl.h"
#include "common/base/bytes/crc32c_table.h"
#include "common/base/bytes/little_endian.h"

#if defined(NH_HAVE_ISAL)
#include <isa-l/crc.h>

#include "common/base/memory/writable.h"
#endif

static uint32_t one_byte(uint32_t crc, uint8_t byte)
{
    return nh_crc32c_table[0][(crc ^ byte) & 0xff] ^ (crc >> 8);
}

/* Slicing by eight (Kounavis and Berry 2005): eight independent look-ups for eight bytes. */
static uint32_t eight_bytes(uint32_t crc, const uint8_t *b)
{
    const uint32_t lo = nh_le32(b) ^ crc;
    const uint32_t hi = nh_le32(b + 4);

    return nh_crc32c_table[7][lo & 0xff] ^ nh_crc32c_table[6][(lo >> 8) & 0xff] ^
           nh_crc32c_table[5][(lo >> 16) & 0xff] ^ nh_crc32c_table[4][lo >> 24] ^
           nh_crc32c_table[3][hi & 0xff] ^ nh_crc32c_table[2][(hi >> 8) & 0xff] ^
           nh_crc32c_table[1][(hi >> 16) & 0xff] ^ nh_crc32c_table[0][hi >> 24];
}

uint32_t nh_crc32c_portable(uint32_t crc, const void *bytes, size_t size)
{
    const uint8_t *b = (const uint8_t *)bytes;

    crc = ~crc;
    for (; size >= 8; size -= 8, b += 8)
        crc = eight_bytes(crc, b);
    for (; size > 0; size--)
        crc = one_byte(crc, *b++);
    return ~crc;
}

#if defined(NH_HAVE_ISAL)
/* The library counts in int, and takes bytes it does not write as writable. */
#define LARGEST_STEP ((size_t)1 << 30)

static uint32_t by_library(uint32_t crc, const void *bytes, size_t size)
{
    unsigned char *at = (unsigned char *)nh_writable(bytes);

    crc = ~crc;
    while (size > 0) {
        const size_t step = size < LARGEST_STEP ? size : LARGEST_STEP;

        crc = crc32_iscsi(at, (int)step, crc);
        at += step;
        size -= step;
    }
    return ~crc;
}
#endif

uint32_t nh_crc32c_more(uint32_t crc, const void *bytes, size_t size)
{
#if defined(NH_CRC32C_X86)
    if (nh_crc32c_wide_usable())
        return nh_crc32c_wide(crc, bytes, size);
    if (nh_crc32c_x86_usable())
        return nh_crc32c_x86(crc, bytes, size);
#endif
#if defined(NH_HAVE_ISAL)
    return by_library(crc, bytes, size);
#else
    return nh_crc32c_portable(crc, bytes, size);
#endif
}

uint32_t nh_crc32c(const void *bytes, size_t size)
{
    return nh_crc32c_more(0, bytes, size);
}
