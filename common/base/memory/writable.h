/*
 * common/base/memory/writable.h - what is only read, for calls that take it as writable.
 */
#ifndef NH_BASE_WRITABLE_H
#define NH_BASE_WRITABLE_H

/* The same place without `const`. For calls that do not write there, or hand it back as it was. */
static inline void *nh_writable(const void *at)
{
    const union {
        const void *given;
        void *got;
    } both = {at};

    return both.got;
}

#endif
