/*
 * common/base/bytes/crc32c.h - the checksum of every block (CRC-32C, Castagnoli, RFC 3720).
 */
#ifndef NH_BASE_CRC32C_H
#define NH_BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32C of `size` bytes, by the processor's instruction where it has one: "123456789" gives
 * e3069283. */
uint32_t nh_crc32c(const void *bytes, size_t size);

/* Continues: nh_crc32c_more(nh_crc32c(a), b) is the checksum of a followed by b. */
uint32_t nh_crc32c_more(uint32_t crc, const void *bytes, size_t size);

#endif
