/*
 * common/base/files/map.h - a file in the address space, read-only.
 */
#ifndef NH_BASE_MAP_H
#define NH_BASE_MAP_H

#include "common/base/env.h"

typedef struct nh_map {
    const nh_env *env;
    const uint8_t *bytes; /* NULL while closed       */
    uint64_t size;        /* bytes                   */
    bool copied;          /* read into memory, not mapped */
} nh_map;

/*
 * Maps regular file `name` below directory `dir`, which must have exactly `size` bytes.
 * Symbolic links are not followed and FIFOs are not waited for.
 *
 * copy  read the file into memory instead: a failing disk is NH_E_IO, not a signal
 * NH_E_IO       cannot be opened, is not a regular file, or cannot be read
 * NH_E_CORRUPT  has another size; the sentence gives both
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_map_open(const nh_env *env, int dir, const char *name,
                                  uint64_t size, bool copy, nh_map *out, nh_error *err);

/* Tells the system how `size` bytes from byte `at` on, which are there, will be used. Nothing of it
 * changes what is read; a copy needs no advice. */
void nh_map_advise(const nh_map *map, uint64_t at, uint64_t size, nh_advice what);

/* Accepts a zeroed map. */
void nh_map_close(nh_map *map);

#endif
