/* searcher/match/shapes/spans.c - lists of ranges of positions, sorted without recursion. */
#include "searcher/match/shapes/spans.h"

#define FIRST_ROOM 64u

bool nh_spans_grow(const nh_env *env, nh_spans *s)
{
    const uint32_t room = s->room > 0 ? s->room * 2 : FIRST_ROOM;
    nh_span *list;

    if (room <= s->room)
        return false;
    list = (nh_span *)nh_resized(env, s->list, room, sizeof *list);
    if (list == NULL)
        return false;
    s->list = list;
    s->room = room;
    return true;
}

/* Ranges are turned round to sort by end, so that one sort serves both orders. */
static void turn(nh_spans *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        s->list[i] = (nh_span){s->list[i].end, s->list[i].start};
}

static uint64_t key(nh_span span)
{
    return (uint64_t)span.start << 32 | span.end;
}

static bool is_sorted(const nh_spans *s)
{
    for (uint32_t i = 1; i < s->count; i++)
        if (key(s->list[i - 1]) > key(s->list[i]))
            return false;
    return true;
}

static void sift(nh_span *list, uint32_t at, uint32_t count)
{
    const nh_span moved = list[at];

    for (uint32_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && key(list[child + 1]) > key(list[child]))
            child++;
        if (key(list[child]) <= key(moved))
            break;
        list[at] = list[child];
        at = child;
    }
    list[at] = moved;
}

static void heap_sort(nh_span *list, uint32_t count)
{
    for (uint32_t i = count / 2; i-- > 0;)
        sift(list, i, count);
    for (uint32_t end = count; end-- > 1;) {
        const nh_span last = list[end];

        list[end] = list[0];
        list[0] = last;
        sift(list, 0, end);
    }
}

void nh_spans_by_start(nh_spans *s)
{
    uint32_t n = 0;

    if (!is_sorted(s))
        heap_sort(s->list, s->count);
    for (uint32_t i = 0; i < s->count; i++)
        if (n == 0 || key(s->list[i]) != key(s->list[n - 1]))
            s->list[n++] = s->list[i];
    s->count = n;
}

void nh_spans_by_end(nh_spans *s)
{
    turn(s);
    nh_spans_by_start(s);
    turn(s);
}

void nh_spans_shortest(nh_spans *s)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->count; i++)
        if (n == 0 || s->list[i].start != s->list[n - 1].start)
            s->list[n++] = s->list[i];
    s->count = n;
}

void nh_spans_free(const nh_env *env, nh_spans *s)
{
    nh_release(env, s->list);
    *s = (nh_spans){0};
}
