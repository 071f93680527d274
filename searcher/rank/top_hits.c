/* searcher/rank/top_hits.c - a bounded heap. */
#include "searcher/rank/top_hits.h"

#include "common/base/bytes/escape.h"
#include "common/base/str.h"

static int compare_dates(const nh_top_hit *a, const nh_top_hit *b)
{
    return (a->date > b->date) - (a->date < b->date);
}

/* The id of a hit, in `room` if it has to be read; no text where that goes wrong. */
static nh_str id_of(nh_top_ids *ids, const nh_top_hit *hit, char room[NH_ID_ROOM])
{
    nh_str id = hit->id;

    if (id.ptr == NULL && ids->status == NH_OK)
        ids->status =
            nh_id_get(ids->segments[hit->segment], hit->article, room, &id, ids->err);
    return id;
}

/* Ranks say it of a segment's own ids; other ids are compared as texts. */
static int compare_ids(const nh_top_order *order, const nh_top_hit *a, const nh_top_hit *b)
{
    char first[NH_ID_ROOM], second[NH_ID_ROOM];
    nh_str x, y;

    if (a->id.ptr == NULL && b->id.ptr == NULL && a->segment == b->segment &&
        !order->ties_by_id)
        return (a->rank > b->rank) - (a->rank < b->rank);
    x = id_of(order->ids, a, first);
    y = id_of(order->ids, b, second);
    return order->ties_by_id ? nh_escape_trec_compare(x, y) : nh_str_compare(x, y);
}

/* Above 0 where `a` is the better one by everything but the passage. */
static int compare(const nh_top_order *order, const nh_top_hit *a, const nh_top_hit *b)
{
    const int score = (a->score > b->score) - (a->score < b->score);
    const int date = order->ties_by_id && !order->by_date ? 0 : compare_dates(a, b);
    const int first = order->by_date ? date : score;
    const int second = order->by_date ? score : date;

    if (first != 0)
        return first;
    if (second != 0)
        return second;
    return compare_ids(order, a, b);
}

/* Digits of a number, the first one first. */
static unsigned spell(uint32_t number, char digits[10])
{
    unsigned n = 0;

    for (uint32_t rest = number; rest >= 10; rest /= 10)
        n++;
    for (unsigned i = n + 1; i-- > 0; number /= 10)
        digits[i] = (char)('0' + number % 10);
    return n + 1;
}

/* Above 0 where the text of `a` is the larger one: 9 is larger than 10. */
static int compare_as_texts(uint32_t a, uint32_t b)
{
    char x[10], y[10];
    const nh_str first = {x, spell(a, x)}, second = {y, spell(b, y)};

    return nh_str_compare(first, second);
}

bool nh_top_before(const nh_top_order *order, const nh_top_hit *a, const nh_top_hit *b)
{
    const int c = compare(order, a, b);

    if (c != 0)
        return c > 0;
    if (a->segment != b->segment)
        return a->segment < b->segment;
    return order->ties_by_id ? compare_as_texts(a->number, b->number) > 0
                             : a->passage < b->passage;
}

nh_status nh_top_begin(nh_top_hits *top, nh_arena *arena, uint64_t room, nh_top_order order,
                       nh_error *err)
{
    *top = (nh_top_hits){.order = order, .room = room};
    top->hits = (nh_top_hit *)nh_arena_take(arena, (size_t)room, sizeof *top->hits);
    return top->hits != NULL ? NH_OK : nh_arena_fail(arena, err, "the hits");
}

bool nh_top_wants(const nh_top_hits *top, nh_score score)
{
    if (top->room == 0)
        return false;
    return top->count < top->room || top->order.by_date || score >= top->hits[0].score;
}

/* Moves the hit at `at` down until no worse one is below it. */
static void sift_down(nh_top_hits *top, uint64_t at, uint64_t count)
{
    const nh_top_hit moved = top->hits[at];

    for (uint64_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count &&
            nh_top_before(&top->order, &top->hits[child], &top->hits[child + 1]))
            child++;
        if (!nh_top_before(&top->order, &moved, &top->hits[child]))
            break;
        top->hits[at] = top->hits[child];
        at = child;
    }
    top->hits[at] = moved;
}

static void sift_up(nh_top_hits *top, uint64_t at)
{
    const nh_top_hit moved = top->hits[at];

    while (at > 0 && nh_top_before(&top->order, &top->hits[(at - 1) / 2], &moved)) {
        top->hits[at] = top->hits[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    top->hits[at] = moved;
}

void nh_top_add(nh_top_hits *top, const nh_top_hit *hit)
{
    if (top->room == 0)
        return;
    if (top->count < top->room) {
        top->hits[top->count++] = *hit;
        sift_up(top, top->count - 1);
    } else if (nh_top_before(&top->order, hit, &top->hits[0])) {
        top->hits[0] = *hit;
        sift_down(top, 0, top->count);
    }
}

void nh_top_finish(nh_top_hits *top)
{
    for (uint64_t end = top->count; end-- > 1;) {
        const nh_top_hit worst = top->hits[0];

        top->hits[0] = top->hits[end];
        top->hits[end] = worst;
        sift_down(top, 0, end);
    }
}
