/*
 * searcher/present/snippet.h - the text of a passage that was found, its place, its marks.
 */
#ifndef NH_SEARCHER_SNIPPET_H
#define NH_SEARCHER_SNIPPET_H

#include "common/base/memory/arena.h"
#include "common/segment/articles/stored_reader.h"
#include "newshound/searcher.h"
#include "searcher/match/halt.h"
#include "searcher/present/article_cut.h"

/* Makes snippets, one thread's. */
typedef struct nh_snippets nh_snippets;

/*
 * rule      how the index was cut
 * analyzer  of the index; borrowed until nh_snippets_free()
 * out       owned by the caller until nh_snippets_free(); NULL on failure
 * NH_E_ARG (a rule out of range), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_snippets_new(const nh_env *env, const nh_passage_rule *rule,
                                      nh_analyzer *analyzer, nh_snippets **out,
                                      nh_error *err);

/* NULL is accepted. */
void nh_snippets_free(nh_snippets *s);

/* Forgets the article that was cut last: before the first call after the analyzer forgot its
 * words, and whenever the analyzer may have. */
void nh_snippets_begin(nh_snippets *s);

/*
 * The same before an answer to a question that is planned. For the first one, words that nothing of
 * it can be marked by are hardly looked at, since mostly there is no second one: before anything
 * else is analysed, nh_analyzer_widen().
 */
void nh_snippets_begin_answer(nh_snippets *s, const nh_plan *plan);

/* Its cutter, for another text: the article that was cut last is forgotten. Borrowed from `s`
 * until its next call. */
nh_article_cut *nh_snippets_cut(nh_snippets *s);

/* What is to be shown. */
typedef struct nh_snippet_job {
    const nh_segment *segment; /* of the index; only compared */
    bool has_text;             /* the segment stores texts    */
    uint32_t article;        /* in the segment                                            */
    uint32_t number;         /* of the passage in its article, from 0                     */
    bool headline;           /* it is the headline                                        */
    nh_known_passages known; /* it, and what it runs on into; none: the article is cut    */
    uint32_t want;           /* bytes of text, about; 0: the whole passage                */
    const nh_stored *stored; /* the article; borrowed for the call                        */
    nh_leaves *leaves;       /* what to mark; NULL: nothing                               */
    const nh_halt *halt;     /* when to give up cutting a long article; NULL: never       */
} nh_snippet_job;

/*
 * Fills text, at, character, line and marks of `out` (number and score are the caller's)
 * with pieces that live in `arena`. Of an article of which the passage is known, only that is cut;
 * several passages of another one in a row are cut only once. The analyzer may forget its words
 * before.
 *
 * The text is that of the passage, or the sentences of it that hold the most marks. Where a
 * phrase runs into the next passage, the text goes on to the end of its sentence. A passage
 * that holds nothing but the headline (of an article without text, ranked as a whole) is
 * shown as one: `headline` is set, and offsets are into the headline. The text is empty, and
 * has no marks, where the index stores none.
 *
 * NH_E_CORRUPT  the stored text does not hold the passage, or is not UTF-8
 * NH_E_LIMIT (the arena is full), NH_E_NOMEM; as nh_halt_look()
 */
NH_MUST_USE nh_status nh_snippet_fill(nh_snippets *s, const nh_snippet_job *job,
                                      nh_arena *arena, nh_passage_hit *out, nh_error *err);

#endif
