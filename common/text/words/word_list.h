/*
 * common/text/words/word_list.h - where the words of a text are collected, with positions.
 */
#ifndef NH_TEXT_WORD_LIST_H
#define NH_TEXT_WORD_LIST_H

#include "common/text/words/forms/spelling.h"
#include "common/text/words/forms/stem.h"
#include "common/text/words/forms/stop_list.h"
#include "common/text/words/word_table.h"

typedef struct nh_word_list {
    const nh_env *env;
    nh_word_table *table;      /* numbers the words; borrowed                        */
    const nh_stop_list *stops; /* borrowed                                           */
    const nh_stemmer *stemmer; /* of the text's language; borrowed                   */
    nh_token *tokens;          /* owned                                              */
    size_t count;
    size_t capacity;
    uint32_t pos;     /* of the next word                                            */
    uint32_t dropped; /* words that were too long                                    */
    bool bad;         /* sticky: memory was short                                    */
} nh_word_list;

/* The bytes that a word stands for. */
typedef struct nh_place {
    size_t at;
    size_t size;
} nh_place;

/* Forgets the tokens, starts at position 0. */
void nh_word_list_clear(nh_word_list *list);

/* Leaves it empty and ready. */
void nh_word_list_free(nh_word_list *list);

/* Room for `more` tokens; false (and bad) if memory is short. */
bool nh_word_list_reserve(nh_word_list *list, size_t more);

/* What may be said of a word beyond its spelling. */
typedef enum nh_word_kind {
    NH_WORD_PLAIN, /* takes one position                                              */
    NH_WORD_WHOLE, /* the same, and is never stemmed: @potus                          */
    NH_WORD_OTHER, /* NH_TOKEN_EXTRA: has the position of the word before             */
} nh_word_kind;

/* Adds a word. A spelling of nothing, such as a lone tatweel, is left out but has a position,
 * as a part of a JOINED word must; NULL is the same for a word that was too long, and counts
 * it. NH_WORD_OTHER follows the word that it stands beside. */
void nh_word_list_add(nh_word_list *list, const nh_spelling *s, nh_word_kind kind,
                      nh_place place);

/* Adds a word that nobody asks for, of a narrowed stemmer: one stands for all such. */
void nh_word_list_add_other(nh_word_list *list, nh_place place);

/* Adds a JOINED word over the next `span` positions, which it does not take. `stemmed` is
 * false for addresses. NULL: too long, counted. */
void nh_word_list_join(nh_word_list *list, const nh_spelling *s, uint8_t span, bool stemmed,
                       nh_place place);

/* Adds `bytes` as they are: term and form of profile whitespace. */
void nh_word_list_add_bytes(nh_word_list *list, nh_str bytes, nh_place place);

#endif
