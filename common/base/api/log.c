/* common/base/api/log.c - sentences about what happens inside, for whoever wants to hear them. */
#include "common/base/api/log.h"

#include <stdarg.h>
#include <stdio.h>

void nh_log_say(const nh_env *env, nh_log_level level, const char *fmt, ...)
{
    nh_log *log = nh_env_or_system(env)->log;
    char text[256];
    va_list args;

    if (log == NULL)
        return;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    pthread_mutex_lock(&log->lock);
    log->to.log(log->to.self, level, text);
    pthread_mutex_unlock(&log->lock);
}

void nh_own_env_begin(nh_own_env *own, const nh_env *given, const nh_allocator *allocator,
                      const nh_logger *logger)
{
    *own = (nh_own_env){.env = nh_env_of(given, allocator)};
    pthread_mutex_init(&own->log.lock, NULL);
    if (logger != NULL && logger->log != NULL) {
        own->log.to = *logger;
        own->env.log = &own->log;
    }
}

void nh_own_env_end(nh_own_env *own)
{
    pthread_mutex_destroy(&own->log.lock);
    own->env.log = NULL;
}
