/* searcher/present/article_cut.c - a text cut as an index cuts it, and what stands where in its passages. */
#include "searcher/present/article_cut.h"

#include "common/base/error.h"

#define MOST_MEMO ((size_t)16 << 20) /* bytes of words that the analyzer may remember */

nh_status nh_article_cut_open(const nh_env *env, const nh_passage_rule *rule,
                              nh_analyzer *analyzer, nh_article_cut *out, nh_error *err)
{
    *out = (nh_article_cut){.env = env, .analyzer = analyzer, .whole = rule->whole};
    return nh_cutter_new(env, rule, analyzer, &out->cutter, err);
}

void nh_article_cut_close(nh_article_cut *a)
{
    nh_cutter_free(a->cutter);
    nh_release(a->env, a->tokens);
    *a = (nh_article_cut){.env = a->env};
}

/* Where articles are the units, the tokens of the first passages begin with the headline's,
 * and how many these are only a cut without the text can tell. */
static nh_status count_headline(nh_article_cut *a, const nh_cut_text *text, nh_error *err)
{
    const nh_cut_text alone = {.headline = text->headline, .language = text->language};
    nh_status st = NH_OK;

    a->headline_tokens = 0;
    if (!a->whole || text->headline.len == 0)
        return NH_OK;
    st = nh_cut_article(a->cutter, &alone, &a->cut, err);
    a->headline_tokens = a->cut.n_tokens;
    return st;
}

nh_status nh_article_cut_make(nh_article_cut *a, const nh_cut_text *text, nh_error *err)
{
    nh_status st;

    nh_analyzer_trim(a->analyzer, MOST_MEMO);
    st = count_headline(a, text, err);
    if (st == NH_OK)
        st = nh_cut_article(a->cutter, text, &a->cut, err);
    a->base = 0;
    a->headed =
        a->cut.n_passages > 0 && (a->cut.passages[0].flags & NH_PASSAGE_HEADLINE) != 0;
    return st;
}

nh_status nh_article_cut_again(nh_article_cut *a, const nh_cut_text *text,
                               const nh_known_passages *known, bool *same, nh_error *err)
{
    nh_status st;

    nh_analyzer_trim(a->analyzer, MOST_MEMO);
    a->headline_tokens = 0;
    a->base = known->number;
    a->headed = known->headed;
    st = nh_cut_again(a->cutter, text, known->list, known->count, &a->cut, err);
    *same = a->cut.n_passages > 0;
    return st;
}

unsigned nh_article_cut_scope(const nh_article_cut *a, uint32_t number)
{
    if ((nh_article_cut_passage(a, number)->flags & NH_PASSAGE_HEADLINE) != 0)
        return NH_SCOPE_TITLE;
    return number == 0 || (number == 1 && a->headed) ? NH_SCOPE_LEDE : 0;
}

uint32_t nh_article_cut_chain(const nh_article_cut *a, uint32_t first)
{
    uint32_t end = first + 1;

    while (end - a->base < a->cut.n_passages &&
           (nh_article_cut_passage(a, end - 1)->flags & NH_PASSAGE_CONTINUES) != 0)
        end++;
    return end;
}

static bool is_wanted(const nh_article_cut *a, size_t token, nh_cut_part part)
{
    if (!a->whole || part == NH_CUT_ALL)
        return true;
    return (token < a->headline_tokens) == (part == NH_CUT_HEADLINE);
}

nh_status nh_article_cut_tokens(nh_article_cut *a, uint32_t first, uint32_t end,
                                nh_cut_part part, size_t *n, nh_error *err)
{
    uint32_t base = 0;
    size_t room = 0;

    *n = 0;
    for (uint32_t p = first; p < end; p++)
        room += nh_article_cut_passage(a, p)->count;
    if (room > a->tokens_room) {
        nh_leaf_token *grown =
            (nh_leaf_token *)nh_resized(a->env, a->tokens, room, sizeof *grown);

        if (grown == NULL)
            return nh_fail_memory(err, "the words of a text");
        a->tokens = grown;
        a->tokens_room = room;
    }
    for (uint32_t p = first; p < end; p++) {
        const nh_passage *passage = nh_article_cut_passage(a, p);

        for (size_t i = passage->first; i < (size_t)passage->first + passage->count; i++) {
            const nh_passage_token *t = &a->cut.tokens[i];

            if (is_wanted(a, i, part))
                a->tokens[(*n)++] = (nh_leaf_token){nh_analyzer_word(a->analyzer, t->word),
                                                    base + t->pos, t->at, t->size};
        }
        base += passage->span;
    }
    return NH_OK;
}

nh_status nh_article_cut_marks(nh_article_cut *a, nh_leaves *leaves, uint32_t number,
                               nh_cut_part part, nh_marks *out, nh_error *err)
{
    const nh_passage *passage = nh_article_cut_passage(a, number);
    const uint32_t chain = nh_article_cut_chain(a, number);
    const uint32_t end = chain < number + 2 ? chain : number + 2;
    size_t n = 0;
    nh_status st = nh_article_cut_tokens(a, number, end, part, &n, err);

    if (st == NH_OK)
        st =
            nh_leaves_mark(leaves, a->tokens, n, nh_article_cut_scope(a, number), out, err);
    if (st != NH_OK || part == NH_CUT_HEADLINE)
        return st;
    /* Those that begin behind the passage are the next one's. */
    while (out->count > 0 && out->list[out->count - 1].at >= passage->at + passage->size)
        out->count--;
    return NH_OK;
}
