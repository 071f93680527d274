/*
 * common/base/bytes/crc32c_impl.h - private to crc32c*.c and their test: the ways to the checksum.
 */
#ifndef NH_BASE_CRC32C_IMPL_H
#define NH_BASE_CRC32C_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* nh_crc32c_more() in portable C: the definition, with which the others are compared. */
uint32_t nh_crc32c_portable(uint32_t crc, const void *bytes, size_t size);

#if defined(__x86_64__) && defined(__GNUC__)
#define NH_CRC32C_X86

/* nh_crc32c_more() by the instructions for it, where nh_crc32c_x86_usable(). */
uint32_t nh_crc32c_x86(uint32_t crc, const void *bytes, size_t size);

/* Whether this processor has them. */
bool nh_crc32c_x86_usable(void);

/* Likewise, by carry-less products of 256 bits beside them, where nh_crc32c_wide_usable(). */
uint32_t nh_crc32c_wide(uint32_t crc, const void *bytes, size_t size);

/* Whether this processor has these, too. */
bool nh_crc32c_wide_usable(void);
#endif

#endif
