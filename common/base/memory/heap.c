/* common/base/memory/heap.c - the system's allocator, which asks for large pages where they pay. */
#include "common/base/memory/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <sys/mman.h>

#define LARGE_PAGE ((uintptr_t)2 << 20)
#define LARGE_BLOCK (2 * LARGE_PAGE) /* bytes from which large pages are asked for */

/*
 * Large blocks are touched all over: on pages of 2 MiB they miss the processor's table of pages
 * less often, and fresh ones take a 512th of the page faults. Only whole large pages inside the
 * block are asked for, so nothing outside it becomes resident.
 */
static void ask_for_large_pages(void *block, size_t size)
{
#ifdef MADV_HUGEPAGE
    const uintptr_t from = ((uintptr_t)block + LARGE_PAGE - 1) & ~(LARGE_PAGE - 1);
    const uintptr_t to = ((uintptr_t)block + size) & ~(LARGE_PAGE - 1);

    if (to > from)
        (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
    (void)block;
    (void)size;
#endif
}

/* A new large block begins with a large page, so that it has as many of them as fit. */
static void *new_block(size_t size)
{
    void *block = size < LARGE_BLOCK ? malloc(size) : NULL;

    return size < LARGE_BLOCK || posix_memalign(&block, LARGE_PAGE, size) == 0 ? block
                                                                               : NULL;
}

void *nh_heap_resize(void *self, void *old, size_t size)
{
    const size_t bytes = size > 0 ? size : 1;
    void *block = old != NULL ? realloc(old, bytes) : new_block(bytes);

    (void)self;
    if (block != NULL && size >= LARGE_BLOCK)
        ask_for_large_pages(block, size);
    return block;
}

void *nh_heap_zeroed(size_t size)
{
    void *block;

    if (size < LARGE_BLOCK)
        return calloc(size > 0 ? size : 1, 1);
    block = nh_heap_resize(NULL, NULL, size);
    return block != NULL ? memset(block, 0, size) : NULL;
}

void nh_heap_release(void *self, void *old)
{
    (void)self;
    free(old);
}

void nh_heap_give_back(void)
{
#if defined(__GLIBC__)
    (void)mallopt(M_MMAP_THRESHOLD, (int)LARGE_BLOCK);
#endif
}
