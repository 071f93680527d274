/* searcher/like/query_like.c - a question that an article asks: what else is there on its matter? */
#include "common/base/bytes/buffer.h"
#include "common/base/error.h"
#include "common/base/str.h"
#include "searcher/like/telling_words.h"
#include "searcher/query/tree/query_build.h"
#include "searcher/question.h"

#define WORDS 25u
#define MOST_WORDS 1000u /* clauses of a query are 1,024 */

/* The weight of the most telling word. It is none that a clause has by itself, so that the
 * words never become spellings of one. */
#define WEIGHT 2048u
#define LEAST_WEIGHT 16u

/* The words, a blank between. */
static nh_status write_text(const nh_telling_word *words, uint32_t n, nh_buffer *out,
                            nh_error *err)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i > 0)
            nh_buf_u8(out, ' ');
        nh_buf_text(out, words[i].form);
    }
    return nh_buf_status(out, err, "a query");
}

static uint32_t weight_of(const nh_telling_word *word, double most)
{
    const double weight = word->tf * word->idf / most * WEIGHT + 0.5;

    return weight > LEAST_WEIGHT ? (uint32_t)weight : LEAST_WEIGHT;
}

/* Any of the words: each is a clause of its own weight. */
static uint32_t build_words(nh_query_builder *b, const nh_telling_word *words, uint32_t n)
{
    nh_chain chain = {NH_NODE_NONE, NH_NODE_NONE, 0};
    uint32_t at = 0;

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t size = (uint32_t)words[i].form.len;
        const nh_node word = {.kind = NH_NODE_WORD,
                              .weight = weight_of(&words[i], words[0].tf * words[0].idf),
                              .at = at,
                              .size = size,
                              .text = nh_builder_text(b, at, size, false)};

        nh_builder_append(b, &chain, nh_builder_node(b, &word));
        at += size + 1;
    }
    return nh_builder_parent(b, NH_NODE_OR, &chain);
}

/* The words, but not this article. */
static uint32_t leave_out(nh_query_builder *b, uint32_t words, nh_str id)
{
    nh_chain itself = {NH_NODE_NONE, NH_NODE_NONE, 0};
    nh_chain both = {NH_NODE_NONE, NH_NODE_NONE, 0};
    const nh_node field = {.kind = NH_NODE_FIELD,
                           .exact = true,
                           .weight = 1024,
                           .at = (uint32_t)b->text.len,
                           .name = NH_STR("id"),
                           .text = nh_builder_keep(b, id)};

    nh_builder_append(b, &itself, nh_builder_node(b, &field));
    nh_builder_append(b, &both, words);
    nh_builder_append(b, &both, nh_builder_parent(b, NH_NODE_NOT, &itself));
    return nh_builder_parent(b, NH_NODE_AND, &both);
}

static nh_status build(nh_query *q, nh_str id, const nh_telling_word *words, uint32_t n,
                       nh_error *err)
{
    const nh_query_rules rules = {.bytes = 1u << 20};
    nh_buffer text = {.env = q->env};
    nh_query_builder b;
    nh_status st = write_text(words, n, &text, err);

    if (st == NH_OK) {
        nh_builder_begin(&b, nh_buf_str(&text), &rules, &q->arena, err);
        st = nh_builder_finish(
            &b, n > 0 ? leave_out(&b, build_words(&b, words, n), id) : NH_NODE_NONE,
            &q->tree);
    }
    nh_buf_free(&text);
    return st;
}

static nh_status ask(nh_query *q, const nh_reader *r, const nh_stored_article *article,
                     uint32_t most, nh_error *err)
{
    nh_arena arena = {.env = r->env};
    nh_telling_word *words = NULL;
    uint32_t n = 0;
    nh_status st = nh_telling_words(r, article, most, &arena, &words, &n, err);

    if (st == NH_OK)
        st = build(q, article->hit.id, words, n, err);
    if (st == NH_OK)
        st = nh_query_finish(q, err);
    nh_arena_close(&arena);
    return st;
}

nh_status nh_query_like(nh_reader *r, const char *id, size_t len, uint32_t words,
                        nh_query **out, nh_error *err)
{
    const uint32_t most = words == 0 ? WORDS : words < MOST_WORDS ? words : MOST_WORDS;
    nh_stored_article *article = NULL;
    nh_query *q = NULL;
    nh_status st = NH_OK;

    *out = NULL;
    if (!r->index->manifest.settings.store)
        return nh_fail(err, NH_E_ARG, r->index->path, NH_NO_OFFSET,
                       "this index stores no text to find like articles by");
    st = nh_article_get(r, id, len, &article, err);
    if (st != NH_OK)
        return st;
    if (article == NULL)
        return nh_fail(err, NH_E_ARG, r->index->path, NH_NO_OFFSET,
                       "no article has the id %.*s", NH_STR_ARG(((nh_str){id, len})));
    st = nh_query_new(r, &q, err);
    if (st == NH_OK)
        st = ask(q, r, article, most, err);
    nh_stored_article_free(article);
    if (st != NH_OK) {
        nh_query_free(q);
        return nh_index_name_file(r->index->path, st, err);
    }
    *out = q;
    return NH_OK;
}
