/*
 * indexer/write/words/word_choice.h - the words whose codes save most, from a sample of texts.
 */
#ifndef NH_INDEXER_WORD_CHOICE_H
#define NH_INDEXER_WORD_CHOICE_H

#include "common/segment/articles/stored_words.h"

/* Words being counted. What is new once that is full is not counted. */
typedef struct nh_word_choice nh_word_choice;

#define NH_WORD_CHOICE_SIZE (((size_t)3 << 20) + 64) /* bytes that it takes, at most */

/* NH_E_NOMEM. */
NH_MUST_USE nh_status nh_word_choice_new(const nh_env *env, nh_word_choice **out,
                                         nh_error *err);

/* Counts the words of a text. */
void nh_word_choice_count(nh_word_choice *c, nh_str text);

/* Fills the NH_WORDS bytes of a list, FORMAT.md section 15, with the best of them, at most
 * `most`. Once: the counts are gone then. Returns how many words it has; 0: none, since they would
 * save less than an eighth of the texts. */
uint32_t nh_word_choice_list(nh_word_choice *c, uint32_t most, uint8_t *list);

/* Accepts NULL. */
void nh_word_choice_free(nh_word_choice *c);

#endif
