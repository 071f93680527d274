/*
 * common/codec/deflate/deflate.h - the zlib format, by ISA-L where that is there, else by zlib.
 */
#ifndef NH_CODEC_DEFLATE_H
#define NH_CODEC_DEFLATE_H

#include "common/base/bytes/buffer.h"

typedef struct nh_deflater nh_deflater;

/* A compressor for one thread. level: 1 (fast) to 9 (small); from 4 on it is zlib whatever else
 * is there, several times slower and about a seventh smaller. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_deflater_new(const nh_env *env, int level, nh_deflater **out,
                                      nh_error *err);

/* What a dictionary has: text like that of a stream, as far back as a stream can refer. */
#define NH_DICTIONARY 32768u

/*
 * Streams from now on go on from `dictionary`, of NH_DICTIONARY bytes, and are read with it alone;
 * NULL: with none. Borrowed until the next call of this, or until `d` is freed. NH_E_NOMEM.
 */
NH_MUST_USE nh_status nh_deflater_dictionary(nh_deflater *d, const uint8_t *dictionary,
                                             nh_error *err);

/* Appends one zlib stream (RFC 1950) of `size` bytes to `out`. NH_E_NOMEM, NH_E_LIMIT. */
NH_MUST_USE nh_status nh_deflate(nh_deflater *d, const void *bytes, size_t size,
                                 nh_buffer *out, nh_error *err);

/* Accepts NULL. */
void nh_deflater_free(nh_deflater *d);

/* A zlib stream. All borrowed. */
typedef struct nh_deflated {
    const uint8_t *bytes;
    size_t size;
    const uint8_t *dictionary; /* that it goes on from, NH_DICTIONARY bytes; NULL: none */
} nh_deflated;

/* Inflates one stream after the other, for one thread, in memory that it keeps. */
typedef struct nh_inflater nh_inflater;

/* owned by the caller until nh_inflater_free(); NULL on failure. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_inflater_new(const nh_env *env, nh_inflater **out, nh_error *err);

/* Accepts NULL. */
void nh_inflater_free(nh_inflater *z);

/*
 * Inflates one zlib stream that fills its bytes exactly into raw_size bytes exactly.
 *
 * raw  borrowed until the next call for `z`, which ends what it pointed to even if it fails;
 *      untouched on failure
 * NH_E_CORRUPT  it is damaged, shorter or longer, or has another dictionary
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_inflate(nh_inflater *z, const nh_deflated *from, size_t raw_size,
                                 const uint8_t **raw, nh_error *err);

/*
 * Inflates the first `part` bytes, at least one, of what such a stream holds. Damage behind that
 * part is not met, and no checksum is compared, that of the dictionary neither. Else as
 * nh_inflate(), and NH_E_CORRUPT if there are fewer.
 */
NH_MUST_USE nh_status nh_inflate_part(nh_inflater *z, const nh_deflated *from, size_t part,
                                      const uint8_t **raw, nh_error *err);

/* As much of a stream of `raw_size` bytes as takes hardly longer than its first `part` bytes:
 * these, or all where inflating all, with its checksum, is about as fast. */
size_t nh_inflate_as_much(const nh_inflater *z, size_t part, size_t raw_size);

#endif
