/*
 * common/text/words/word_table.h - distinct pairs of term and form, numbered from 0.
 */
#ifndef NH_TEXT_WORD_TABLE_H
#define NH_TEXT_WORD_TABLE_H

#include "common/base/bytes/hash_slots.h"
#include "common/base/memory/arena.h"
#include "common/text/words/analyzer.h"

/* Zero-initialise with the environment: `{.env = env, .texts = {.env = env}}`. */
typedef struct nh_word_table {
    const nh_env *env;
    nh_arena texts;      /* terms and forms                                           */
    nh_word *list;       /* by number                                                 */
    size_t count;        /* words numbered                                            */
    size_t capacity;     /* of list                                                   */
    nh_hash_slots slots; /* of numbers, plus 1                                        */
} nh_word_table;

/* The number of the pair (word->term, word->form); a new pair is copied with its span and
 * flags. False if memory is short; the table is as before. */
bool nh_word_table_number(nh_word_table *table, const nh_word *word, uint32_t *out);

/* Forgets all words and gives their memory back; the table is ready for new ones. */
void nh_word_table_close(nh_word_table *table);

/* Bytes held. */
size_t nh_word_table_memory(const nh_word_table *table);

#endif
