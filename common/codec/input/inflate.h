/*
 * common/codec/input/inflate.h - gzip members, one after the other, unpacked as a stream.
 *
 * The caller feeds compressed bytes and takes decompressed ones. What comes out is counted
 * against what goes in, so that a bomb is noticed before it fills anything.
 */
#ifndef NH_CODEC_INFLATE_H
#define NH_CODEC_INFLATE_H

#include "common/base/bytes/cursor.h"
#include "common/base/env.h"

typedef struct nh_inflate nh_inflate;

typedef enum nh_inflate_state {
    NH_INFLATE_MORE,      /* goes on                                                  */
    NH_INFLATE_BETWEEN,   /* a member is complete: the file may end here              */
    NH_INFLATE_BAD,       /* the bytes are no gzip, or fail their checksum            */
    NH_INFLATE_BOMB,      /* they unpack to more than ratio_limit times their size    */
    NH_INFLATE_TOO_MUCH,  /* more than 1 TiB came out                                 */
    NH_INFLATE_TRAILING,  /* after complete members come bytes that are no member     */
    NH_INFLATE_NO_MEMORY, /* an allocation failed                                     */
} nh_inflate_state;

/* From this many decompressed bytes on, the ratio is looked at. */
#define NH_INFLATE_FREE (UINT64_C(8) << 20)

/* True if the bytes begin a gzip member. */
bool nh_inflate_is_gzip(const uint8_t *bytes, size_t size);

/*
 * ratio_limit  most bytes out for each byte in, from NH_INFLATE_FREE bytes out on
 * out          owned by the caller until nh_inflate_free(); NULL on failure.  NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_inflate_new(const nh_env *env, uint64_t ratio_limit,
                                     nh_inflate **out, nh_error *err);

/* Accepts NULL. */
void nh_inflate_free(nh_inflate *inflate);

/*
 * Unpacks what is left of `in` to `room` bytes at `out`; moves `in` on, and sets *made to the
 * bytes written. Ends where either side is used up, or with a state that is not MORE.
 * BETWEEN: at the end of a member; call again when there are further bytes.
 */
nh_inflate_state nh_inflate_run(nh_inflate *inflate, nh_cursor *in, uint8_t *out,
                                size_t room, size_t *made);

#endif
