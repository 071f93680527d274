/* indexer/merge/terms/small_scratch.c - memory in which the small lists of one input after the other are decoded. */
#include "indexer/merge/terms/small_scratch.h"

#include "common/base/error.h"

/* What was decoded before is not copied into larger memory. */
static bool make_room(nh_small_scratch *s, size_t n)
{
    const size_t more = n * 2 + 64;

    if (n <= s->room)
        return true;
    nh_small_scratch_free(s);
    s->positions = (uint8_t *)nh_resized(s->env, NULL, more, sizeof *s->positions);
    s->codes = (uint16_t *)nh_resized(s->env, NULL, more, sizeof *s->codes);
    s->room = s->positions != NULL && s->codes != NULL ? more : 0;
    return s->room > 0;
}

nh_status nh_small_scratch_decode(nh_small_scratch *s, nh_segment *seg, const nh_term *term,
                                  nh_block *block, nh_error *err)
{
    if (!make_room(s, nh_small_list_room(term)))
        return nh_fail_memory(err, "merging postings");
    return nh_small_list_decode(seg, term, block, s->positions, s->codes, err);
}

void nh_small_scratch_free(nh_small_scratch *s)
{
    nh_release(s->env, s->positions);
    nh_release(s->env, s->codes);
    *s = (nh_small_scratch){.env = s->env};
}
