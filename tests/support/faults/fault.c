/* tests/support/faults/fault.c - an environment that says no when a test wants it to. */
#include "tests/support/faults/fault_state.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/cm.h"

bool fault_is_due(fault_plan p, size_t now)
{
    return p.at != FAULT_NEVER && (now == p.at || (p.onward && now > p.at));
}

/* ---- memory ------------------------------------------------------------------------- */

static void count_bytes(fault *f, size_t gone, size_t come)
{
    f->bytes = f->bytes - gone + come;
    if (f->bytes > f->peak)
        f->peak = f->bytes;
}

static void *resize(void *self, void *old, size_t size)
{
    fault *f = (fault *)self;
    const size_t before = old != NULL ? malloc_usable_size(old) : 0;
    void *piece = NULL;

    pthread_mutex_lock(&f->lock);
    if (fault_is_due(f->allocation, f->allocations++))
        f->reached = true;
    else
        piece = realloc(old, size > 0 ? size : 1);
    if (piece != NULL) {
        f->pieces += old == NULL;
        count_bytes(f, before, malloc_usable_size(piece));
    }
    pthread_mutex_unlock(&f->lock);
    return piece;
}

static void release(void *self, void *old)
{
    fault *f = (fault *)self;

    if (old == NULL)
        return;
    pthread_mutex_lock(&f->lock);
    f->pieces--;
    count_bytes(f, malloc_usable_size(old), 0);
    pthread_mutex_unlock(&f->lock);
    free(old);
}

/* ---- for tests ---------------------------------------------------------------------- */

fault *fault_new(void)
{
    fault *f = (fault *)calloc(1, sizeof *f);

    assert_non_null(f);
    f->io = fault_io(f);
    f->memory = (nh_allocator){.self = f, .resize = resize, .release = release};
    f->env = (nh_env){.io = &f->io, .memory = &f->memory};
    f->allocation.at = FAULT_NEVER;
    f->call.at = FAULT_NEVER;
    f->op = -1;
    pthread_mutex_init(&f->lock, NULL);
    return f;
}

void fault_free(fault *f)
{
    if (f->pieces != 0 || f->descriptors != 0 || f->mappings != 0)
        fail_msg("still held: %zu pieces of memory, %zu descriptors, %zu mappings",
                 f->pieces, f->descriptors, f->mappings);
    pthread_mutex_destroy(&f->lock);
    free(f->records);
    free(f);
}

const nh_env *fault_env(fault *f)
{
    return &f->env;
}

void fault_fail_allocation(fault *f, size_t n, bool onward)
{
    f->allocation = (fault_plan){f->allocations + n, onward};
}

void fault_fail_call(fault *f, size_t n, int code, bool onward)
{
    f->op = -1;
    f->code = code;
    f->call = (fault_plan){f->calls + n, onward};
}

void fault_fail_op(fault *f, fault_op op, size_t n, int code, bool onward)
{
    f->op = (int)op;
    f->code = code;
    f->call = (fault_plan){f->calls_of[op] + n, onward};
}

void fault_shorten(fault *f, size_t most)
{
    f->most = most;
}

bool fault_reached(const fault *f)
{
    return f->reached;
}

size_t fault_allocations(const fault *f)
{
    return f->allocations;
}

size_t fault_calls(const fault *f)
{
    return f->calls;
}

size_t fault_calls_of(const fault *f, fault_op op)
{
    return f->calls_of[op];
}

size_t fault_held(const fault *f)
{
    return f->pieces + f->descriptors + f->mappings;
}

size_t fault_bytes_held(const fault *f)
{
    return f->bytes;
}

size_t fault_bytes_peak(const fault *f)
{
    return f->peak;
}

void fault_record_calls(fault *f)
{
    f->recording = true;
}

const fault_record *fault_records(const fault *f, size_t *count)
{
    *count = f->record_count;
    return f->records;
}

const char *fault_op_text(fault_op op)
{
    static const char *const texts[FAULT_OPS] = {
        "open_at",   "read",    "write",     "pread",     "sync_file",    "sync_dir",
        "rename_at", "link_at", "unlink_at", "make_dir",  "facts",        "map",
        "unmap",     "lock",    "close",     "next_name", "read_link_at", "set_mode",
    };

    return op < FAULT_OPS ? texts[op] : "?";
}

/* One run of a sweep; true if there was an allocation to fail. */
static bool survives(fault_action *action, void *context, size_t n, bool onward)
{
    fault *f = fault_new();
    nh_status st;
    bool reached;

    fault_fail_allocation(f, n, onward);
    st = action(fault_env(f), context);
    reached = f->reached;
    if (st != (reached ? NH_E_NOMEM : NH_OK))
        fail_msg("allocation %zu %s: status \"%s\"", n, reached ? "failed" : "not reached",
                 nh_status_text(st));
    if (fault_held(f) != 0)
        fail_msg("allocation %zu failed: %zu objects are still held", n, fault_held(f));
    fault_free(f);
    return reached;
}

size_t fault_sweep_allocations(fault_action *action, void *context)
{
    size_t n = 0;

    while (survives(action, context, n, false) && survives(action, context, n, true))
        n++;
    if (n == 0)
        fail_msg("nothing is allocated, so that nothing was shown");
    return n;
}
