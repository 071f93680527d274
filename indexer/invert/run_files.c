/* indexer/invert/run_files.c - the files of runs that are not committed yet. */
#include "indexer/invert/run_files.h"

#include "common/base/error.h"
#include "indexer/commit/file_names.h"

void nh_run_files_init(nh_run_files *f, const nh_env *env, int dir)
{
    *f = (nh_run_files){.env = nh_env_or_system(env), .dir = dir};
    (void)pthread_mutex_init(&f->lock, NULL);
}

void nh_run_files_name(nh_run_files *f, char out[48])
{
    (void)pthread_mutex_lock(&f->lock);
    nh_run_name(out, f->next++);
    (void)pthread_mutex_unlock(&f->lock);
}

static nh_status append(nh_run_files *f, const nh_segment_ref *ref, nh_error *err)
{
    if (f->count == f->capacity) {
        const uint32_t n = f->capacity > 0 ? f->capacity * 2 : 8;
        nh_segment_ref *refs =
            (nh_segment_ref *)nh_resized(f->env, f->refs, n, sizeof *refs);

        if (refs == NULL)
            return nh_fail_memory(err, "the list of runs");
        f->refs = refs;
        f->capacity = n;
    }
    f->refs[f->count++] = *ref;
    return NH_OK;
}

nh_status nh_run_files_flush(nh_run_files *f, nh_run *run, bool sync, nh_error *err)
{
    nh_segment_ref ref;
    char name[48];
    nh_status st;

    nh_run_files_name(f, name);
    st = nh_run_flush(run, name, sync, &ref, err);
    if (st != NH_OK)
        return st;
    (void)pthread_mutex_lock(&f->lock);
    st = append(f, &ref, err);
    (void)pthread_mutex_unlock(&f->lock);
    if (st != NH_OK)
        (void)f->env->io->unlink_at(f->env->io->self, f->dir, name);
    return st;
}

void nh_run_files_drop(nh_run_files *f)
{
    for (uint32_t i = 0; i < f->count; i++)
        (void)f->env->io->unlink_at(f->env->io->self, f->dir, f->refs[i].file.name);
    f->count = 0;
}

void nh_run_files_close(nh_run_files *f)
{
    nh_run_files_drop(f);
    nh_release(f->env, f->refs);
    f->refs = NULL;
    f->capacity = 0;
    (void)pthread_mutex_destroy(&f->lock);
}
