/* indexer/inspect/stats.c - what an index holds, and where its bytes go. */
#include <stdio.h>
#include <string.h>

#include "common/base/api/sized.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/file/index.h"
#include "common/segment/postings/champions.h"
#include "common/segment/postings/postings_reader.h"
#include "common/text/pairs/pair_words.h"
#include "indexer/inspect/inspect.h"
#include "indexer/settings.h"
#include "newshound/indexer.h"

/* The dictionaries of all segments, walked side by side. */
typedef struct walk {
    const nh_env *env;
    nh_terms **terms;     /* a walker a segment                       */
    const nh_term **here; /* where each stands; NULL behind its last  */
    uint32_t n;
} walk;

static void close_walk(walk *w)
{
    for (uint32_t i = 0; i < w->n && w->terms != NULL; i++)
        nh_terms_close(w->terms[i]);
    nh_release(w->env, w->terms);
    nh_release(w->env, w->here);
}

static nh_status open_walk(const nh_index *index, walk *w, nh_error *err)
{
    nh_status st = NH_OK;

    w->n = index->manifest.n_segments;
    w->terms = nh_zeroed(w->env, w->n, sizeof(nh_terms *));
    w->here = nh_zeroed(w->env, w->n, sizeof(const nh_term *));
    if (w->terms == NULL || w->here == NULL)
        return nh_fail_memory(err, "the dictionaries");
    for (uint32_t i = 0; i < w->n && st == NH_OK; i++) {
        st = nh_terms_open(index->segments[i], &w->terms[i], err);
        if (st == NH_OK)
            st = nh_terms_next(w->terms[i], &w->here[i], err);
    }
    return st;
}

/* The walker with the smallest term, or n when all are done. */
static uint32_t first_of(const walk *w)
{
    uint32_t best = w->n;

    for (uint32_t i = 0; i < w->n; i++)
        if (w->here[i] != NULL &&
            (best == w->n || nh_str_compare(w->here[i]->text, w->here[best]->text) < 0))
            best = i;
    return best;
}

/* Passes over the smallest term wherever it stands; the one compared with moves last. */
static nh_status pass_over(walk *w, uint32_t first, nh_error *err)
{
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < w->n && st == NH_OK; i++)
        if (i != first && w->here[i] != NULL &&
            nh_str_equal(w->here[i]->text, w->here[first]->text))
            st = nh_terms_next(w->terms[i], &w->here[i], err);
    return st == NH_OK ? nh_terms_next(w->terms[first], &w->here[first], err) : st;
}

static nh_status count_terms(const nh_index *index, uint64_t *out, nh_error *err)
{
    walk w = {.env = index->env};
    nh_status st = NH_OK;

    if (index->manifest.n_segments == 1) {
        *out = nh_segment_info_get(index->segments[0])->terms;
        return NH_OK;
    }
    st = open_walk(index, &w, err);
    for (uint32_t i = first_of(&w); st == NH_OK && i < w.n; i = first_of(&w)) {
        ++*out;
        st = nh_env_is_stopped(w.env) ? nh_fail_stopped(err) : pass_over(&w, i, err);
    }
    close_walk(&w);
    return st;
}

static void add_sections(nh_segment *seg, nh_index_stats *out)
{
    for (unsigned kind = 0; kind < NH_SECTION_KINDS; kind++) {
        const uint64_t size =
            nh_container_size(nh_segment_container(seg), (nh_section_kind)kind);
        const char *name = nh_section_name(kind);
        size_t i = 0;

        if (size == 0)
            continue;
        while (i < out->n_sections && strcmp(out->sections[i].name, name) != 0)
            i++;
        if (i == NH_SECTION_NAMES)
            continue;
        out->sections[i].name = name;
        out->sections[i].bytes += size;
        out->n_sections += i == out->n_sections;
    }
}

static void put_text(char *to, size_t room, nh_str text)
{
    snprintf(to, room, "%.*s", NH_STR_ARG(text));
}

static nh_status add_pair(nh_segment *seg, const nh_term *pair,
                          const nh_payload_sizes *sizes, nh_index_stats *out, nh_error *err)
{
    const uint64_t passages = nh_segment_info_get(seg)->passages;
    nh_champions c;
    nh_status st;

    if ((pair->flags & NH_TERM_SMALL) != 0)
        out->pair_bytes += pair->small_size;
    else
        out->pair_bytes += nh_directory_size(pair) + sizes->postings;
    if ((pair->flags & NH_TERM_MAXIMA) != 0)
        out->pair_bytes += (passages + NH_RANGE - 1) / NH_RANGE;
    if (!nh_term_has_champions(pair))
        return NH_OK;
    st = nh_champions_read(seg, pair, &c, err);
    out->pair_bytes += st == NH_OK ? nh_champions_size(&c) : 0;
    return st;
}

