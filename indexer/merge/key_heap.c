/* indexer/merge/key_heap.c - which of several sorted lists has the smallest key. */
#include "indexer/merge/key_heap.h"

#include "common/base/str.h"

static bool is_less(const nh_heap_item *a, const nh_heap_item *b)
{
    const int c = nh_str_compare(a->key, b->key);

    return c != 0 ? c < 0 : a->list < b->list;
}

static void swap(nh_heap_item *a, nh_heap_item *b)
{
    const nh_heap_item held = *a;

    *a = *b;
    *b = held;
}

static void sift_down(nh_key_heap *h)
{
    uint32_t at = 0;

    for (uint32_t child; (child = at * 2 + 1) < h->count; at = child) {
        if (child + 1 < h->count && is_less(&h->items[child + 1], &h->items[child]))
            child++;
        if (!is_less(&h->items[child], &h->items[at]))
            return;
        swap(&h->items[at], &h->items[child]);
    }
}

void nh_heap_push(nh_key_heap *h, nh_heap_item item)
{
    uint32_t at = h->count++;

    h->items[at] = item;
    while (at > 0 && is_less(&h->items[at], &h->items[(at - 1) / 2])) {
        swap(&h->items[at], &h->items[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
}

void nh_heap_pop(nh_key_heap *h)
{
    h->items[0] = h->items[--h->count];
    sift_down(h);
}

void nh_heap_replace(nh_key_heap *h, nh_str key)
{
    h->items[0].key = key;
    sift_down(h);
}
