/* common/base/heap.h - the allocations of the system, for the table of nh_env_system(). */
#ifndef NH_HEAP_H
#define NH_HEAP_H

#include <stddef.h>

/* The `resize` of an nh_allocator: `size` bytes instead of `old`, which may be NULL; NULL where
 * there is no memory, and `old` stays. `self` is not used. Any thread. Blocks of 4 MiB and more
 * ask for large pages; the time is that of malloc() or realloc(). */
void *nh_heap_resize(void *self, void *old, size_t size);

/* The `release` of an nh_allocator. `old` may be NULL. */
void nh_heap_release(void *self, void *old);

#endif
