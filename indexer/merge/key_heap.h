/*
 * indexer/merge/key_heap.h - which of several sorted lists has the smallest key.
 */
#ifndef NH_INDEXER_KEY_HEAP_H
#define NH_INDEXER_KEY_HEAP_H

#include "common/base/env.h"

/* The head of a list. */
typedef struct nh_heap_item {
    nh_str key;    /* borrowed by the heap    */
    uint32_t list; /* number of the list      */
} nh_heap_item;

/* Smallest key first, then smallest list. `items` has room for all lists; the owner's. */
typedef struct nh_key_heap {
    nh_heap_item *items;
    uint32_t count;
} nh_key_heap;

/* Adds the head of a list. */
void nh_heap_push(nh_key_heap *h, nh_heap_item item);

/* The smallest item, items[0], goes; count > 0. */
void nh_heap_pop(nh_key_heap *h);

/* The smallest item gets a greater key: its list went on. */
void nh_heap_replace(nh_key_heap *h, nh_str key);

#endif
