/*
 * common/segment/impact.h - the most that a posting can add to a score, in a byte (FORMAT.md 8).
 */
#ifndef NH_SEGMENT_IMPACT_H
#define NH_SEGMENT_IMPACT_H

#include <stdint.h>

/*
 * ceil(255 w), w = tf / (tf + k1 (1 - b + b length / reference)), in integer arithmetic.
 *
 * tf, length  1..255
 * k1, b       millionths; k1 up to 100,000,000, b up to 1,000,000
 * reference   tokens x 256, at least 256
 */
uint8_t nh_impact(uint32_t tf, uint32_t length, uint32_t k1, uint32_t b,
                  uint32_t reference);

#endif
