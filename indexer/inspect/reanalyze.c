/* indexer/inspect/reanalyze.c - the stored text analysed again, and compared with the postings. */
#include "indexer/inspect/reanalyze.h"

#include <inttypes.h>
#include <stdio.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/articles_reader.h"
#include "common/segment/articles/stored_reader.h"
#include "common/segment/postings/postings_reader.h"
#include "common/text/passages/passages.h"
#include "indexer/invert/occurrences/run_pairs.h"
#include "indexer/settings.h"

#define MOST_TOLD 100u

/* A comparison under way, and the segment it is at. */
typedef struct comparison {
    const nh_env *env;
    const nh_found_sink *sink;
    nh_analyzer *analyzer;
    nh_cutter *cutter;
    nh_text_range *skips;
    size_t skips_room;
    nh_segment *seg;
    nh_passage_view passages;
    nh_article_view articles;
    nh_run_pairs pairs; /* of the article that was cut last                            */
    uint64_t
        *words; /* of each passage: the sum over its words and pairs of a hash of each */
    uint64_t count; /* findings                                                  */
    nh_error *err;
} comparison;

static uint64_t hash_text(uint64_t h, nh_str s)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (uint8_t)s.ptr[i]) * 1099511628211u; /* FNV-1a */
    return (h ^ s.len) * 1099511628211u;
}

/* A word in its place; sums of these do not depend on an order. */
static uint64_t hash_word(nh_str term, nh_str form, uint8_t position)
{
    const uint64_t h = hash_text(hash_text(14695981039346656037u, term), form);

    return (h ^ position) * 0x9e3779b97f4a7c15u;
}

static uint64_t hash_pair(nh_str key)
{
    return hash_word(key, (nh_str){NULL, 0}, 0);
}

static void tell(comparison *c, const char *name, uint32_t article, uint32_t passage)
{
    nh_container *file = nh_segment_container(c->seg);
    const uint64_t at = nh_container_offset(file, NH_SECTION_LENGTHS) + passage;
    char text[120];

    (void)snprintf(text, sizeof text,
                   "article %" PRIu32 ", passage %" PRIu32
                   ": the stored text analysed again says otherwise",
                   article, passage);
    if (c->count++ == 0)
        (void)nh_fail(c->err, NH_E_CORRUPT, nh_container_ref(file)->name, at, "%s: %s",
                      name, text);
    if (c->count <= MOST_TOLD && c->sink->on_found != NULL)
        c->sink->on_found(c->sink->self,
                          &(nh_found){name, nh_container_ref(file)->name, at, text});
}

/* NH_E_CANCELLED once the caller asked to stop. */
static nh_status go_on(const comparison *c)
{
    return nh_env_is_stopped(c->env) ? nh_fail_stopped(c->err) : NH_OK;
}

static nh_status add_block(comparison *c, const nh_term *term, nh_postings *p,
                           const nh_block *b)
{
    const uint8_t *positions;
    const uint16_t *codes = NULL;
    nh_status st = nh_postings_positions(p, &positions, c->err);

    if (st == NH_OK)
        st = nh_postings_codes(p, &codes, c->err);
    for (uint32_t i = 0, k = 0; st == NH_OK && i < b->count; i++)
        for (uint32_t n = 0; n < b->tf[i]; n++, k++)
            c->words[b->passages[i]] +=
                hash_word(term->text, term->forms[codes[k]].text, positions[k]);
    return st;
}

static nh_status add_pairs(comparison *c, const nh_term *pair, const nh_block *b)
{
    for (uint32_t i = 0; i < b->count; i++)
        c->words[b->passages[i]] += b->tf[i] * hash_pair(pair->text);
    return NH_OK;
}

static nh_status add_term(comparison *c, const nh_term *term)
{
    nh_postings *p = NULL;
    const nh_block *b = NULL;
    nh_status st = nh_postings_open(c->seg, term, &p, c->err);

    if (st == NH_OK)
        st = nh_postings_next(p, &b, c->err);
    while (st == NH_OK && b != NULL) {
        st = nh_term_is_pair(term) ? add_pairs(c, term, b) : add_block(c, term, p, b);
        if (st == NH_OK)
            st = go_on(c);
        if (st == NH_OK)
            st = nh_postings_next(p, &b, c->err);
    }
    nh_postings_close(p);
    return st;
}

static nh_status add_terms(comparison *c)
{
    nh_terms *terms = NULL;
    const nh_term *term = NULL;
    nh_status st = nh_terms_open_all(c->seg, &terms, c->err);

    if (st == NH_OK)
        st = nh_terms_next(terms, &term, c->err);
    while (st == NH_OK && term != NULL) {
        st = add_term(c, term);
        if (st == NH_OK)
            st = go_on(c);
        if (st == NH_OK)
            st = nh_terms_next(terms, &term, c->err);
    }
    nh_terms_close(terms);
    return st;
}

/* The skipped ranges of a text, as the cutter wants them. */
static nh_status read_skips(comparison *c, nh_str skips, nh_cut_text *text)
{
    uint32_t end = 0;
    nh_text_range range;

    while (nh_stored_skip(&skips, &end, &range.at, &range.size)) {
        if (text->n_skips == c->skips_room) {
            const size_t room = 2 * c->skips_room + 8;
            nh_text_range *more =
                (nh_text_range *)nh_resized(c->env, c->skips, room, sizeof *more);

            if (more == NULL)
                return nh_fail_memory(c->err, "verification");
            c->skips = more;
            c->skips_room = room;
        }
        c->skips[text->n_skips++] = range;
    }
    text->skips = c->skips;
    return NH_OK;
}

