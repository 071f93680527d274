/* searcher/prune/phrase/phrase_found.c - the passages that have a phrase, as they are found. */
#include "searcher/prune/phrase/phrase_found.h"

#include <string.h>

#define FIRST_ROOM 64u /* passages */

/* Twice the room, in the arena. */
static bool grow(nh_phrase_found *f)
{
    const uint32_t room = f->room > 0 ? f->room * 2 : FIRST_ROOM;
    uint32_t *passages = (uint32_t *)nh_arena_array(f->arena, room, sizeof *passages);
    uint8_t *tf = (uint8_t *)nh_arena_array(f->arena, room, sizeof *tf);

    if (passages == NULL || tf == NULL)
        return false;
    if (f->count > 0) {
        memcpy(passages, f->passages, f->count * sizeof *passages);
        memcpy(tf, f->tf, f->count);
    }
    f->passages = passages;
    f->tf = tf;
    f->room = room;
    return true;
}

nh_status nh_phrase_found_insert(nh_phrase_found *f, uint32_t passage, uint32_t tf,
                                 nh_error *err)
{
    uint32_t at = f->count, sum = tf;

    while (at > 0 && f->passages[at - 1] > passage)
        at--;
    if (at > 0 && f->passages[at - 1] == passage) {
        sum += f->tf[--at];
    } else {
        if (f->count == f->room && !grow(f))
            return nh_arena_fail(f->arena, err, "the passages of a phrase");
        for (uint32_t i = f->count++; i > at; i--) {
            f->passages[i] = f->passages[i - 1];
            f->tf[i] = f->tf[i - 1];
        }
        f->passages[at] = passage;
    }
    f->tf[at] = (uint8_t)(sum < NH_PHRASE_TF ? sum : NH_PHRASE_TF);
    return NH_OK;
}
