/* searcher/like/telling_words.c - the words that tell what an article is about. */
#include "searcher/like/telling_words.h"

#include <stdlib.h>

#include "common/base/error.h"
#include "common/base/str.h"
#include "common/segment/articles/keywords_reader.h"
#include "searcher/match/plan/lexicon.h"
#include "searcher/rank/score.h"

#define HEADLINE_COUNTS 3u

/* In fewer articles than these, half of them are too few to call a word common. */
#define FEW_ARTICLES 20u
#define FEW_OF_LANGUAGE 4u

/* One article on its way into words. */
typedef struct weighing {
    const nh_reader *reader;
    nh_arena *arena;
    nh_error *err;
    nh_analyzer *analyzer;
    nh_lexicon lexicon;
    uint32_t language; /* handle of the article's */
    uint32_t *counts;  /* by number of the word; owned */
    size_t n_counts;
    uint64_t speakers; /* articles in the same language */
    nh_telling_word *words;
    uint32_t n_words;
} weighing;

static nh_status make_room(weighing *w)
{
    const size_t words = nh_analyzer_words(w->analyzer);
    uint32_t *grown;

    if (words <= w->n_counts)
        return NH_OK;
    grown = (uint32_t *)nh_resized(w->reader->env, w->counts, words * 2, sizeof *grown);
    if (grown == NULL)
        return nh_fail_memory(w->err, "the words of an article");
    memset(grown + w->n_counts, 0, (words * 2 - w->n_counts) * sizeof *grown);
    w->counts = grown;
    w->n_counts = words * 2;
    return NH_OK;
}

/* Counts the words of a text, the parts of joined ones instead of the whole. */
static nh_status count_text(weighing *w, nh_str text, uint32_t times)
{
    nh_tokens tokens;
    nh_status st = nh_analyzer_run(w->analyzer, text, w->language, &tokens, w->err);

    if (st == NH_OK)
        st = make_room(w);
    for (size_t i = 0; i < tokens.count && st == NH_OK; i++) {
        const nh_token *t = &tokens.list[i];
        const nh_word *word = nh_analyzer_word(w->analyzer, t->word);

        if ((t->flags & NH_TOKEN_EXTRA) == 0 && (word->flags & NH_WORD_STOP) == 0 &&
            word->span == 1 && word->form.len > 1)
            w->counts[t->word] += times;
    }
    return st;
}

/* What is indexed of the article: its headline and its passages. */
static nh_status count_article(weighing *w, const nh_stored_article *article)
{
    nh_status st =
        nh_analyzer_language(w->analyzer, article->hit.language, &w->language, w->err);

    if (st == NH_OK)
        st = count_text(w, article->hit.headline, HEADLINE_COUNTS);
    for (size_t i = 0; i < article->n_passages && st == NH_OK; i++)
        st = count_text(
            w,
            nh_str_part(article->text, article->passages[i].at, article->passages[i].size),
            1);
    return st;
}

static int by_term(const void *a, const void *b)
{
    const nh_telling_word *left = (const nh_telling_word *)a;
    const nh_telling_word *right = (const nh_telling_word *)b;
    const int order = nh_str_compare(left->term, right->term);

    if (order != 0)
        return order;
    if (left->tf != right->tf)
        return left->tf > right->tf ? -1 : 1;
    return nh_str_compare(left->form, right->form);
}

static int by_weight(const void *a, const void *b)
{
    const nh_telling_word *left = (const nh_telling_word *)a;
    const nh_telling_word *right = (const nh_telling_word *)b;
    const double l = left->tf * left->idf;
    const double r = right->tf * right->idf;

    if (l > r || l < r)
        return l > r ? -1 : 1;
    return nh_str_compare(left->term, right->term);
}

/* Every pair of term and form that was counted. */
static nh_status list_words(weighing *w)
{
    const size_t words = nh_analyzer_words(w->analyzer);

    w->words = (nh_telling_word *)nh_arena_array(w->arena, words, sizeof *w->words);
    if (w->words == NULL)
        return nh_arena_fail(w->arena, w->err, "the words of an article");
    for (size_t i = 0; i < words && i < w->n_counts; i++) {
        const nh_word *word = nh_analyzer_word(w->analyzer, (uint32_t)i);

        if (w->counts[i] > 0)
            w->words[w->n_words++] = (nh_telling_word){
                .form = word->form, .term = word->term, .tf = w->counts[i]};
    }
    qsort(w->words, w->n_words, sizeof *w->words, by_term);
    return NH_OK;
}

/* Forms of one term become one word, which is called by the most frequent of them. */
static void join_forms(weighing *w)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n_words; i++) {
        if (n > 0 && nh_str_equal(w->words[n - 1].term, w->words[i].term))
            w->words[n - 1].tf += w->words[i].tf;
        else
            w->words[n++] = w->words[i];
    }
    w->n_words = n;
}