/* The passage of the article that was cut, whose pairs begin at number `*pair`, which moves on. */
static uint64_t words_of(const comparison *c, const nh_cut *cut, uint32_t number,
                         size_t *pair)
{
    const nh_passage *p = &cut->passages[number];
    const nh_run_pairs *pairs = &c->pairs;
    char room[NH_PAIR_KEY_SIZE];
    uint64_t sum = 0;

    for (uint32_t i = p->first; i < p->first + p->count; i++) {
        const nh_word *w = nh_analyzer_word(c->analyzer, cut->tokens[i].word);

        sum += hash_word(w->term, w->form, cut->tokens[i].pos);
    }
    for (; *pair < pairs->count && pairs->list[*pair].passage == number; ++*pair)
        sum += hash_pair(nh_run_pairs_key(pairs->version, pairs->list[*pair].term, room));
    return sum;
}

static void compare_cut(comparison *c, uint32_t article, const nh_cut *cut)
{
    const uint32_t first = nh_first_passage(&c->articles, article);
    const uint32_t n = nh_first_passage(&c->articles, article + 1) - first;
    size_t pair = 0;

    if (cut->n_passages != n) {
        tell(c, "recut", article, first);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        const nh_passage *p = &cut->passages[i];
        const uint64_t words = words_of(c, cut, i, &pair);

        if (p->count != c->passages.lengths[first + i] ||
            p->span != c->passages.spans[first + i] ||
            p->flags != nh_passage_flags(&c->passages, first + i))
            tell(c, "recut", article, first + i);
        else if (words != c->words[first + i])
            tell(c, "reanalysis", article, first + i);
    }
}

static nh_status compare_article(comparison *c, nh_stored_reader *r, uint32_t article)
{
    nh_stored s = {0};
    nh_cut_text text = {0};
    nh_cut cut = {0};
    nh_status st = nh_stored_get(r, article, &s, c->err);

    text.headline = s.headline;
    text.text = s.text;
    if (st == NH_OK)
        st = read_skips(c, s.skips, &text);
    if (st == NH_OK)
        st = nh_analyzer_language(c->analyzer, s.language, &text.language, c->err);
    if (st == NH_OK)
        st = nh_cut_article(c->cutter, &text, &cut, c->err);
    if (st == NH_OK)
        st = nh_run_pairs_find(&c->pairs, c->analyzer, &cut, c->err);
    if (st == NH_OK)
        compare_cut(c, article, &cut);
    return st;
}

static nh_status compare_articles(comparison *c)
{
    nh_stored_reader *r = NULL;
    nh_status st = nh_stored_open(c->seg, &r, c->err);

    for (uint32_t a = 0; st == NH_OK && a < c->articles.count; a++) {
        st = compare_article(c, r, a);
        if (st == NH_OK)
            st = go_on(c);
    }
    nh_stored_close(r);
    return st;
}

static nh_status compare_segment(comparison *c, nh_segment *seg)
{
    nh_status st;

    c->seg = seg;
    st = nh_passage_view_get(seg, &c->passages, c->err);
    if (st == NH_OK)
        st = nh_article_view_get(seg, &c->articles, c->err);
    if (st != NH_OK || !nh_segment_info_get(seg)->stored)
        return st;
    c->words = (uint64_t *)nh_zeroed(c->env, c->passages.count, sizeof *c->words);
    if (c->words == NULL)
        return nh_fail_memory(c->err, "verification");
    st = add_terms(c);
    if (st == NH_OK)
        st = compare_articles(c);
    nh_release(c->env, c->words);
    c->words = NULL;
    return st;
}

static nh_status compare_index(comparison *c, const nh_index *index)
{
    const nh_chosen chosen = nh_chosen_of(&index->manifest.settings);
    nh_status st = nh_analyzer_new(c->env, &chosen.analysis, &c->analyzer, c->err);

    nh_run_pairs_init(&c->pairs, c->env, chosen.settings.pairs,
                      chosen.settings.profile == NH_PROFILE_WHITESPACE);

    if (st == NH_OK)
        st = nh_cutter_new(c->env, &chosen.rule, c->analyzer, &c->cutter, c->err);
    for (uint32_t i = 0; st == NH_OK && i < index->manifest.n_segments; i++)
        st = compare_segment(c, index->segments[i]);
    nh_run_pairs_clear(&c->pairs);
    nh_cutter_free(c->cutter);
    nh_analyzer_free(c->analyzer);
    nh_release(c->env, c->skips);
    return st;
}

nh_status nh_reanalyze(const nh_env *env, const char *path, const nh_found_sink *sink,
                       nh_error *err)
{
    comparison c = {.env = env, .sink = sink, .err = err};
    nh_index *index = NULL;
    nh_status st = nh_index_open(env, path, false, false, &index, err);

    if (st == NH_OK)
        st = compare_index(&c, index);
    nh_index_close(index);
    if (st == NH_OK && c.count > 0)
        st = NH_E_CORRUPT;
    return nh_index_name_file(path, st, err);
}
