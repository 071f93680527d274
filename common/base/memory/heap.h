/* common/base/memory/heap.h - the allocations of the system, for the table of nh_env_system(). */
#ifndef NH_BASE_HEAP_H
#define NH_BASE_HEAP_H

#include <stddef.h>

/* The `resize` of an nh_allocator: `size` bytes instead of `old`, which may be NULL; NULL where
 * there is no memory, and `old` stays. `self` is not used. Any thread. Blocks of 4 MiB and more
 * ask for large pages; the time is that of malloc() or realloc(). */
void *nh_heap_resize(void *self, void *old, size_t size);

/* `size` bytes that are zero, as nh_heap_resize() gives them to whoever has none. Below 4 MiB
 * fresh pages of the system, which are zero, are not touched; larger blocks are filled, on large
 * pages. */
void *nh_heap_zeroed(size_t size);

/* The `release` of an nh_allocator. `old` may be NULL. */
void nh_heap_release(void *self, void *old);

/*
 * For the main() of a program that builds indexes, before there are threads: blocks of 4 MiB and
 * more go back to the system when they are released. The C library keeps them by default once it
 * has seen some go, and then holds twice what is in use, in pieces that nothing fits into. It is a
 * setting of the whole process, so a library leaves it alone.
 */
void nh_heap_give_back(void);

#endif
