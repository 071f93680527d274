/* common/codec/kernels/kernels.c - the choice among the sets of inner loops. */
#include "common/codec/kernels/kernels.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "common/codec/kernels/kernels_impl.h"

#if defined(NH_HAVE_AVX2)

static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}

/* AMD's first two Zen have pext in microcode, of tens of steps and more for a mask of many bits. */
static bool has_slow_pext(void)
{
    return __builtin_cpu_is("znver1") || __builtin_cpu_is("znver2");
}

#endif

const nh_kernels *nh_kernels_usable(size_t i)
{
    if (i == 0)
        return &nh_kernels_scalar;
#if defined(NH_HAVE_AVX2)
    if (i == 1 && has_avx2())
        return &nh_kernels_avx2_no_pext;
    if (i == 2 && has_avx2() && !has_slow_pext())
        return &nh_kernels_avx2;
#endif
    return NULL;
}

/* The last usable set is the fastest. */
const nh_kernels *nh_kernels_wished(const char *wish)
{
    const nh_kernels *best = &nh_kernels_scalar;

    for (size_t i = 0; nh_kernels_usable(i) != NULL; i++) {
        best = nh_kernels_usable(i);
        if (wish != NULL && strcmp(wish, best->name) == 0)
            break;
    }
    return best;
}

const nh_kernels *nh_kernels_get(void)
{
    /* Two threads that come first at once choose the same set. */
    static _Atomic(const nh_kernels *) chosen;
    const nh_kernels *k = atomic_load_explicit(&chosen, memory_order_relaxed);

    if (k == NULL) {
        k = nh_kernels_wished(getenv("NH_CPU"));
        atomic_store_explicit(&chosen, k, memory_order_relaxed);
    }
    return k;
}
