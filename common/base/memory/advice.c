/* common/base/memory/advice.c - what the system is told about the use of mapped files. */
#include "common/base/memory/advice.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

int nh_system_advise(void *self, const uint8_t *bytes, uint64_t size, nh_advice what)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const size_t over = (uintptr_t)bytes % page; /* advice is given for whole pages */
    const union {
        const uint8_t *given;
        void *got;
    } start = {bytes - over};

    (void)self;
    if (size > SIZE_MAX - over)
        return -EOVERFLOW;
    return -posix_madvise(start.got, (size_t)size + over,
                          what == NH_ADVICE_RANDOM ? POSIX_MADV_RANDOM
                                                   : POSIX_MADV_WILLNEED);
}
