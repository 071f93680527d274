/*
 * common/base/env.h - every file call and every allocation, in two small tables.
 *
 * Nothing in the project calls the system for files or memory but through these, so a test
 * can count the calls, fail the n-th, record them, and replay a power cut. File calls
 * return a value >= 0, or a negative errno; errno itself is not used. EINTR is retried by
 * the wrappers below a bounded number of times, unless the caller asked to stop meanwhile.
 */
#ifndef NH_BASE_ENV_H
#define NH_BASE_ENV_H

#include <sys/types.h>

#include "newshound/base.h"

/* What a name in a directory is. */
typedef enum nh_file_kind {
    NH_FILE_REGULAR,
    NH_FILE_DIRECTORY,
    NH_FILE_OTHER
} nh_file_kind;

typedef struct nh_file_facts {
    nh_file_kind kind;
    uint64_t size;    /* bytes; 0 unless regular            */
    int64_t modified; /* seconds since 1970 UTC             */
    uint64_t device;  /* with `number`: which file it is, whatever its name */
    uint64_t number;
    mode_t mode; /* kind and permissions, as fstat(2) has them               */
} nh_file_facts;

/* How mapped bytes will be used. */
typedef enum nh_advice {
    NH_ADVICE_RANDOM, /* here and there: what is not asked for is not to be read ahead */
    NH_ADVICE_SOON    /* they are needed: reading them may begin                        */
} nh_advice;

/* `dir` is a directory descriptor, or AT_FDCWD. `self` is the table's own. */
typedef struct nh_io {
    void *self;
    int (*open_at)(void *self, int dir, const char *name, int flags, mode_t mode);
    int64_t (*read)(void *self, int fd, void *bytes, size_t size);
    /* Waits for something to read, or the end: 1, or 0 after so many milliseconds. NULL: nothing
     * is waited for but in `read`. */
    int (*await)(void *self, int fd, int milliseconds);
    int64_t (*write)(void *self, int fd, const void *bytes, size_t size);
    int64_t (*pread)(void *self, int fd, void *bytes, size_t size, uint64_t offset);
    /* Begins to bring bytes of a file to the device, and does not wait for them: whether anything
     * comes of it, sync_file tells. NULL: they wait for that. */
    void (*push)(void *self, int fd, uint64_t offset, uint64_t size);
    int (*sync_file)(void *self, int fd);
    int (*sync_dir)(void *self, int dir);
    int (*rename_at)(void *self, int dir, const char *from, const char *to);
    int (*link_at)(void *self, int dir, const char *from, const char *to);
    int (*unlink_at)(void *self, int dir, const char *name);
    int (*make_dir)(void *self, int dir, const char *name, mode_t mode);
    int (*read_link_at)(void *self, int dir, const char *name, char *out,
                        size_t capacity);             /* a string; its length   */
    int (*set_mode)(void *self, int fd, mode_t mode); /* permissions, umask unheeded */
    int (*facts)(void *self, int fd, nh_file_facts *out);
    int (*map)(void *self, int fd, uint64_t size, const uint8_t **out); /* read-only */
    int (*unmap)(void *self, const uint8_t *bytes, uint64_t size);
    /* Of bytes that are mapped. NULL: nobody is told. */
    int (*advise)(void *self, const uint8_t *bytes, uint64_t size, nh_advice what);
    int (*lock)(void *self, int fd); /* exclusive, at once or -EWOULDBLOCK */
    int (*close)(void *self, int fd);
    /* The next name in the open directory `fd` copied to `name`: 1, 0 at the end. */
    int (*next_name)(void *self, int fd, char *name, size_t capacity);
} nh_io;

typedef struct nh_env {
    const nh_io *io;
    const nh_allocator *memory;
    const nh_flag *stop; /* non-zero: a wait for input ends; may be NULL           */
    struct nh_log *log;  /* where nh_log_say() speaks (log.h); NULL: nowhere       */
} nh_env;

/* The operating system's files and memory. Never NULL; shared by all threads. */
const nh_env *nh_env_system(void);

/* `env`, or the system's if it is NULL. */
const nh_env *nh_env_or_system(const nh_env *env);

/* Flags to open a file with that is only looked at: it need not be readable, and nothing is waited
 * for, as far as the system can do that. */
int nh_env_look_flags(void);

/* A copy of `given`; or, where that is NULL, the system's files and the memory of `allocator`,
 * where that is NULL, too, the system's. Pointers in it are borrowed from both. */
nh_env nh_env_of(const nh_env *given, const nh_allocator *allocator);

/* True once `env` is told to stop. Any thread. */
bool nh_env_is_stopped(const nh_env *env);

/* `count` zeroed elements of `size` bytes; NULL if the product overflows or memory is
 * short. count == 0 gives a unique pointer. Owned by the caller until nh_release(). */
void *nh_zeroed(const nh_env *env, size_t count, size_t size);

/* `old` with room for `count` elements of `size` bytes, contents kept, new bytes not
 * zeroed; NULL leaves `old` as it was. */
void *nh_resized(const nh_env *env, void *old, size_t count, size_t size);

/* Frees what nh_zeroed() or nh_resized() gave. NULL is accepted. */
void nh_release(const nh_env *env, const void *memory);

/* One T, zeroed, or NULL. */
#define nh_new(env, T) ((T *)nh_zeroed((env), 1, sizeof(T)))

/*
 * Opens `name` below `dir` (flags as open(2); O_CLOEXEC is always added).
 *
 * out  the descriptor, owned by the caller until nh_file_close(); -1 on failure
 * NH_E_CANCELLED   a signal came while it waited for the other end of a pipe, and env->stop
 *                  is set
 * NH_E_IO, NH_E_SPACE, NH_E_NOMEM   as nh_fail_errno()
 */
NH_MUST_USE nh_status nh_file_open(const nh_env *env, int dir, const char *name, int flags,
                                   int *out, nh_error *err);

/* True if there is something called `name` below `dir`. NH_E_IO if that cannot be known, or it is a
 * symbolic link. */
NH_MUST_USE nh_status nh_file_exists(const nh_env *env, int dir, const char *name,
                                     bool *out, nh_error *err);

/* Writes all of `bytes`, continuing after short writes. NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_file_write(const nh_env *env, int fd, const void *bytes,
                                    size_t size, const char *path, nh_error *err);

/* Up to `size` bytes from where the file stands; *out = 0 at its end. NH_E_IO;
 * NH_E_CANCELLED if it would have to wait and env->stop is set, by a signal or any thread. With
 * env->stop, a file opened with O_NONBLOCK is waited for, too. */
NH_MUST_USE nh_status nh_file_read(const nh_env *env, int fd, void *bytes, size_t size,
                                   const char *path, size_t *out, nh_error *err);

/* Exactly `size` bytes at `offset`; an earlier end of the file is NH_E_IO. */
NH_MUST_USE nh_status nh_file_read_at(const nh_env *env, int fd, void *bytes, size_t size,
                                      uint64_t offset, const char *path, nh_error *err);

/* Closes; -1 is accepted. Returns 0 or a negative errno, which a writer must look at. */
int nh_file_close(const nh_env *env, int fd);

#endif
