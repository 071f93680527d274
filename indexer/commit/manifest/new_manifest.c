/* indexer/commit/manifest/new_manifest.c - the manifest that the next commit writes. */
#include "indexer/commit/manifest/new_manifest.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"

static bool copy_settings(nh_arena *arena, const nh_settings *from, nh_settings *to)
{
    *to = *from;
    to->language = nh_arena_copy(arena, from->language);
    to->stemmer = nh_arena_copy(arena, from->stemmer);
    to->stopwords = nh_arena_copy(arena, from->stopwords);
    return to->language.ptr != NULL && to->stemmer.ptr != NULL && to->stopwords.ptr != NULL;
}

static bool copy_segments(const nh_manifest_change *change, nh_manifest *out)
{
    const uint32_t n = change->n_segments;

    out->segments = (nh_segment_ref *)nh_arena_array(&out->arena, n, sizeof *out->segments);
    if (out->segments == NULL)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        out->segments[i] = change->segments[i];
        out->articles += change->segments[i].articles;
        out->passages += change->segments[i].passages;
        out->tokens += change->segments[i].tokens;
    }
    out->n_segments = n;
    return true;
}

static int compare_texts(const void *a, const void *b)
{
    return nh_str_compare(*(const nh_str *)a, *(const nh_str *)b);
}

/* The codes sorted, each once; that of the settings goes without saying. */
static bool copy_languages(const nh_manifest_change *change, nh_manifest *out)
{
    const uint32_t most = change->n_languages;
    nh_str *all = (nh_str *)nh_arena_array(&out->arena, most, sizeof *all);
    uint32_t n = 0;

    if (all == NULL)
        return false;
    for (uint32_t i = 0; i < most; i++) {
        all[i] = nh_arena_copy(&out->arena, change->languages[i]);
        if (all[i].ptr == NULL)
            return false;
    }
    qsort(all, most, sizeof *all, compare_texts);
    for (uint32_t i = 0; i < most; i++)
        if (!nh_str_equal(all[i], out->settings.language) &&
            (n == 0 || !nh_str_equal(all[i], all[n - 1])))
            all[n++] = all[i];
    out->languages = all;
    out->n_languages = n;
    return true;
}

nh_status nh_manifest_next(const nh_env *env, const nh_manifest *last,
                           const nh_manifest_change *change, nh_manifest *out,
                           nh_error *err)
{
    nh_manifest m = {.arena = {.env = env}, .generation = last->generation + 1};

    m.written_by = nh_arena_copy(&m.arena, nh_str_of(nh_version()));
    if (m.written_by.ptr == NULL ||
        !copy_settings(&m.arena, &last->settings, &m.settings) ||
        !copy_segments(change, &m) || !copy_languages(change, &m)) {
        nh_manifest_close(&m);
        *out = (nh_manifest){0};
        return nh_fail_memory(err, "the manifest");
    }
    *out = m;
    return NH_OK;
}
