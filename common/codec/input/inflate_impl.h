/*
 * common/codec/input/inflate_impl.h - private to inflate*.c and their test: who unpacks a member.
 */
#ifndef NH_CODEC_INFLATE_IMPL_H
#define NH_CODEC_INFLATE_IMPL_H

#include "common/codec/input/inflate.h"

/* What the library said of the bytes it was given. */
typedef enum nh_unpack_state {
    NH_UNPACK_MORE, /* goes on: one side is used up                                      */
    NH_UNPACK_END,  /* the member is complete, and its checksum is right                 */
    NH_UNPACK_BAD,
    NH_UNPACK_NO_MEMORY,
} nh_unpack_state;

/* Bytes on their way through the library, which moves both ends on. */
typedef struct nh_unpack_flow {
    const uint8_t *in;
    uint32_t in_size;
    uint8_t *out;
    uint32_t room;
} nh_unpack_flow;

/* One library. All unpack what any program packs. */
typedef struct nh_unpacker {
    const char *name; /* "zlib", "isal" */

    /* A state for one thread, before its first member; NULL if memory is short. */
    void *(*open)(const nh_env *env);

    /* A member begins. False if that is not possible. */
    bool (*begin)(void *state);

    nh_unpack_state (*run)(void *state, nh_unpack_flow *flow);

    void (*close)(const nh_env *env, void *state);
} nh_unpacker;

/* zlib, in every build. */
extern const nh_unpacker nh_unpacker_zlib;

#if defined(NH_HAVE_ISAL)
/* ISA-L, three times as fast. */
extern const nh_unpacker nh_unpacker_isal;
#endif

/* The i-th library of this program, the one that is used first; NULL behind the last. */
const nh_unpacker *nh_unpacker_get(size_t i);

/* nh_inflate_new() by a library of one's own choice. */
NH_MUST_USE nh_status nh_inflate_new_by(const nh_unpacker *unpacker, const nh_env *env,
                                        uint64_t ratio_limit, nh_inflate **out,
                                        nh_error *err);

#endif
