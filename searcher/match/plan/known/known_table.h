/*
 * searcher/match/plan/known/known_table.h - what was found out about words, kept from query to query, by the word.
 *
 * Only so much is held: behind that everything is forgotten, since words that are met again and
 * again come back soon.
 */
#ifndef NH_SEARCHER_KNOWN_TABLE_H
#define NH_SEARCHER_KNOWN_TABLE_H

#include "common/base/memory/arena.h"
#include "common/text/words/word_table.h"

/* One thread's. */
typedef struct nh_known_table {
    nh_word_table words; /* that were asked for                                        */
    void **list;         /* by number of the word; NULL: nothing is known of it        */
    size_t room;         /* of list                                                    */
    nh_arena arena;      /* owns what is known                                         */
} nh_known_table;

/* Nothing is known yet, and nothing is allocated. */
void nh_known_table_begin(const nh_env *env, nh_known_table *out);

/* Where what is known of `word` stands, for the caller to read and to set; until the next call.
 * NULL: memory is short. */
void **nh_known_table_place(nh_known_table *t, nh_str word);

/* Bytes held. */
size_t nh_known_table_memory(const nh_known_table *t);

/* Does it hold more than some megabytes? */
bool nh_known_table_is_full(const nh_known_table *t);

/* Forgets everything; the table is ready for more. */
void nh_known_table_forget(nh_known_table *t);

/* Frees. Accepts a zeroed one. */
void nh_known_table_close(nh_known_table *t);

#endif
