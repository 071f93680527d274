/* indexer/invert/occurrences/run_pairs_walk.c - pairs where words share positions, or cover several. */
#include "common/base/error.h"
#include "indexer/invert/occurrences/run_pairs_impl.h"

#define MOST_SPAN 16u /* positions of a joined word */
#define OPEN_WORDS \
    32u /* more than can be: three words a position, and one joined word over it */

/* A pair word that another may follow. */
typedef struct open_word {
    uint32_t start, end; /* positions of the chain of passages */
    uint32_t passage;    /* of the article                     */
    uint8_t pos;         /* in the passage                     */
    uint8_t number;
} open_word;

/* An article that is walked over. */
typedef struct walk {
    nh_run_pairs *p;
    const nh_analyzer *analyzer;
    open_word open[OPEN_WORDS];
    uint32_t n_open;
    uint32_t base; /* where the passage begins in its chain */
    nh_error *err;
} walk;

/* Is the pair there already? Two ways to it end at positions that are not further apart than a
 * joined word is long. */
static bool is_there(const nh_run_pairs *p, const nh_found_pair *found)
{
    for (size_t i = p->count; i-- > 0;) {
        const nh_found_pair *f = &p->list[i];

        if (f->passage < found->passage ||
            (f->passage == found->passage && f->pos + MOST_SPAN <= found->pos))
            return false;
        if (f->passage == found->passage && f->pos == found->pos && f->term == found->term)
            return true;
    }
    return false;
}

/* A pair over a seam is found after those of the passage that it runs on into. */
static nh_status put(walk *w, const nh_found_pair *found)
{
    nh_run_pairs *p = w->p;
    nh_status st = NH_OK;
    size_t at;

    if (is_there(p, found))
        return NH_OK;
    st = nh_run_pairs_room(p, 1, w->err);
    if (st != NH_OK)
        return st;
    for (at = p->count++; at > 0 && p->list[at - 1].passage > found->passage; at--)
        p->list[at] = p->list[at - 1];
    p->list[at] = *found;
    return NH_OK;
}

/* Forgets words that end before `at`: nothing more follows them. */
static void close_words(walk *w, uint32_t at)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < w->n_open; i++)
        if (w->open[i].end >= at)
            w->open[n++] = w->open[i];
    w->n_open = n;
}

/* A pair word: the second one of those that end where it begins, the first one of those to come. */
static nh_status take(walk *w, const open_word *word)
{
    nh_status st = NH_OK;

    close_words(w, word->start);
    for (uint32_t i = 0; st == NH_OK && i < w->n_open; i++) {
        const open_word *first = &w->open[i];
        const nh_found_pair found = {.term = nh_pair_term(first->number, word->number),
                                     .passage = first->passage,
                                     .pos = first->pos};

        if (first->end == word->start)
            st = put(w, &found);
    }
    if (w->n_open < OPEN_WORDS)
        w->open[w->n_open++] = *word;
    return st;
}

static nh_status walk_passage(walk *w, const nh_cut *cut, uint32_t passage)
{
    const nh_passage *p = &cut->passages[passage];
    const nh_passage_token *tokens = cut->tokens + p->first;
    nh_status st = NH_OK;

    for (size_t i = 0; i < p->count && st == NH_OK; i++) {
        const uint8_t number = nh_run_pairs_number(w->p, tokens[i].word);
        const nh_word *word = nh_analyzer_word(w->analyzer, tokens[i].word);
        const uint32_t start = w->base + tokens[i].pos;

        if (number != 0)
            st = take(w, &(open_word){.start = start,
                                      .end = start + word->span,
                                      .passage = passage,
                                      .pos = tokens[i].pos,
                                      .number = number & (NH_PAIR_JOINED - 1)});
    }
    return st;
}

nh_status nh_run_pairs_walk(nh_run_pairs *p, const nh_analyzer *analyzer, const nh_cut *cut,
                            nh_error *err)
{
    walk w = {.p = p, .analyzer = analyzer, .err = err};
    nh_status st = NH_OK;

    for (uint32_t i = 0; i < cut->n_passages && st == NH_OK; i++) {
        st = walk_passage(&w, cut, i);
        w.base += cut->passages[i].span;
        if ((cut->passages[i].flags & NH_PASSAGE_CONTINUES) == 0) {
            w.base = 0;
            w.n_open = 0;
        }
    }
    return st;
}
