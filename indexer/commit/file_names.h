/*
 * indexer/commit/file_names.h - the names of an index's files: FORMAT.md 1.
 */
#ifndef NH_INDEXER_FILE_NAMES_H
#define NH_INDEXER_FILE_NAMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NH_MANIFEST "manifest"
#define NH_MANIFEST_PREVIOUS "manifest.prev"

/* "000012_89abcdef.seg"; `out` has room for 48 bytes. */
void nh_segment_name(char out[48], uint64_t generation, uint32_t blocks_crc);

/* "000012_89abcdef.del", likewise. */
void nh_deletions_name(char out[48], uint64_t generation, uint32_t blocks_crc);

/* The n-th run of this writer: "run_000003.tmp". */
void nh_run_name(char out[48], unsigned n);

/* True if a writer makes files of this name while it writes, and nobody needs them later. */
bool nh_is_leftover_name(const char *name);

/* True if it can be the name of a segment or of deletions. */
bool nh_is_segment_name(const char *name);

#endif
