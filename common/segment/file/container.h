/*
 * common/segment/file/container.h - an index file opened: sections, blocks checked at first touch.
 */
#ifndef NH_SEGMENT_CONTAINER_H
#define NH_SEGMENT_CONTAINER_H

#include "common/base/env.h"
#include "common/segment/format.h"

/* What a manifest says of a file. `name` is NUL-terminated. */
typedef struct nh_file_ref {
    char name[48];
    uint64_t file_size;
    uint32_t table_crc;
    uint32_t blocks_crc;
} nh_file_ref;

typedef struct nh_container nh_container;

/* How a file is opened: none, one or both. */
enum {
    NH_CONTAINER_COMPARE = 1, /* it must be the file that the reference describes  */
    NH_CONTAINER_COPY = 2,    /* read into memory rather than mapped               */
};

/*
 * Opens file `ref->name` of directory `dir`: header, footer, section table and checksums are
 * checked, and compared with `ref` where that is wanted (else only the name is used, and
 * the size is the file's own).
 *
 * how   NH_CONTAINER_...
 * out   owned by the caller until nh_container_close(); NULL on failure
 * NH_E_IO, NH_E_NOMEM, NH_E_VERSION
 * NH_E_CORRUPT  contradicts FORMAT.md section 2, or is another file than `ref` describes
 */
NH_MUST_USE nh_status nh_container_open(const nh_env *env, int dir, const nh_file_ref *ref,
                                        nh_envelope_kind kind, unsigned how,
                                        nh_container **out, nh_error *err);

/* Accepts NULL. */
void nh_container_close(nh_container *c);

/* The file's reference as its own footer gives it; lives with `c`. */
const nh_file_ref *nh_container_ref(const nh_container *c);

/* Bytes of a section; 0 if it is absent. */
uint64_t nh_container_size(const nh_container *c, nh_section_kind kind);

/* Where a section begins in the file; 0 if it is absent. */
uint64_t nh_container_offset(const nh_container *c, nh_section_kind kind);

/*
 * Bytes [offset, offset + size) of a section, size > 0, every 16 KiB block under them checked
 * (the first user of a block compares it with its checksum and sets its bit). At least 64
 * readable bytes follow. Borrowed from `c`. Any number of threads.
 *
 * NH_E_CORRUPT  outside the section, or a block fails its checksum
 */
NH_MUST_USE nh_status nh_container_bytes(nh_container *c, nh_section_kind kind,
                                         uint64_t offset, uint64_t size,
                                         const uint8_t **out, nh_error *err);

/* Has the system read bytes of a section, which are used soon, while something else is done; bytes
 * that the section does not have are none. Nothing is checked, and nothing waits. Of files under
 * 1 MiB, and of what was read or asked for before, nothing is asked. Any number of threads. */
void nh_container_expect(nh_container *c, nh_section_kind kind, uint64_t offset,
                         uint64_t size);

/* Has the processor fetch up to `size` bytes of a section while something else is done; bytes that
 * it does not have are none. Nothing is checked. */
void nh_container_prefetch(const nh_container *c, nh_section_kind kind, uint64_t offset,
                           uint64_t size);

/* A whole section; *size 0 and *out NULL if it is absent. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_container_section(nh_container *c, nh_section_kind kind,
                                           const uint8_t **out, uint64_t *size,
                                           nh_error *err);

/* Is every block of a section checked, so that the whole of it costs nothing more? */
bool nh_container_is_checked(const nh_container *c, nh_section_kind kind);

/* Checks every block of the file. NH_E_CORRUPT names the first bad one. */
NH_MUST_USE nh_status nh_container_check(nh_container *c, nh_error *err);

/* Blocks of NH_CHECK_BLOCK bytes that have a checksum. */
uint64_t nh_container_blocks(const nh_container *c);

/* Compares block `block` with its checksum, again if that was done before. NH_E_CORRUPT. */
NH_MUST_USE nh_status nh_container_check_block(nh_container *c, uint64_t block,
                                               nh_error *err);

/* Checks that the bytes between sections are zero. NH_E_CORRUPT names the first one. */
NH_MUST_USE nh_status nh_container_check_gaps(nh_container *c, nh_error *err);

/* Fills `err` for a contradiction at byte `at` of a section, and returns NH_E_CORRUPT. */
nh_status nh_container_corrupt(const nh_container *c, nh_section_kind kind, uint64_t at,
                               nh_error *err, const char *fmt, ...) NH_PRINTF(5, 6);

#endif
