/* indexer/order/word_graph.c - which words the articles of a segment have, as numbers. */
#include "indexer/order/word_graph.h"

#include "common/base/error.h"
#include "common/segment/postings/block_reader.h"
#include "indexer/order/bisect.h"

#define ARTICLES_LEAST 8u /* that have a word of the graph                        */
#define SHARE_MOST 32u    /* nor may one of so many have it                       */
#define MOST_LEAST 64u    /* articles that may have it all the same, where there are few */
#define FAIR 16u          /* words an article has on average, at least, in a sample */
#define SCALE (1u << 16)  /* of the share of words that are sampled               */
#define POSTING_BYTES 2u  /* of a passage, about                                  */

/* What is known before any list is. */
typedef struct sampling {
    nh_merge_inputs *in;
    nh_word_graph *g;
    uint32_t least;    /* articles that have a word, at least      */
    uint32_t most;     /* at most                                  */
    uint32_t from, to; /* passages of the articles of the graph    */
    uint64_t words;    /* that are neither rare nor everywhere     */
    uint64_t entries;  /* of all of them in the lists, about       */
    uint32_t share;    /* of the words, in 1/SCALE                 */
    nh_article_view v; /* borrowed from the segment as it is open  */
} sampling;

void nh_word_graph_free(nh_word_graph *g)
{
    nh_release(g->env, g->at);
    nh_release(g->env, g->lists);
    g->at = NULL;
    g->lists = NULL;
}

/* ---- the sample --------------------------------------------------------------------- */

/* Words are taken by their place in the dictionary, scattered. */
static bool is_wanted(const sampling *s, const nh_term *term, uint64_t ordinal)
{
    const uint64_t scattered = ordinal * 0x9e3779b97f4a7c15;

    return !nh_term_is_pair(term) && term->article_df >= s->least &&
           term->article_df <= s->most && (scattered >> 48) < s->share;
}

/* What is done with a word of the sample. */
typedef nh_status word_action(sampling *s, const nh_term *term, nh_error *err);

static nh_status go_on(sampling *s, uint64_t bytes, nh_error *err)
{
    nh_merge_input *input = &s->in->list[0];
    bool due;
    nh_status st = nh_merge_inputs_touch(s->in, bytes, &due, err);

    if (st == NH_OK && due) {
        st = nh_merge_inputs_refresh(s->in, err);
        if (st == NH_OK)
            st = nh_article_view_get(input->seg, &s->v, err);
    }
    return st == NH_OK ? nh_terms_next(input->terms, &input->term, err) : st;
}

/* Walks over the dictionary from its beginning. */
static nh_status for_each_word(sampling *s, word_action *action, nh_error *err)
{
    nh_merge_input *input = &s->in->list[0];
    uint64_t words = 0;
    nh_status st = nh_merge_inputs_refresh(s->in, err);

    if (st == NH_OK)
        st = nh_article_view_get(input->seg, &s->v, err);
    if (st == NH_OK) {
        s->from = nh_first_passage(&s->v, s->g->first);
        s->to = nh_first_passage(&s->v, s->g->first + s->g->articles);
        st = nh_merge_inputs_walk(s->in, err);
    }
    while (st == NH_OK && input->term != NULL) {
        uint64_t bytes = 16;

        if (is_wanted(s, input->term, words)) {
            bytes += (uint64_t)input->term->df * POSTING_BYTES;
            st = action(s, input->term, err);
        }
        words += !nh_term_is_pair(input->term);
        if (st == NH_OK)
            st = go_on(s, bytes, err);
    }
    return st;
}

static nh_status count_word(sampling *s, const nh_term *term, nh_error *err)
{
    (void)err;
    s->words++;
    s->entries += term->article_df;
    return NH_OK;
}

/* ---- lists -------------------------------------------------------------------------- */

/* Appends the number of the word to each article that has it, or counts it: at[] of an article is
 * where its next entry goes. */
static void put_block(sampling *s, const nh_block *b, bool fill, uint32_t *end,
                      uint32_t *article)
{
    nh_word_graph *g = s->g;

    for (uint32_t i = 0; i < b->count; i++) {
        if (b->passages[i] < *end || b->passages[i] >= s->to)
            continue;
        *article = nh_article_of(&s->v, b->passages[i]);
        *end = nh_article_end(&s->v, b->passages[i]);
        *article -= g->first;
        if (fill)
            g->lists[g->at[*article]] = g->words;
        g->at[*article]++;
    }
}

static nh_status put_word(sampling *s, const nh_term *term, bool fill, nh_error *err)
{
    nh_block_reader r;
    nh_block_rest rest;
    nh_block block = {.count = 0};
    uint32_t end = s->from;
    uint32_t article = 0, i = 0;
    bool behind = false;
    nh_status st = nh_block_reader_open(s->in->list[0].seg, term, &r, err);

    if (st == NH_OK && r.directory.last != NULL)
        i = nh_directory_find(&r.directory, 0, s->from);
    for (; st == NH_OK && i < r.directory.n && !behind; i++) {
        st = nh_block_docs(&r, i, &block, &rest, err);
        if (st != NH_OK)
            break;
        put_block(s, &block, fill, &end, &article);
        behind = block.passages[block.count - 1] >= s->to;
    }
    s->g->words++;
    return st;
}

