/* searcher/match/shapes/near_match.c - windows of a NEAR group, from the left; minimal ones, from the right. */
#include "searcher/match/shapes/near_match.h"

/* What a window takes of one part. */
typedef struct taken {
    uint32_t first; /* number of its first place  */
    uint32_t count; /* places                     */
    uint32_t end;   /* where the last of them ends */
    uint32_t covered;
} taken;

/* The first place at or after position `from`. */
static uint32_t first_from(const nh_spans *part, uint32_t from)
{
    uint32_t low = 0, high = part->count;

    while (low < high) {
        const uint32_t mid = low + (high - low) / 2;

        if (part->list[mid].start < from)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Takes `count` places of `part` from position `from` on; false if there are fewer. */
static bool take(const nh_spans *part, uint32_t from, uint32_t count, taken *out)
{
    *out = (taken){.first = first_from(part, from), .count = count};
    if (part->count - out->first < count)
        return false;
    for (uint32_t i = out->first; i < out->first + count; i++) {
        out->end = part->list[i].end > out->end ? part->list[i].end : out->end;
        out->covered += part->list[i].end - part->list[i].start;
    }
    return true;
}

static bool add_chosen(const nh_matcher *m, const nh_spans *part, const taken *t,
                       nh_spans *chosen)
{
    for (uint32_t i = t->first; i < t->first + t->count; i++)
        if (!nh_spans_push(m->env, chosen, part->list[i]))
            return false;
    return true;
}

/* A window that begins at a place of a word. */
typedef struct window {
    uint32_t end;
    uint32_t covered;
    bool complete;
    bool short_of_memory;
} window;

/* The window from `start`; what it takes is added to `chosen` if that is given. */
static window open_window(const nh_matcher *m, const nh_shape *shape, uint32_t start,
                          nh_spans *chosen)
{
    const nh_path *paths = &m->plan->paths[shape->first_path];
    window w = {.complete = true};
    uint32_t from = start;

    for (uint32_t i = 0; i < shape->n_paths && w.complete; i++) {
        const uint32_t count = shape->ordered ? 1 : paths[i].times;
        taken t;

        if (count == 0) /* a word that stood in the group before */
            continue;
        w.complete = take(&m->parts[i], from, count, &t);
        if (!w.complete)
            break;
        w.end = t.end > w.end ? t.end : w.end;
        w.covered += t.covered;
        from = shape->ordered ? t.end : start;
        if (chosen != NULL && !add_chosen(m, &m->parts[i], &t, chosen))
            w.short_of_memory = true;
    }
    return w;
}

/* Every place where a window may begin. */
static bool find_starts(nh_matcher *m, const nh_shape *shape)
{
    const uint32_t n = shape->ordered ? 1 : shape->n_paths;

    m->windows.count = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < m->parts[i].count; k++)
            if (!nh_spans_push(m->env, &m->windows,
                               (nh_span){m->parts[i].list[k].start, 0}))
                return false;
    nh_spans_by_start(&m->windows);
    return true;
}

nh_status nh_near_match(nh_matcher *m, const nh_shape *shape, nh_spans *out,
                        nh_spans *chosen)
{
    uint32_t least = UINT32_MAX; /* where the windows further right end, at the earliest */

    out->count = 0;
    if (!find_starts(m, shape))
        return NH_E_NOMEM;
    for (uint32_t i = m->windows.count; i-- > 0;) {
        const uint32_t start = m->windows.list[i].start;
        const window w = open_window(m, shape, start, NULL);

        if (!w.complete || w.end >= least)
            continue;
        least = w.end;
        if ((int64_t)w.end - start - w.covered > shape->slop)
            continue;
        if (!nh_spans_push(m->env, out, (nh_span){start, w.end}) ||
            (chosen != NULL && open_window(m, shape, start, chosen).short_of_memory))
            return NH_E_NOMEM;
    }
    nh_spans_by_start(out);
    return NH_OK;
}
