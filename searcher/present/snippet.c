/* searcher/present/snippet.c - the text of a passage that was found: none so far. */
#include "searcher/present/snippet.h"

#include "common/base/error.h"

struct nh_snippets {
    const nh_env *env;
};

nh_status nh_snippets_new(const nh_env *env, const nh_passage_rule *rule,
                          nh_analyzer *analyzer, nh_snippets **out, nh_error *err)
{
    nh_snippets *s = nh_new(env, nh_snippets);

    (void)rule;
    (void)analyzer;
    *out = NULL;
    if (s == NULL)
        return nh_fail_memory(err, "snippets");
    s->env = env;
    *out = s;
    return NH_OK;
}

void nh_snippets_free(nh_snippets *s)
{
    if (s != NULL)
        nh_release(s->env, s);
}

nh_status nh_snippet_fill(nh_snippets *s, const nh_snippet_job *job, nh_arena *arena,
                          nh_passage_hit *out, nh_error *err)
{
    (void)s;
    (void)job;
    (void)arena;
    (void)err;
    out->text = (nh_str){NULL, 0};
    out->marks = NULL;
    out->n_marks = 0;
    return NH_OK;
}
