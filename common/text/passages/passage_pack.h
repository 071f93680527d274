/*
 * common/text/passages/passage_pack.h - private: passages under construction, and their tokens.
 *
 * Paragraphs come in as runs of tokens; a run goes into the open passage whole or piece by
 * piece. Two lists grow and are kept from article to article.
 */
#ifndef NH_TEXT_PASSAGE_PACK_H
#define NH_TEXT_PASSAGE_PACK_H

#include "common/text/passages/passages.h"

/* Tokens and positions that a passage can hold at all. */
#define NH_PASSAGE_LIMIT 255

/* The indexed tokens of one paragraph or headline, of which `done` are placed. */
typedef struct nh_run {
    nh_str text; /* the paragraph; borrowed                                          */
    uint32_t at; /* its first byte in the article's text (or headline)               */
    const nh_token *tokens; /* borrowed from the analyzer or the cutter               */
    size_t count;
    size_t done;
    uint32_t from; /* position in the paragraph that the next piece begins with       */
} nh_run;

typedef struct nh_pack {
    const nh_env *env;
    nh_passage *passages;
    size_t n_passages;
    size_t passage_room;
    nh_passage_token *tokens;
    size_t n_tokens;
    size_t token_room;
    uint32_t text_from; /* bytes of the text that the open passage covers; none yet   */
    uint32_t text_to;   /* where both are equal                                       */
    bool open;          /* the last passage takes more                                */
    bool headline;      /* what comes is the headline: its bytes are not of the text  */
} nh_pack;

/* Forgets the article, keeps the memory. */
void nh_pack_clear(nh_pack *pack);

/* Frees what it holds. Accepts a zeroed pack. */
void nh_pack_free(nh_pack *pack);

/* Sees to room for one passage and `k` tokens more. NH_E_NOMEM */
NH_MUST_USE nh_status nh_pack_reserve(nh_pack *pack, size_t k, nh_error *err);

/* Tokens in the open passage; 0 if there is none. */
size_t nh_pack_count(const nh_pack *pack);

/* True if the next `k` tokens (k > 0) go in without passing `limit` tokens or 255 positions. */
bool nh_pack_fits(const nh_pack *pack, const nh_run *run, size_t k, size_t limit);

/*
 * Moves the next `k` tokens of the run (k > 0, and they fit) into the open passage, opening
 * one if there is none. Where the run goes on, the passage is closed and marked as continued.
 * `flags` are added to the passage's. NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_pack_add(nh_pack *pack, nh_run *run, size_t k, uint8_t flags,
                                  nh_error *err);

/* Closes the open passage, if there is one. */
void nh_pack_close(nh_pack *pack);

/*
 * Joins the last passage to the one before, if both have a number of at least `first`, the
 * last has fewer than `min` tokens, and together they stay within `max` and 255 positions.
 */
void nh_pack_join_tail(nh_pack *pack, size_t first, size_t min, size_t max);

#endif
