/*
 * corpus/input/surrogates.h - halves of surrogate pairs in JSON escapes.
 */
#ifndef NH_CORPUS_SURROGATES_H
#define NH_CORPUS_SURROGATES_H

#include <stddef.h>
#include <stdint.h>

/* Bytes of an escape \uXXXX. */
#define NH_UNIT_SIZE ((size_t)6)

/* The code unit of the escape \uXXXX at `at` <= size, or -1 if there is none. */
int nh_surrogates_unit(const uint8_t *json, size_t size, size_t at);

/*
 * Where the first escape from `at` on stands that is one of \ud800 to \udfff and has not its
 * other half beside it; `size` if there is none. `at` is not inside an escape.
 */
size_t nh_surrogates_find(const uint8_t *json, size_t size, size_t at);

/*
 * Writes \ufffd over each such escape. Returns how many. Changes nothing else, and no length.
 */
size_t nh_surrogates_mend(uint8_t *json, size_t size);

#endif
