/*
 * common/segment/file/container_tables.h - header, footer, section table and checksums of a file, checked.
 */
#ifndef NH_SEGMENT_CONTAINER_TABLES_H
#define NH_SEGMENT_CONTAINER_TABLES_H

#include "common/segment/file/container.h"

/* Where a section lies; all zero if it is absent. */
typedef struct nh_section_place {
    uint64_t offset; /* in the file */
    uint64_t size;   /* bytes       */
} nh_section_place;

/* What the first and the last bytes of a file say. */
typedef struct nh_container_tables {
    nh_section_place sections[NH_SECTION_KINDS];
    uint64_t table_at;  /* where the section table begins             */
    uint64_t checks_at; /* where the checksums begin                  */
    uint64_t n_blocks;  /* blocks of 16 KiB before them, at least 1   */
    uint32_t table_crc;
    uint32_t blocks_crc;
} nh_container_tables;

/*
 * Checks all that FORMAT.md section 2 says but the checksums of the blocks.
 *
 * bytes  the whole file
 * name   what errors call it
 * NH_E_CORRUPT
 * NH_E_VERSION  a version, feature or section that this build does not know
 */
NH_MUST_USE nh_status nh_container_tables_read(const uint8_t *bytes, uint64_t size,
                                               const char *name, nh_envelope_kind kind,
                                               nh_container_tables *out, nh_error *err);

/* Checks that the bytes between the sections of a file, whose tables are `t`, are zero.
 * NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_container_gaps_read(const uint8_t *bytes, const char *name,
                                             const nh_container_tables *t, nh_error *err);

#endif
