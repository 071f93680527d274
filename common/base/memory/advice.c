/* common/base/memory/advice.c - what the system is told about the use of mapped files. */
#include "common/base/memory/advice.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/base/memory/writable.h"

int nh_system_advise(void *self, const uint8_t *bytes, uint64_t size, nh_advice what)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    const size_t over = (uintptr_t)bytes % page; /* advice is given for whole pages */

    (void)self;
    if (size > SIZE_MAX - over)
        return -EOVERFLOW;
    return -posix_madvise(nh_writable(bytes - over), (size_t)size + over,
                          what == NH_ADVICE_RANDOM ? POSIX_MADV_RANDOM
                                                   : POSIX_MADV_WILLNEED);
}
