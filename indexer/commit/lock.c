/* indexer/commit/lock.c - one writer at a time, by a lock of the kernel. */
#include "indexer/commit/lock.h"

#include <errno.h>
#include <fcntl.h>

#include "common/base/error.h"

nh_status nh_lock_take(const nh_env *env, int dir, int *out, nh_error *err)
{
    const nh_io *io = nh_env_or_system(env)->io;
    int failed;
    nh_status st =
        nh_file_open(env, dir, NH_LOCK_NAME, O_RDWR | O_CREAT | O_NOFOLLOW, out, err);

    if (st != NH_OK)
        return st;
    failed = io->lock(io->self, *out);
    if (failed >= 0)
        return NH_OK;
    (void)nh_file_close(env, *out);
    *out = -1;
    if (failed == -EWOULDBLOCK)
        return nh_fail(err, NH_E_LOCKED, NH_LOCK_NAME, NH_NO_OFFSET,
                       "another writer has this index open");
    return nh_fail_errno(err, -failed, NH_LOCK_NAME, "lock");
}
