/*
 * common/text/passages/passages.h - an article into passages: what is ranked.
 *
 * A passage is a run of whole paragraphs of about `target` tokens, at least `min` where the
 * article has them; a paragraph over `max` is cut between sentences; a sentence over `max`
 * is cut near its `target`-th token. 255 is the hard limit for tokens and for positions.
 * Indexer, snippets and alerts cut alike, since they all call this.
 */
#ifndef NH_TEXT_PASSAGES_H
#define NH_TEXT_PASSAGES_H

#include "common/text/words/analyzer.h"

/* How articles are cut. Stored in the index. */
typedef struct nh_passage_rule {
    bool whole;  /* --passages none: the article is the unit, cut at seams of 255 tokens */
    uint8_t min; /* tokens, default 40                                                   */
    uint8_t
        target;  /* default 90                                                           */
    uint8_t max; /* default 160; min <= target <= max <= 255                             */
} nh_passage_rule;

/* Bits of nh_passage.flags; stored in the index. */
enum {
    NH_PASSAGE_HEADLINE =
        1, /* the headline; `at` and `size` are bytes of the headline    */
    NH_PASSAGE_CONTINUES =
        2, /* its last paragraph goes on in the next passage, at the     */
           /* very next position: phrases may cross                      */
    NH_PASSAGE_WITH_HEADLINE =
        4, /* rule.whole: its tokens begin with those of the headline    */
};

typedef struct nh_passage {
    uint32_t at;    /* first byte of its text in the article's text (or headline)         */
    uint32_t size;  /* bytes                                                              */
    uint32_t first; /* its tokens: tokens[first .. first + count)                         */
    uint8_t count;  /* indexed tokens, alternates counted, 1..255: the length of BM25     */
    uint8_t span;   /* highest position + 1, 1..255                                       */
    uint8_t flags;
} nh_passage;

/* A token of a passage; stop words are not among them. */
typedef struct nh_passage_token {
    uint32_t
        word;    /* number of its nh_word in the analyzer                                */
    uint32_t at; /* first byte in the article's text (or headline)                       */
    uint16_t
        size;    /* bytes                                                                */
    uint8_t pos; /* position in the passage, 0..254; ascending; the end of a paragraph   */
                 /* inside a passage leaves one position empty                           */
} nh_passage_token;

/* An article, cut. Borrowed from the cutter until its next call. */
typedef struct nh_cut {
    const nh_passage
        *passages; /* the headline, if any, first; then by text order         */
    size_t n_passages;
    const nh_passage_token *tokens;
    size_t n_tokens;
    uint64_t
        dropped; /* over-long words that were left out                                */
} nh_cut;

/* Bytes of the text that are not indexed (furniture, the headline of a plain file). */
typedef struct nh_text_range {
    uint32_t at;
    uint32_t size;
} nh_text_range;

typedef struct nh_cutter nh_cutter;

/*
 * A cutter for one thread, over an analyzer that it borrows until nh_cutter_free().
 * out  owned by the caller; NULL on failure.  NH_E_ARG (a rule out of range), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_cutter_new(const nh_env *env, const nh_passage_rule *rule,
                                    nh_analyzer *analyzer, nh_cutter **out, nh_error *err);

/* Accepts NULL. */
void nh_cutter_free(nh_cutter *cutter);

/* What is cut. Texts are valid UTF-8, under 2^31 bytes together; borrowed for the call. */
typedef struct nh_cut_text {
    nh_str headline; /* may be empty                                            */
    nh_str text;
    const nh_text_range
        *skips; /* ascending; passages never span one                      */
    size_t n_skips;
    uint32_t language; /* a handle of nh_analyzer_language()                      */
    /* NULL, or asked every 64 KiB of text, within a long paragraph, too: a status other than NH_OK
     * ends the cut, with `err` as it was filled. */
    nh_status (*look)(void *looker, nh_error *err);
    void *looker;
} nh_cut_text;

/* Cuts one article. NH_E_NOMEM, NH_E_LIMIT (more than 8 M tokens), or what text->look() says.
 * Cost: linear. */
NH_MUST_USE nh_status nh_cut_article(nh_cutter *cutter, const nh_cut_text *text,
                                     nh_cut *out, nh_error *err);

/*
 * Cuts again what an index knows of: `known` are `n` passages (1 or more) of the article, each
 * running on into the next, as nh_cut_article() gave them, but for their `first`. Only their part
 * of the text is read.
 *
 * out  these passages and their tokens, as when all was cut; without a passage if the text there
 *      has other words or other places, or only the whole can tell
 * NH_E_NOMEM, NH_E_LIMIT. Cost: linear in the passages and in the lines of the block they stand in.
 */
NH_MUST_USE nh_status nh_cut_again(nh_cutter *cutter, const nh_cut_text *text,
                                   const nh_passage *known, size_t n, nh_cut *out,
                                   nh_error *err);

#endif
