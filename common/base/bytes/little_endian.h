/*
 * common/base/bytes/little_endian.h - numbers from bytes that are there, lowest byte first.
 *
 * For checked sections and columns of our own. Bytes that nobody looked at go through nh_cursor.
 */
#ifndef NH_BASE_LITTLE_ENDIAN_H
#define NH_BASE_LITTLE_ENDIAN_H

#include <stdint.h>

/* The number in the two bytes from `p` on. */
static inline uint16_t nh_le16(const uint8_t *p)
{
    return (uint16_t)(p[0] | p[1] << 8);
}

/* The number in the four bytes from `p` on. */
static inline uint32_t nh_le32(const uint8_t *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
}

/* The number in the eight bytes from `p` on. */
static inline uint64_t nh_le64(const uint8_t *p)
{
    return nh_le32(p) | (uint64_t)nh_le32(p + 4) << 32;
}

#endif
