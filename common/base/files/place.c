/* common/base/files/place.c - where a path leads: through links, to which file, in which directory. */
#include "common/base/files/place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "common/base/error.h"

#define MOST_LINKS 40u /* one behind the other, as the kernel has it */
#define LINK_ROOM 4096 /* bytes of what a link holds */

nh_status nh_file_look(const nh_env *env, const char *path, nh_file_facts *out,
                       nh_error *err)
{
    int fd = -1;
    int failed;
    nh_status st;

    env = nh_env_or_system(env);
    st = nh_file_open(env, AT_FDCWD, path, nh_env_look_flags(), &fd, err);
    if (st != NH_OK)
        return st;
    failed = env->io->facts(env->io->self, fd, out);
    if (failed < 0)
        st = nh_fail_errno(err, -failed, path, "look at");
    (void)nh_file_close(env, fd);
    return st;
}

void nh_file_folder(const char *path, nh_buffer *out)
{
    const char *slash = strrchr(path, '/');

    if (slash != NULL)
        nh_buf_bytes(out, path, (size_t)(slash - path) + 1);
    else
        nh_buf_print(out, "./");
    nh_buf_u8(out, 0);
}

/* `path` becomes what a link of that name with `held` in it leads to. */
static nh_status step_to(nh_buffer *path, const char *held, nh_error *err)
{
    nh_buffer next = {.env = path->env};

    if (held[0] != '/') {
        nh_file_folder((const char *)path->bytes, &next);
        if (nh_buf_ok(&next))
            next.size--; /* the zero */
    }
    nh_buf_print(&next, "%s", held);
    nh_buf_u8(&next, 0);
    nh_buf_free(path);
    *path = next;
    return nh_buf_status(path, err, "a path");
}

nh_status nh_file_follow(const nh_env *env, const char *path, nh_buffer *out, nh_error *err)
{
    char held[LINK_ROOM];
    nh_status st;

    env = nh_env_or_system(env);
    nh_buf_clear(out);
    nh_buf_bytes(out, path, strlen(path) + 1);
    st = nh_buf_status(out, err, "a path");
    for (unsigned i = 0; st == NH_OK; i++) {
        const int n = env->io->read_link_at(env->io->self, AT_FDCWD,
                                            (const char *)out->bytes, held, sizeof held);

        if (n < 0)
            return NH_OK; /* no link; or nothing at all, which is the caller's matter */
        st = i < MOST_LINKS ? step_to(out, held, err)
                            : nh_fail_errno(err, ELOOP, path, "follow");
    }
    return st;
}

bool nh_file_is_same(const nh_env *env, const char *a, const char *b)
{
    nh_file_facts first = {0}, second = {0};

    return nh_file_look(env, a, &first, NULL) == NH_OK &&
           nh_file_look(env, b, &second, NULL) == NH_OK && first.device == second.device &&
           first.number == second.number;
}

bool nh_file_is_in(const nh_env *env, const char *path, const char *folder)
{
    nh_buffer target = {.env = nh_env_or_system(env)};
    nh_buffer parent = {.env = nh_env_or_system(env)};
    bool in = false;

    if (nh_file_follow(env, path, &target, NULL) == NH_OK) {
        nh_file_folder((const char *)target.bytes, &parent);
        in = nh_buf_ok(&parent) && nh_file_is_same(env, (const char *)parent.bytes, folder);
    }
    nh_buf_free(&parent);
    nh_buf_free(&target);
    return in;
}