static nh_status measure_word(sampling *s, const nh_term *term, nh_error *err)
{
    return put_word(s, term, false, err);
}

static nh_status fill_word(sampling *s, const nh_term *term, nh_error *err)
{
    return put_word(s, term, true, err);
}

/* at[i], the size of list i, becomes where it begins. */
static void sum_up(nh_word_graph *g)
{
    uint64_t sum = 0;

    for (uint32_t i = 0; i <= g->articles; i++) {
        const uint64_t size = g->at[i];

        g->at[i] = sum;
        sum += size;
    }
}

/* Filled lists end where the next ones begin. */
static void step_back(nh_word_graph *g)
{
    for (uint32_t i = g->articles; i > 0; i--)
        g->at[i] = g->at[i - 1];
    g->at[0] = 0;
}

/* at[i] becomes where list i begins. */
static nh_status measure_lists(sampling *s, nh_error *err)
{
    nh_word_graph *g = s->g;
    nh_status st;

    nh_release(g->env, g->at);
    g->at = (uint64_t *)nh_zeroed(g->env, (size_t)g->articles + 1, sizeof *g->at);
    if (g->at == NULL)
        return nh_fail_memory(err, "ordering articles");
    g->words = 0;
    st = for_each_word(s, measure_word, err);
    if (st == NH_OK)
        sum_up(g);
    return st;
}

static nh_status fill_lists(sampling *s, nh_error *err)
{
    nh_word_graph *g = s->g;
    nh_status st;

    g->lists = (uint32_t *)nh_zeroed(g->env, g->at[g->articles], sizeof *g->lists);
    if (g->lists == NULL)
        return nh_fail_memory(err, "ordering articles");
    g->words = 0;
    st = for_each_word(s, fill_word, err);
    step_back(g);
    return st;
}

/* ---- how many words fit ------------------------------------------------------------- */

/* The share of the words that fits; 0 if that is no fair sample. */
static uint32_t choose_share(const sampling *s, uint64_t memory, unsigned threads)
{
    const uint32_t articles = s->g->articles;
    const uint64_t fixed = nh_bisect_memory(articles, 0, threads) + articles * 8ull + 8;
    const uint64_t a_word =
        nh_bisect_memory(0, 1, threads) - nh_bisect_memory(0, 0, threads);
    const uint64_t needed = s->words * a_word + s->entries * sizeof(uint32_t);
    uint64_t share = SCALE;

    if (fixed >= memory)
        return 0;
    memory -= fixed;
    if (needed > memory)
        share = memory / (needed / SCALE + 1);
    if (share < SCALE && share * (s->entries / SCALE) < (uint64_t)articles * FAIR)
        return 0;
    return (uint32_t)share;
}

/* Bytes of the graph and of nh_bisect() on it. */
static uint64_t memory_of(const nh_word_graph *g, unsigned threads)
{
    return nh_bisect_memory(g->articles, g->words, threads) +
           ((uint64_t)g->articles + 1) * sizeof *g->at +
           g->at[g->articles] * sizeof *g->lists;
}

/*
 * Measures the lists of as many words as fit. Articles of a part are taken to have words as often
 * as all have, until it is known better: where the part has more, its share is chosen once more.
 */
static nh_status fit_lists(sampling *s, uint64_t memory, unsigned threads, nh_error *err)
{
    nh_word_graph *g = s->g;
    /* The sum over a sample differs a little from its share of the sum over all. */
    const uint64_t most = memory - memory / 16;
    nh_status st = NH_OK;

    s->entries = (uint64_t)((double)s->entries * g->articles / s->in->articles);
    g->large = true;
    for (unsigned i = 0; i < 2 && g->large; i++) {
        s->share = choose_share(s, most, threads);
        if (s->share == 0)
            return NH_OK;
        st = measure_lists(s, err);
        if (st != NH_OK)
            return st;
        g->large = memory_of(g, threads) > memory;
        s->entries = g->at[g->articles] * SCALE / s->share;
    }
    return NH_OK;
}

nh_status nh_word_graph_make(nh_merge_inputs *in, uint64_t memory, unsigned threads,
                             nh_word_graph *g, nh_error *err)
{
    sampling s = {.in = in, .g = g, .share = SCALE};
    nh_status st;

    s.least = g->parts * ARTICLES_LEAST;
    s.most =
        in->articles / SHARE_MOST > MOST_LEAST ? in->articles / SHARE_MOST : MOST_LEAST;
    st = for_each_word(&s, count_word, err);
    if (st != NH_OK || s.words == 0)
        return st;
    st = fit_lists(&s, memory, threads, err);
    if (st == NH_OK && !g->large)
        return fill_lists(&s, err);
    g->words = 0;
    return st;
}
