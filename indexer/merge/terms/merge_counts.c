/* indexer/merge/terms/merge_counts.c - the statistics of a term without what is deleted. */
#include "indexer/merge/terms/merge_counts.h"

#include <string.h>

#include "common/base/error.h"
#include "common/segment/postings/postings_reader.h"

/* A term being counted. */
typedef struct counting {
    nh_counted_term *t;
    const nh_merge_input *input;
    nh_article_view articles;
    uint32_t article_end; /* first passage behind the article of the last posting */
} counting;

void nh_counted_term_free(nh_counted_term *t)
{
    nh_release(t->env, t->forms);
    nh_release(t->env, t->seen);
    nh_small_scratch_free(&t->small);
    *t = (nh_counted_term){.env = t->env, .small = {.env = t->env}};
}

static bool room_for_forms(nh_counted_term *t, size_t n)
{
    const size_t more = n + n / 2 + 16;

    if (n <= t->capacity)
        return true;
    nh_release(t->env, t->forms);
    nh_release(t->env, t->seen);
    t->forms = (nh_form *)nh_resized(t->env, NULL, more, sizeof *t->forms);
    t->seen = (uint32_t *)nh_resized(t->env, NULL, more, sizeof *t->seen);
    t->capacity = t->forms != NULL && t->seen != NULL ? more : 0;
    return t->capacity > 0;
}

/* Each form of a posting counts once. */
static void count_forms(nh_counted_term *t, const uint16_t *codes, uint32_t tf)
{
    for (uint32_t k = 0; k < tf; k++)
        if (t->seen[codes[k]] != t->term.df) {
            t->seen[codes[k]] = t->term.df;
            t->forms[codes[k]].df++;
        }
}

/* codes: of the block; NULL if the term has one form. */
static void count_block(counting *c, const nh_block *b, const uint16_t *codes)
{
    nh_counted_term *t = c->t;
    uint32_t at = 0;

    for (uint32_t i = 0; i < b->count; at += b->tf[i], i++) {
        const uint32_t passage = b->passages[i];

        if (!nh_survivors_has(&c->input->kept, passage))
            continue;
        t->term.df++;
        t->term.cf += b->tf[i];
        if (passage >= c->article_end) {
            c->article_end = nh_article_end(&c->articles, passage);
            t->term.article_df++;
        }
        if (codes != NULL)
            count_forms(t, codes + at, b->tf[i]);
    }
}

static nh_status count_small(counting *c, const nh_term *term, nh_error *err)
{
    nh_small_scratch *small = &c->t->small;
    nh_block block;
    const nh_status st = nh_small_scratch_decode(small, c->input->seg, term, &block, err);

    if (st == NH_OK)
        count_block(c, &block, term->n_forms > 1 ? small->codes : NULL);
    return st;
}

static nh_status count_blocks(counting *c, const nh_term *term, nh_error *err)
{
    nh_postings *postings = NULL;
    const nh_block *block = NULL;
    const uint16_t *codes = NULL;
    nh_status st = nh_postings_open(c->input->seg, term, &postings, err);

    if (st == NH_OK)
        st = nh_postings_next(postings, &block, err);
    while (st == NH_OK && block != NULL) {
        if (term->n_forms > 1)
            st = nh_postings_codes(postings, &codes, err);
        if (st == NH_OK) {
            count_block(c, block, codes);
            st = nh_postings_next(postings, &block, err);
        }
    }
    nh_postings_close(postings);
    return st;
}

nh_status nh_term_count(nh_counted_term *t, const nh_merge_input *input,
                        const nh_term **out, nh_error *err)
{
    const nh_term *term = input->term;
    counting c = {.t = t, .input = input};
    nh_status st;

    *out = term;
    if (input->kept.bits == NULL)
        return NH_OK;
    if (!room_for_forms(t, term->n_forms))
        return nh_fail_memory(err, "forms of a term");
    memcpy(t->forms, term->forms, term->n_forms * sizeof *t->forms);
    memset(t->seen, 0, term->n_forms * sizeof *t->seen);
    for (uint32_t i = 0; i < term->n_forms; i++)
        t->forms[i].df = 0;
    t->term = *term;
    t->term.forms = t->forms;
    t->term.df = 0;
    t->term.article_df = 0;
    t->term.cf = 0;
    st = nh_article_view_get(input->seg, &c.articles, err);
    if (st == NH_OK)
        st = (term->flags & NH_TERM_SMALL) != 0 ? count_small(&c, term, err)
                                                : count_blocks(&c, term, err);
    if (term->n_forms == 1)
        t->forms[0].df = t->term.df;
    *out = &t->term;
    return st;
}
