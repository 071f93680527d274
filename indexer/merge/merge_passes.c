/* indexer/merge/merge_passes.c - segments that are too many to be open at once become one all the same. */
#include "indexer/merge/merge_passes.h"

#include <string.h>

#include "common/base/error.h"

#define ALWAYS 8u                    /* the room beside --memory is enough for them */
#define FOR_EACH ((uint64_t)2 << 20) /* a segment more: twice what it keeps          */

/* What is left to be merged, in the order of the result. */
typedef struct passes {
    const nh_merge_job *job;
    nh_run_files *names;
    nh_merge_source *sources;
    bool *is_made; /* by source: an earlier pass made it, nobody else needs it */
    uint32_t count;
} passes;

uint32_t nh_merge_at_once(uint64_t memory)
{
    const uint64_t more = memory / FOR_EACH;

    return more < UINT32_MAX - ALWAYS ? ALWAYS + (uint32_t)more : UINT32_MAX;
}

static void drop(const passes *p, uint32_t first, uint32_t n)
{
    const nh_env *env = nh_env_or_system(p->job->env);

    for (uint32_t i = first; i < first + n; i++)
        if (p->is_made[i]) {
            (void)env->io->unlink_at(env->io->self, p->job->dir,
                                     p->sources[i].ref.file.name);
            p->is_made[i] = false;
        }
}

/* `n` sources from `first` on become one, the to-th. */
static nh_status merge_some(passes *p, uint32_t first, uint32_t n, uint32_t to,
                            nh_error *err)
{
    nh_merge_source made = p->sources[first];
    bool is_made = p->is_made[first];
    nh_status st = NH_OK;

    if (n > 1) {
        nh_merge_job job = *p->job;
        char name[48];

        job.sources = p->sources + first;
        job.count = n;
        job.press = 0;
        job.passing = true;
        made = (nh_merge_source){.deleted = NULL};
        nh_run_files_name(p->names, name);
        st = nh_merge(&job, name, &made.ref, err);
        if (st != NH_OK)
            return st;
        drop(p, first, n);
        is_made = true;
    } else {
        p->is_made[first] = false; /* it goes on elsewhere */
    }
    p->sources[to] = made;
    p->is_made[to] = is_made;
    return NH_OK;
}

/* As many parts as are needed, of about the same number of neighbours, become one each. */
static nh_status pass(passes *p, uint32_t most, nh_error *err)
{
    const uint32_t n = p->count, parts = n / most + (n % most > 0);
    nh_status st = NH_OK;

    for (uint32_t i = 0; st == NH_OK && i < parts; i++) {
        const uint32_t first = (uint32_t)((uint64_t)n * i / parts);
        const uint32_t end = (uint32_t)((uint64_t)n * (i + 1) / parts);

        st = merge_some(p, first, end - first, i, err);
    }
    if (st == NH_OK)
        p->count = parts;
    return st;
}

static nh_status merge_last(const passes *p, const char *name, nh_segment_ref *ref,
                            nh_error *err)
{
    nh_merge_job job = *p->job;

    job.sources = p->sources;
    job.count = p->count;
    return nh_merge(&job, name, ref, err);
}

nh_status nh_merge_passes(const nh_merge_job *job, nh_run_files *names, const char *name,
                          nh_segment_ref *ref, nh_error *err)
{
    const nh_env *env = nh_env_or_system(job->env);
    const uint32_t most = nh_merge_at_once(job->memory);
    passes p = {.job = job, .names = names, .count = job->count};
    nh_status st = NH_OK;

    if (job->count <= most)
        return nh_merge(job, name, ref, err);
    p.sources = (nh_merge_source *)nh_zeroed(env, job->count, sizeof *p.sources);
    p.is_made = (bool *)nh_zeroed(env, job->count, sizeof *p.is_made);
    if (p.sources == NULL || p.is_made == NULL) {
        st = nh_fail_memory(err, "merging");
        goto done;
    }
    memcpy(p.sources, job->sources, job->count * sizeof *p.sources);
    while (st == NH_OK && p.count > most)
        st = pass(&p, most, err);
    if (st == NH_OK)
        st = merge_last(&p, name, ref, err);
    drop(&p, 0, job->count);
done:
    nh_release(env, p.sources);
    nh_release(env, p.is_made);
    return st;
}
