/* searcher/reader.c - an index, opened for questions. */
#include "searcher/reader.h"

#include <string.h>

#include "common/base/error.h"

static nh_status check_all(const nh_index *index, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < index->manifest.n_segments && st == NH_OK; i++)
        st = nh_container_check(nh_segment_container(index->segments[i]), err);
    return st;
}

nh_status nh_reader_open(const char *path, const nh_reader_options *options,
                         nh_reader **out, nh_error *err)
{
    nh_reader_options o = {0};
    nh_reader *r;
    nh_status st;

    *out = NULL;
    if (options != NULL)
        memcpy(&o, options, options->size < sizeof o ? options->size : sizeof o);
    o.env = nh_env_or_system(o.env);
    r = nh_new(o.env, nh_reader);
    if (r == NULL)
        return nh_fail_memory(err, "a reader");
    r->env = o.env;
    st = nh_index_open(o.env, path, o.previous, o.no_map, &r->index, err);
    if (st == NH_OK && o.check_all)
        st = nh_index_name_file(path, check_all(r->index, err), err);
    if (st != NH_OK) {
        nh_reader_close(r);
        return st;
    }
    *out = r;
    return NH_OK;
}

void nh_reader_close(nh_reader *r)
{
    if (r == NULL)
        return;
    nh_index_close(r->index);
    nh_release(r->env, r);
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
    const size_t size = out->size < sizeof *out ? out->size : sizeof *out;
    nh_reader_facts facts = {
        .size = out->size,
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
    memcpy(out, &facts, size);
}