/* Adds the articles of a segment whose language is this one. */
static nh_status count_segment(weighing *w, nh_segment *segment, nh_str language)
{
    const uint32_t articles = nh_segment_info_get(segment)->articles;
    nh_column column;
    bool found = false;
    nh_status st = nh_column_find(segment, NH_STR("lang"), &found, &column, w->err);
    uint32_t value = 0;

    if (st != NH_OK || !found)
        return st;
    while (value < column.n_values &&
           !nh_str_equal(nh_column_value(&column, value), language))
        value++;
    for (uint32_t a = 0; a < articles; a++) {
        const uint32_t n = nh_column_values_of(&column, a);

        for (uint32_t i = 0; i < n; i++)
            w->speakers += nh_column_value_of(&column, a, i) == value &&
                           !nh_segment_is_deleted(segment, a);
    }
    return NH_OK;
}

static nh_status count_language(weighing *w, nh_str language)
{
    const nh_index *index = w->reader->index;
    nh_status st = NH_OK;

    if (language.len == 0)
        w->speakers = index->live.articles;
    for (uint32_t i = 0; language.len > 0 && i < index->manifest.n_segments && st == NH_OK;
         i++)
        st = count_segment(w, index->segments[i], language);
    return st;
}

/*
 * Whether a word tells nothing because half of the articles in its language have it. Where one
 * article in a hundred is German, "und" is rare in the index and yet no word to ask with. A word
 * in many more articles than are German is at home elsewhere, too, as names are.
 */
static bool is_common(const weighing *w, uint64_t df)
{
    return w->reader->index->live.articles >= FEW_ARTICLES &&
           w->speakers >= FEW_OF_LANGUAGE && df > w->speakers / 2 &&
           df <= w->speakers + w->speakers / 4;
}

/* Looks each word up, and keeps those that may find something and tell something. */
static nh_status weigh(weighing *w)
{
    const nh_index *index = w->reader->index;
    nh_status st = NH_OK;
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n_words && st == NH_OK; i++) {
        const nh_known_term *known = NULL;
        uint64_t df = 0;

        st = nh_known_terms_find(&w->lexicon.known, w->words[i].term, &known, w->err);
        for (uint32_t s = 0; s < index->manifest.n_segments && st == NH_OK; s++)
            df += known[s].term != NULL ? known[s].term->article_df : 0;
        if (st != NH_OK || df < 2 || is_common(w, df))
            continue;
        w->words[n] = w->words[i];
        w->words[n++].idf = nh_score_idf(index->live.articles, df);
    }
    w->n_words = n;
    if (n > 0)
        qsort(w->words, n, sizeof *w->words, by_weight);
    return st;
}

/* Whether the form, asked for by itself, means the term: a rule that looks at its neighbours
 * may have made more of it. */
static nh_status means_term(weighing *w, const nh_telling_word *word, bool *out)
{
    nh_tokens tokens;
    const nh_status st =
        nh_analyzer_run(w->analyzer, word->form, w->language, &tokens, w->err);

    *out =
        st == NH_OK && tokens.positions == 1 && tokens.count > 0 &&
        nh_str_equal(nh_analyzer_word(w->analyzer, tokens.list[0].word)->term, word->term);
    return st;
}

static nh_status keep_best(weighing *w, uint32_t most)
{
    nh_status st = NH_OK;
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n_words && n < most && st == NH_OK; i++) {
        nh_telling_word word = w->words[i];
        bool right = false;

        st = means_term(w, &word, &right);
        if (!right)
            continue;
        word.form = nh_arena_copy(w->arena, word.form);
        word.term = nh_arena_copy(w->arena, word.term);
        if (word.form.ptr == NULL || word.term.ptr == NULL)
            return nh_arena_fail(w->arena, w->err, "the words of an article");
        w->words[n++] = word;
    }
    w->n_words = n;
    return st;
}

nh_status nh_telling_words(const nh_reader *r, const nh_stored_article *article,
                           uint32_t most, nh_arena *arena, nh_telling_word **out,
                           uint32_t *count, nh_error *err)
{
    const nh_analysis analysis = nh_reader_analysis(r);
    weighing w = {.reader = r, .arena = arena, .err = err, .lexicon = {.env = r->env}};
    nh_status st = nh_analyzer_new(r->env, &analysis, &w.analyzer, err);

    if (st == NH_OK)
        st = nh_lexicon_open(r->env, r->index, &w.lexicon, err);
    if (st == NH_OK)
        st = count_article(&w, article);
    if (st == NH_OK)
        st = list_words(&w);
    if (st == NH_OK) {
        join_forms(&w);
        st = count_language(&w, article->hit.language);
    }
    if (st == NH_OK)
        st = weigh(&w);
    if (st == NH_OK)
        st = keep_best(&w, most);
    *out = w.words;
    *count = st == NH_OK ? w.n_words : 0;
    nh_lexicon_close(&w.lexicon);
    nh_release(r->env, w.counts);
    nh_analyzer_free(w.analyzer);
    return st;
}
