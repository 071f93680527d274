/* indexer/commit/file_names.c - the names of an index's files. */
#include "indexer/commit/file_names.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define GENERATION_DIGITS 6u
#define CRC_DIGITS 8u

void nh_segment_name(char out[48], uint64_t generation, uint32_t blocks_crc)
{
    (void)snprintf(out, 48, "%06" PRIu64 "_%08" PRIx32 ".seg", generation, blocks_crc);
}

void nh_deletions_name(char out[48], uint64_t generation, uint32_t blocks_crc)
{
    (void)snprintf(out, 48, "%06" PRIu64 "_%08" PRIx32 ".del", generation, blocks_crc);
}

void nh_run_name(char out[48], unsigned n)
{
    (void)snprintf(out, 48, "run_%06u.tmp", n);
}

bool nh_is_leftover_name(const char *name)
{
    const size_t n = strlen(name);

    if (strcmp(name, NH_MANIFEST_PREVIOUS ".new") == 0)
        return true;
    return n > 4 && strcmp(name + n - 4, ".tmp") == 0;
}

bool nh_is_segment_name(const char *name)
{
    const size_t digits = strspn(name, "0123456789");
    const char *rest = name + digits;

    if (digits < GENERATION_DIGITS || *rest != '_' ||
        strspn(rest + 1, "0123456789abcdef") != CRC_DIGITS)
        return false;
    rest += 1 + CRC_DIGITS;
    return strcmp(rest, ".seg") == 0 || strcmp(rest, ".del") == 0;
}
