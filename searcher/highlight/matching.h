/*
 * searcher/highlight/matching.h - a fresh text being matched, as the files of this room share it.
 */
#ifndef NH_HIGHLIGHT_MATCHING_H
#define NH_HIGHLIGHT_MATCHING_H

#include "newshound/highlight.h"
#include "searcher/match/halt.h"
#include "searcher/match/truth.h"
#include "searcher/searcher_state.h"

/* A list of marks that grows. */
typedef struct nh_mark_list {
    nh_mark *list;
    size_t count;
    size_t room;
} nh_mark_list;

struct nh_highlights {
    nh_env env; /* a copy: they may outlive what they were made with */
    bool match;
    nh_mark_list text;
    nh_mark_list headline;
};

/* A text being matched. */
typedef struct nh_matching {
    nh_searcher *s;
    const nh_fresh_text *fresh;
    nh_buffer headline,
        text;     /* copies without bytes of no character, where there are any */
    nh_halt halt; /* when to give up */
    nh_languages languages;
    nh_plan plan;
    nh_truth truth;
    uint64_t **found; /* by leaf: the bits of its node */
    nh_leaves *leaves;
    nh_article_cut *cut;
    nh_spans starts;
    nh_highlights *out;
    nh_error *err;
} nh_matching;

/* Whether the query is true of the text: out->match. NH_E_CANCELLED, NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_matching_decide(nh_matching *m, bool any);

/* The marks of the text and of the headline. NH_E_CANCELLED, NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_matching_mark(nh_matching *m);

#endif
