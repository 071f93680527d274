/* common/codec/input/inflate.c - gzip members, one after the other, unpacked as a stream. */
#include "common/codec/input/inflate_impl.h"

#include "common/base/error.h"

/* Most bytes that one file may unpack to. */
#define TOTAL_LIMIT (UINT64_C(1) << 40)

struct nh_inflate {
    const nh_env *env;
    const nh_unpacker *unpacker;
    void *state; /* the unpacker's */
    uint64_t ratio_limit;
    uint64_t in;  /* compressed bytes used     */
    uint64_t out; /* decompressed bytes made   */
    bool between; /* before a member           */
    bool padding; /* zeros after the last one  */
    bool begun;   /* some member was complete  */
};

bool nh_inflate_is_gzip(const uint8_t *bytes, size_t size)
{
    return size >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8;
}

nh_status nh_inflate_new_by(const nh_unpacker *unpacker, const nh_env *env,
                            uint64_t ratio_limit, nh_inflate **out, nh_error *err)
{
    nh_inflate *self = NULL;

    *out = NULL;
    self = nh_new(env, nh_inflate);
    if (self == NULL)
        return nh_fail_memory(err, "unpacking");
    self->env = env;
    self->ratio_limit = ratio_limit;
    self->between = true;
    self->unpacker = unpacker;
    self->state = unpacker->open(env);
    if (self->state == NULL) {
        nh_release(env, self);
        return nh_fail_memory(err, "unpacking");
    }
    *out = self;
    return NH_OK;
}

nh_status nh_inflate_new(const nh_env *env, uint64_t ratio_limit, nh_inflate **out,
                         nh_error *err)
{
    return nh_inflate_new_by(nh_unpacker_get(0), env, ratio_limit, out, err);
}

void nh_inflate_free(nh_inflate *self)
{
    if (self == NULL)
        return;
    self->unpacker->close(self->env, self->state);
    nh_release(self->env, self);
}

/*
 * Looks at the first byte between members. Zeros are padding, as tape archives leave it;
 * 1f begins a member, which the library judges; anything else is not ours.
 */
static nh_inflate_state begin_member(nh_inflate *self, nh_cursor *in)
{
    while (self->begun && nh_cur_left(in) > 0 && in->start[in->at] == 0) {
        self->padding = true;
        self->in++;
        in->at++;
    }
    if (nh_cur_left(in) == 0)
        return NH_INFLATE_BETWEEN;
    if (self->begun && (self->padding || in->start[in->at] != 0x1f))
        return NH_INFLATE_TRAILING;
    if (!self->unpacker->begin(self->state))
        return NH_INFLATE_BAD;
    self->between = false;
    return NH_INFLATE_MORE;
}

/* Counts what went in and out, and says whether that is still decent. */
static nh_inflate_state weigh(nh_inflate *self, size_t in, size_t out)
{
    self->in += in;
    self->out += out;
    if (self->out > TOTAL_LIMIT)
        return NH_INFLATE_TOO_MUCH;
    if (self->out > NH_INFLATE_FREE && self->out / self->ratio_limit > self->in)
        return NH_INFLATE_BOMB;
    return NH_INFLATE_MORE;
}

static nh_inflate_state judge(nh_inflate *self, nh_unpack_state state)
{
    switch (state) {
    case NH_UNPACK_MORE:
        return NH_INFLATE_MORE;
    case NH_UNPACK_END:
        self->between = true;
        self->begun = true;
        return NH_INFLATE_BETWEEN;
    case NH_UNPACK_NO_MEMORY:
        return NH_INFLATE_NO_MEMORY;
    case NH_UNPACK_BAD:
        break;
    }
    return NH_INFLATE_BAD;
}

nh_inflate_state nh_inflate_run(nh_inflate *self, nh_cursor *in, uint8_t *out, size_t room,
                                size_t *made)
{
    nh_inflate_state state = NH_INFLATE_MORE;

    *made = 0;
    if (self->between)
        state = begin_member(self, in);
    if (state != NH_INFLATE_MORE)
        return state;

    const size_t there = nh_cur_left(in);
    const uint32_t left = (uint32_t)(there < UINT32_MAX ? there : UINT32_MAX);
    const uint32_t space = (uint32_t)(room < UINT32_MAX ? room : UINT32_MAX);
    nh_unpack_flow flow = {in->start + in->at, left, out, space};

    state = judge(self, self->unpacker->run(self->state, &flow));
    in->at += left - flow.in_size;
    *made = space - flow.room;

    const nh_inflate_state weight = weigh(self, left - flow.in_size, space - flow.room);

    return weight != NH_INFLATE_MORE ? weight : state;
}
