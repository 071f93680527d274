/* indexer/invert/run_files.c - the files of runs that are not committed yet. */
#include "indexer/invert/run_files.h"

#include <inttypes.h>

#include "common/base/api/log.h"
#include "common/base/error.h"
#include "common/base/memory/grow.h"
#include "common/base/str.h"
#include "indexer/commit/file_names.h"

void nh_run_files_init(nh_run_files *f, const nh_env *env, int dir)
{
    *f = (nh_run_files){.env = nh_env_or_system(env), .dir = dir};
    (void)pthread_mutex_init(&f->lock, NULL);
    nh_word_lists_init(&f->words, f->env);
}

void nh_run_files_name(nh_run_files *f, char out[48])
{
    (void)pthread_mutex_lock(&f->lock);
    nh_run_name(out, f->next++);
    (void)pthread_mutex_unlock(&f->lock);
}

static nh_status append(nh_run_files *f, const nh_run_file *file, nh_error *err)
{
    nh_run_file *list =
        (nh_run_file *)nh_grown(f->env, f->list, f->count, &f->capacity, 8, sizeof *list);

    if (list == NULL)
        return nh_fail_memory(err, "the list of runs");
    f->list = list;
    f->list[f->count++] = *file;
    return NH_OK;
}

nh_status nh_run_files_flush(nh_run_files *f, nh_run *const *runs, unsigned n, bool sync,
                             nh_error *err)
{
    nh_run_file file;
    char name[48];
    nh_status st;

    nh_run_files_name(f, name);
    st = nh_runs_flush(runs, n, name, sync, &file, err);
    if (st != NH_OK)
        return st;
    nh_log_say(f->env, NH_LOG_DEBUG, "wrote a run of %" PRIu32 " article%s",
               file.ref.articles, nh_plural(file.ref.articles));
    (void)pthread_mutex_lock(&f->lock);
    st = append(f, &file, err);
    (void)pthread_mutex_unlock(&f->lock);
    if (st != NH_OK) {
        (void)f->env->io->unlink_at(f->env->io->self, f->dir, name);
        nh_release(f->env, file.serials);
    }
    return st;
}

void nh_run_files_drop(nh_run_files *f)
{
    for (uint32_t i = 0; i < f->count; i++)
        (void)f->env->io->unlink_at(f->env->io->self, f->dir, f->list[i].ref.file.name);
    nh_run_files_forget(f);
}

void nh_run_files_forget(nh_run_files *f)
{
    for (uint32_t i = 0; i < f->count; i++)
        nh_release(f->env, f->list[i].serials);
    f->count = 0;
    nh_word_lists_restart(&f->words);
}

void nh_run_files_close(nh_run_files *f)
{
    nh_run_files_drop(f);
    nh_release(f->env, f->list);
    f->list = NULL;
    f->capacity = 0;
    nh_word_lists_close(&f->words);
    (void)pthread_mutex_destroy(&f->lock);
}
