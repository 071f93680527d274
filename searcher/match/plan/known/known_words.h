/*
 * searcher/match/plan/known/known_words.h - questions that are one word, planned and looked up once.
 *
 * What such a word is analysed to, and the terms that it stands for, do not depend on anything
 * else that is asked. So that is kept from query to query, as long as the terms are.
 */
#ifndef NH_SEARCHER_KNOWN_WORDS_H
#define NH_SEARCHER_KNOWN_WORDS_H

#include "searcher/match/plan/lookup.h"

/* Where the postings of a word begin, and what says where the others are. */
typedef struct nh_known_place {
    uint32_t segment;     /* the first that has the word                                 */
    const uint8_t *small; /* its small list; NULL: it has none                           */
    uint64_t size;        /* of its small list, or of its directory; 0: no segment has it */
    uint64_t directory_at;
    uint64_t postings_at;
    bool crowned; /* it has champions...                                               */
    uint64_t champions_at;
} nh_known_place;

/* One word, planned for a query that is nothing else. */
typedef struct nh_known_word {
    bool plain; /* one leaf, and nothing to warn of; else the rest says nothing        */
    nh_known_place place;
    nh_query_tree tree;
    nh_node node;
    nh_plan plan;
    nh_lookup lookup;
} nh_known_word;

/* One thread's. */
typedef struct nh_known_words {
    nh_known_table table; /* of a word that was asked for: its nh_known_word           */
    uint64_t age;         /* of the terms that the plans point to                      */
} nh_known_words;

/* Nothing is known yet, and nothing is allocated. */
void nh_known_words_begin(const nh_env *env, nh_known_words *out);

/* Is this question one word as it stands, neither exact nor a prefix nor weighed? */
bool nh_query_is_word(const nh_query_tree *tree);

/*
 * What such a question comes to. *out lives until the next call, and the next
 * nh_known_terms_trim() of the lexicon.
 * NH_E_NOMEM, NH_E_CORRUPT
 */
NH_MUST_USE nh_status nh_known_words_find(nh_known_words *known, const nh_query_tree *tree,
                                          const nh_plan_rules *rules, nh_lexicon *lex,
                                          const nh_known_word **out, nh_error *err);

/* Lets come nearer what is asked next of a plain word in `segments`, of which so many `hits` are
 * wanted: its plan, and its champions or its postings. */
void nh_known_word_fetch(const nh_known_word *word, nh_segment *const *segments,
                         uint64_t hits);

/* The plan of a plain word for a question that it is, in `arena`. NH_E_LIMIT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_known_word_plan(const nh_known_word *word,
                                         const nh_query_tree *tree, nh_arena *arena,
                                         nh_plan *out, nh_error *err);

/* Frees. Accepts zeroed ones. */
void nh_known_words_close(nh_known_words *known);

#endif
