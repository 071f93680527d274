/*
 * common/base/api/log.h - sentences about what happens inside, for whoever wants to hear them.
 */
#ifndef NH_BASE_LOG_H
#define NH_BASE_LOG_H

#include <pthread.h>

#include "common/base/env.h"

/* Where the sentences of one open thing go. Its owner keeps it as long as the environment that
 * points to it. */
typedef struct nh_log {
    nh_logger to;
    pthread_mutex_t lock; /* of whoever speaks: the caller hears one at a time */
} nh_log;

/* Tells the logger of `env` a formatted sentence, cut at 255 bytes; says nothing where there is
 * none. Any thread. */
void nh_log_say(const nh_env *env, nh_log_level level, const char *fmt, ...)
    NH_PRINTF(3, 4);

/* The environment of an open thing: what its caller gave, and its log. */
typedef struct nh_own_env {
    nh_env env; /* to be handed on; points into this struct, which must not move */
    nh_log log;
} nh_own_env;

/*
 * given      the caller's, or NULL: the system's files, and memory from `allocator`
 * allocator  NULL: malloc
 * logger     NULL: nobody hears
 * All are borrowed, until whatever was opened with them is closed.
 */
void nh_own_env_begin(nh_own_env *own, const nh_env *given, const nh_allocator *allocator,
                      const nh_logger *logger);

/* After the last use of its environment. */
void nh_own_env_end(nh_own_env *own);

#endif
