/*
 * common/base/memory/prefetch.h - the processor is told what will be read soon.
 */
#ifndef NH_BASE_PREFETCH_H
#define NH_BASE_PREFETCH_H

/*
 * Fetches the line of memory of `at`, which need not be there. The empty statement says that
 * something is done: gcc takes a function that does nothing but fetch for one without any effect,
 * and drops the calls that it does not inline.
 */
static inline void nh_prefetch(const void *at)
{
    __builtin_prefetch(at);
    __asm__ volatile("");
}

#endif