/* The pair with this key in all segments. */
static nh_status count_pair(const nh_index *index, const walk *w, nh_str key,
                            nh_index_stats *out, nh_error *err)
{
    bool there = false;
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < w->n && st == NH_OK; i++) {
        nh_payload_sizes sizes;
        const nh_term *pair;

        st = nh_terms_find_pair(w->terms[i], key, &pair, err);
        if (st != NH_OK || pair == NULL)
            continue;
        there = true;
        st = nh_postings_sizes(index->segments[i], pair, &sizes, err);
        if (st == NH_OK)
            st = add_pair(index->segments[i], pair, &sizes, out, err);
    }
    out->n_pairs += there;
    return st;
}

static nh_status count_pairs(const nh_index *index, nh_index_stats *out, nh_error *err)
{
    const uint32_t list = index->manifest.settings.pairs;
    char room[NH_PAIR_KEY_SIZE];
    walk w = {.env = index->env};
    nh_status st = open_walk(index, &w, err);

    for (uint32_t a = 1; st == NH_OK && nh_pair_word_text(list, a).len > 0; a++)
        for (uint32_t b = 1; st == NH_OK && nh_pair_word_text(list, b).len > 0; b++)
            st = count_pair(
                index, &w,
                nh_pair_key(nh_pair_word_text(list, a), nh_pair_word_text(list, b), room),
                out, err);
    close_walk(&w);
    return st;
}

static void put_settings(const nh_manifest *m, nh_index_stats *out)
{
    static const char *const profiles[] = {"", "news", "plain", "whitespace"};
    const nh_settings *s = &m->settings;

    put_text(out->analysis, sizeof out->analysis, nh_str_of(profiles[s->profile & 3]));
    put_text(out->stemmer, sizeof out->stemmer, s->stemmer);
    put_text(out->language, sizeof out->language, s->language);
    put_text(out->store, sizeof out->store, nh_str_of(s->store ? "text" : "none"));
    put_text(out->pairs, sizeof out->pairs, nh_str_of(nh_chosen_pairs_text(s)));
    put_text(out->written_by, sizeof out->written_by, m->written_by);
    nh_chosen_rule_text(s, out->passage_rule);
    out->k1 = s->k1 / 1e6;
    out->b = s->b / 1e6;
    for (size_t i = 0; i < s->stopwords.len; i++)
        out->n_stopwords += s->stopwords.ptr[i] == '\n' || i + 1 == s->stopwords.len;
}

static nh_status fill(const nh_index *index, nh_index_stats *out, nh_error *err)
{
    nh_index_stats s = {.size = sizeof s};
    nh_status st;

    s.generation = index->manifest.generation;
    s.articles = index->live.articles;
    s.passages = index->live.passages;
    s.tokens = index->live.tokens;
    s.segments = index->manifest.n_segments;
    put_settings(&index->manifest, &s);
    for (uint32_t i = 0; i < index->manifest.n_segments; i++) {
        const nh_segment_ref *ref = &index->manifest.segments[i];

        s.bytes += ref->file.file_size + ref->deletions.file_size;
        s.deleted += ref->deleted;
        s.postings += nh_segment_info_get(index->segments[i])->postings;
        add_sections(index->segments[i], &s);
    }
    st = count_terms(index, &s.terms, err);
    if (st == NH_OK)
        st = count_pairs(index, &s, err);
    if (st == NH_OK)
        nh_sized_give(out, &s, sizeof s);
    return st;
}

nh_status nh_index_stats_read(const char *path, const nh_inspect_options *options,
                              nh_index_stats *out, nh_error *err)
{
    nh_env env;
    nh_index *index = NULL;
    nh_status st = nh_inspect_begin(options, &env, err);

    if (st == NH_OK)
        st = nh_sized_check(out, "statistics of an index", err);
    if (st == NH_OK)
        st = nh_index_open(&env, path, false, false, &index, err);
    if (st != NH_OK)
        return st;
    st = fill(index, out, err);
    nh_index_close(index);
    return nh_index_name_file(path, st, err);
}
