/*
 * searcher/present/article_cut.h - a text cut as an index cuts it, and what stands where in its passages.
 */
#ifndef NH_SEARCHER_ARTICLE_CUT_H
#define NH_SEARCHER_ARTICLE_CUT_H

#include "common/text/passages/passages.h"
#include "searcher/match/leaves.h"

/* One article at a time, one thread's. */
typedef struct nh_article_cut {
    const nh_env *env;
    nh_analyzer *analyzer; /* borrowed                                                 */
    nh_cutter *cutter;
    bool whole;    /* the rule: articles are the units                                    */
    nh_cut cut;    /* of the article cut last, or of some passages of it                  */
    uint32_t base; /* number in the article of cut.passages[0]                         */
    bool headed;   /* its passage 0 is the headline                                    */
    size_t headline_tokens; /* of cut.tokens; 0 unless whole                           */
    nh_leaf_token *tokens;
    size_t tokens_room;
} nh_article_cut;

/*
 * rule      how the index was cut
 * analyzer  of the index; borrowed until close
 * NH_E_ARG (a rule out of range), NH_E_NOMEM: nothing is left to close
 */
NH_MUST_USE nh_status nh_article_cut_open(const nh_env *env, const nh_passage_rule *rule,
                                          nh_analyzer *analyzer, nh_article_cut *out,
                                          nh_error *err);

/* Accepts a zeroed one. */
void nh_article_cut_close(nh_article_cut *a);

/* Cuts an article. The analyzer may forget its words first. The text is borrowed until the next
 * call. NH_E_NOMEM, NH_E_LIMIT. Cost: linear. */
NH_MUST_USE nh_status nh_article_cut_make(nh_article_cut *a, const nh_cut_text *text,
                                          nh_error *err);

/* Passages of an article as the index knows them, each running on into the next. */
typedef struct nh_known_passages {
    const nh_passage *list; /* `first` is not looked at                                */
    size_t count;           /* 0: nothing is known                                     */
    uint32_t number;        /* of the first of them in its article                     */
    bool headed;            /* passage 0 of the article is the headline                */
} nh_known_passages;

/* The same for some passages alone. *same false: the text is not what is known of it; it must be
 * cut whole. NH_E_NOMEM, NH_E_LIMIT. Cost: linear in the passages. */
NH_MUST_USE nh_status nh_article_cut_again(nh_article_cut *a, const nh_cut_text *text,
                                           const nh_known_passages *known, bool *same,
                                           nh_error *err);

/* Passage `number` of the article, which was cut. */
static inline const nh_passage *nh_article_cut_passage(const nh_article_cut *a,
                                                       uint32_t number)
{
    return &a->cut.passages[number - a->base];
}

/* The fields that passage `number` belongs to: NH_SCOPE_*. */
unsigned nh_article_cut_scope(const nh_article_cut *a, uint32_t number);

/* Passages [first, end) run on into each other; `first` begins such a chain. */
uint32_t nh_article_cut_chain(const nh_article_cut *a, uint32_t first);

/*
 * The tokens of passages [first, end), positions counted through: a->tokens[0 .. *n).
 * part  tokens of the headline or of the text alone, where both are in one passage
 * NH_E_NOMEM
 */
typedef enum nh_cut_part { NH_CUT_ALL, NH_CUT_HEADLINE, NH_CUT_TEXT } nh_cut_part;
NH_MUST_USE nh_status nh_article_cut_tokens(nh_article_cut *a, uint32_t first, uint32_t end,
                                            nh_cut_part part, size_t *n, nh_error *err);

/*
 * What to mark in passage `number`: in its part of the headline (NH_CUT_HEADLINE), or of the text.
 * The last mark may reach into the next passage, where a phrase does.
 * out  borrowed from `leaves` until its next call
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_article_cut_marks(nh_article_cut *a, nh_leaves *leaves,
                                           uint32_t number, nh_cut_part part, nh_marks *out,
                                           nh_error *err);

#endif
