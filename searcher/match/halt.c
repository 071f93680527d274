/* searcher/match/halt.c - when a search has to give up: asked to, or too late. */
#include "searcher/match/halt.h"

#include <inttypes.h>
#include <time.h>

#include "common/base/error.h"

static uint64_t now(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void nh_halt_after(nh_halt *halt, uint64_t milliseconds)
{
    const uint64_t begin = milliseconds > 0 ? now() : 0;

    halt->given = milliseconds;
    halt->deadline = milliseconds < UINT64_MAX - begin ? begin + milliseconds : UINT64_MAX;
}

/* A cancellation ends one search, not all that come after it. */
static bool is_cancelled(const nh_halt *halt)
{
    return halt->cancel != NULL &&
           atomic_load_explicit(halt->cancel, memory_order_relaxed) != 0 &&
           atomic_exchange_explicit(halt->cancel, 0, memory_order_relaxed) != 0;
}

static bool is_set(const nh_flag *flag)
{
    return flag != NULL && atomic_load_explicit(flag, memory_order_relaxed) != 0;
}

nh_status nh_halt_look(const nh_halt *halt, nh_error *err)
{
    if (is_set(halt->stop) || is_set(halt->companions))
        return nh_fail(err, NH_E_CANCELLED, NULL, NH_NO_OFFSET, "the search was stopped");
    if (is_cancelled(halt))
        return nh_fail(err, NH_E_CANCELLED, NULL, NH_NO_OFFSET, "the search was cancelled");
    if (halt->deadline != 0 && now() >= halt->deadline)
        return nh_fail(err, NH_E_LIMIT, "deadline", NH_NO_OFFSET,
                       "the search did not end within %" PRIu64 " ms", halt->given);
    return NH_OK;
}
