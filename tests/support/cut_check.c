/* tests/support/cut_check.c - what holds for every article that was cut into passages. */
#include "tests/support/cut_check.h"

static const char *token_fault(const nh_passage *p, const nh_passage_token *tokens)
{
    const bool joined = (p->flags & NH_PASSAGE_WITH_HEADLINE) != 0;

    for (size_t t = 0; t < p->count; t++) {
        if (t > 0 && tokens[t].pos < tokens[t - 1].pos)
            return "positions that go back";
        if (!joined &&
            (tokens[t].at < p->at || tokens[t].at + tokens[t].size > p->at + p->size))
            return "a token outside its passage";
    }
    return tokens[p->count - 1].pos + 1 == p->span ? NULL : "a wrong span";
}

const char *cut_fault(const nh_cut *cut, const nh_cut_text *text)
{
    uint64_t first = 0;
    uint64_t end = 0;
    const char *fault = NULL;

    for (size_t i = 0; fault == NULL && i < cut->n_passages; i++) {
        const nh_passage *p = &cut->passages[i];
        const bool headline = (p->flags & NH_PASSAGE_HEADLINE) != 0;

        if (p->first != first || p->count == 0 || first + p->count > cut->n_tokens)
            return "tokens that do not follow one another";
        if (headline && i > 0)
            return "a headline that is not the first entry";
        if (!headline && p->size > 0) {
            if (p->at < end || (uint64_t)p->at + p->size > text->text.len)
                return "passages that overlap, or reach beyond the text";
            end = (uint64_t)p->at + p->size;
        }
        fault = token_fault(p, cut->tokens + p->first);
        first += p->count;
    }
    if (fault == NULL && first != cut->n_tokens)
        return "tokens that are in no passage";
    return fault;
}
