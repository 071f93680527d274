/*
 * common/codec/deflate/deflate_impl.h - private to deflate*.c and their test: the libraries behind it.
 */
#ifndef NH_CODEC_DEFLATE_IMPL_H
#define NH_CODEC_DEFLATE_IMPL_H

#include "common/codec/deflate/deflate.h"

#define NH_STORED_HEADER 5u /* bytes before those that are stored in a deflate stream */
#define NH_SHORT_HEADER 2u  /* bytes of zlib's before a stream (RFC 1950)             */
#define NH_LONG_HEADER 6u   /* the same with the checksum of a dictionary             */

/* Memory for one stream. Of one with a dictionary: NH_DICTIONARY bytes before `raw`, too, and in
 * `in` as many, NH_STORED_HEADER, and those of the stream. */
typedef struct nh_inflate_room {
    uint8_t *raw; /* where what is inflated comes to stand                */
    uint8_t *in;  /* for what a library likes, aligned as malloc() aligns */
    size_t in_room;
} nh_inflate_room;

#define NH_INFLATE_ROOM 65536u /* bytes of `in` at least */

/* One library. Every one reads what every other one writes. */
typedef struct nh_deflate_backend {
    const char *name; /* "zlib", "isal", "libdeflate" */

    /* What nh_deflater_new() keeps for one thread; NULL if memory is short. level 1..9.
     * Itself NULL, as the next three are then, for a library that only inflates here. */
    void *(*open)(const nh_env *env, int level);

    /* One stream into to[0..room): its size, or 0 if it does not fit. */
    size_t (*deflate)(void *state, const void *bytes, size_t size, uint8_t *to,
                      size_t room);

    /* nh_deflater_dictionary(). False if memory is short: nothing has changed then. */
    bool (*use)(const nh_env *env, void *state, const uint8_t *dictionary);

    void (*close)(const nh_env *env, void *state);

    size_t inflate_size; /* bytes that an nh_inflater keeps for it, as `state`; 0: none */

    /* Instead of these, for a library that makes its own: `state`, or NULL if memory is short. Both
     * NULL otherwise. */
    void *(*open_inflate)(void);
    void (*close_inflate)(void *state);

    unsigned least_part; /* sixteenths of a stream from which all of it takes no longer */

    /* nh_inflate(), of a stream whose header is there and says deflate, with a dictionary if and
     * only if there is one. */
    bool (*inflate)(void *state, const nh_deflated *from, const nh_inflate_room *room,
                    size_t raw_size);

    /* nh_inflate_part(), likewise. */
    bool (*inflate_part)(void *state, const nh_deflated *from, const nh_inflate_room *room,
                         size_t part);
} nh_deflate_backend;

/* zlib, in every build. */
extern const nh_deflate_backend nh_deflate_zlib;

#if defined(NH_HAVE_LIBDEFLATE)
/* libdeflate, twice as fast at inflating, but only whole streams. */
extern const nh_deflate_backend nh_deflate_libdeflate;
#endif

#if defined(NH_HAVE_ISAL)
/* ISA-L, several times as fast at deflating. */
extern const nh_deflate_backend nh_deflate_isal;
#endif

/* The i-th library of this program, the one that is used first; NULL behind the last. */
const nh_deflate_backend *nh_deflate_backend_get(size_t i);

/* nh_inflater_new() with this library. */
NH_MUST_USE nh_status nh_inflater_new_by(const nh_deflate_backend *backend,
                                         const nh_env *env, nh_inflater **out,
                                         nh_error *err);

#endif
