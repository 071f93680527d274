/* common/base/bytes/crc32c_table.h - the remainders that portable CRC-32C adds up. */
#ifndef NH_BASE_CRC32C_TABLE_H
#define NH_BASE_CRC32C_TABLE_H

#include <stdint.h>

/*
 * [k][b] is the remainder of byte `b` followed by `k` zero bytes, for the reflected
 * polynomial 82f63b78.
 */
extern const uint32_t nh_crc32c_table[8][256];

#endif
