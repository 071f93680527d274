/* searcher/reader.c - an index, opened for questions. */
#include "searcher/reader.h"

#include <fcntl.h>
#include <inttypes.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"

static nh_status check_all(const nh_index *index, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < index->manifest.n_segments && st == NH_OK; i++)
        st = nh_container_check(nh_segment_container(index->segments[i]), err);
    return st;
}

static nh_status open_index(nh_reader *r, const char *path, nh_error *err)
{
    const nh_reader_options *o = &r->options;
    nh_status st = nh_index_open(r->env, path, o->previous, o->no_map, &r->index, err);

    if (st == NH_OK && o->check_all)
        st = nh_index_name_file(path, check_all(r->index, err), err);
    if (st == NH_OK)
        nh_log_say(r->env, NH_LOG_DEBUG,
                   "opened generation %" PRIu64 " of %s: %" PRIu32 " segment%s, %" PRIu64
                   " article%s",
                   r->index->manifest.generation, path, r->index->manifest.n_segments,
                   nh_plural(r->index->manifest.n_segments), r->index->live.articles,
                   nh_plural(r->index->live.articles));
    return st;
}

nh_status nh_reader_open(const char *path, const nh_reader_options *options,
                         nh_reader **out, nh_error *err)
{
    nh_reader_options o;
    nh_env env;
    nh_reader *r;
    nh_status st = nh_sized_read(&o, sizeof o, options, "options of a reader", err);

    *out = NULL;
    if (st != NH_OK)
        return st;
    env = nh_env_of(o.env, o.allocator);
    r = nh_new(&env, nh_reader);
    if (r == NULL)
        return nh_fail_memory(err, "a reader");
    nh_own_env_begin(&r->own, o.env, o.allocator, o.logger);
    r->env = &r->own.env;
    r->options = o;
    r->options.size = sizeof o;
    st = open_index(r, path, err);
    if (st != NH_OK) {
        nh_reader_close(r);
        return st;
    }
    *out = r;
    return NH_OK;
}

/* Is the folder that is open still what its path names? */
static bool is_in_place(const nh_reader *r)
{
    const nh_io *io = r->env->io;
    nh_file_facts open = {0}, named = {0};
    bool same;
    int fd;

    if (nh_file_open(r->env, AT_FDCWD, r->index->path, O_RDONLY | O_DIRECTORY, &fd, NULL) !=
        NH_OK)
        return false;
    same = io->facts(io->self, r->index->dir, &open) >= 0 &&
           io->facts(io->self, fd, &named) >= 0 && open.device == named.device &&
           open.number == named.number;
    (void)nh_file_close(r->env, fd);
    return same;
}

/* Has the folder that is open still the commit of `r` as its last? */
static bool has_last_commit(const nh_reader *r)
{
    const char *name = r->options.previous ? "manifest.prev" : "manifest";
    nh_manifest now;
    bool same;

    if (nh_manifest_read(r->env, r->index->dir, name, &now, NULL) != NH_OK)
        return false;
    same = now.generation == r->index->manifest.generation;
    nh_manifest_close(&now);
    return same;
}

nh_status nh_reader_refresh(const nh_reader *r, nh_reader **out, nh_error *err)
{
    *out = NULL;
    /* What is gone or cannot be read is opened anew, which tells why. */
    if (is_in_place(r) && has_last_commit(r))
        return NH_OK;
    return nh_reader_open(r->index->path, &r->options, out, err);
}

void nh_reader_close(nh_reader *r)
{
    nh_env env;

    if (r == NULL)
        return;
    nh_index_close(r->index);
    nh_own_env_end(&r->own);
    env = r->own.env;
    nh_release(&env, r);
}

nh_analysis nh_reader_analysis(const nh_reader *r)
{
    const nh_settings *s = &r->index->manifest.settings;

    return (nh_analysis){.profile = (nh_profile)s->profile,
                         .language = s->language,
                         .stemmer = s->stemmer,
                         .stopwords = s->stopwords};
}

void nh_reader_facts_get(const nh_reader *r, nh_reader_facts *out)
{
    const nh_manifest *m = &r->index->manifest;
    nh_reader_facts facts = {
        .generation = m->generation,
        .articles = r->index->live.articles,
        .passages = r->index->live.passages,
        .tokens = r->index->live.tokens,
        .segments = m->n_segments,
        .whole = m->settings.whole != 0,
        .stored = m->settings.store,
        .k1 = (double)m->settings.k1 / 1e6,
        .b = (double)m->settings.b / 1e6,
    };

    for (uint32_t i = 0; i < m->n_segments; i++)
        facts.deleted += m->segments[i].deleted;
    nh_sized_give(out, &facts, sizeof facts);
}
