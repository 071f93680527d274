/* common/codec/input/inflate_isal.c - one gzip member by ISA-L where it is there. */
#include "common/codec/input/inflate_impl.h"

#if defined(NH_HAVE_ISAL)

#include <isa-l/igzip_lib.h>

#include "common/base/memory/writable.h"

static void *open_isal(const nh_env *env)
{
    return nh_new(env, struct inflate_state);
}

static bool begin_isal(void *state)
{
    struct inflate_state *s = (struct inflate_state *)state;

    isal_inflate_init(s);
    s->crc_flag = ISAL_GZIP;
    return true;
}

/* The trailer of a member is longer than what the library reads ahead, so behind its end no
 * byte of the next one is taken. */
static nh_unpack_state run_isal(void *state, nh_unpack_flow *flow)
{
    struct inflate_state *s = (struct inflate_state *)state;
    int code;

    s->next_in = (uint8_t *)nh_writable(flow->in); /* it is only read */
    s->avail_in = flow->in_size;
    s->next_out = flow->out;
    s->avail_out = flow->room;
    code = isal_inflate(s);
    *flow = (nh_unpack_flow){s->next_in, s->avail_in, s->next_out, s->avail_out};
    if (code != ISAL_DECOMP_OK && code != ISAL_END_INPUT && code != ISAL_OUT_OVERFLOW)
        return NH_UNPACK_BAD;
    return s->block_state == ISAL_BLOCK_FINISH ? NH_UNPACK_END : NH_UNPACK_MORE;
}

static void close_isal(const nh_env *env, void *state)
{
    nh_release(env, state);
}

const nh_unpacker nh_unpacker_isal = {
    .name = "isal",
    .open = open_isal,
    .begin = begin_isal,
    .run = run_isal,
    .close = close_isal,
};

#else

typedef int nh_inflate_isal_absent; /* a file may not be empty */

#endif
