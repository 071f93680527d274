/*
 * indexer/write/stored/stored_lists.h - the lists of words that the blocks of one segment are coded by.
 */
#ifndef NH_INDEXER_STORED_LISTS_H
#define NH_INDEXER_STORED_LISTS_H

#include "indexer/write/file/section_spools.h"
#include "indexer/write/words/word_lists.h"

typedef struct nh_stored_lists {
    nh_section_spools *sections; /* borrowed; lists go to its NH_SECTION_WORDS          */
    nh_word_lists *from;         /* borrowed; NULL: no list comes that was not given   */
    unsigned seen;               /* of `from`                                          */
    nh_wording *list;            /* in use; NULL: blocks are not coded                 */
    uint32_t number;             /* of it in the section, from 1; 0: it is not there   */
    nh_buffer spare;             /* memory for coded blocks                            */
    nh_buffer there;             /* the lists that it put into the section: pointers  */
} nh_stored_lists;

/* For a segment in `sections`. Allocates nothing. */
void nh_stored_lists_init(nh_stored_lists *l, nh_section_spools *sections);

/* Blocks are coded by the list of these bytes, which is number `number` in the section.
 * NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_stored_lists_give(nh_stored_lists *l, nh_str bytes,
                                           uint32_t number, nh_error *err);

/* Before the first article of a block: true if another list is in use from now on, or none. */
bool nh_stored_lists_next(nh_stored_lists *l);

/*
 * Codes a block in its place by the list in use, unless it is to stay as it is.
 * words  number of the list, or 0
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE
 */
NH_MUST_USE nh_status nh_stored_lists_code(nh_stored_lists *l, nh_buffer *block,
                                           uint32_t *words, nh_error *err);

/*
 * The lists of `from` come to those of `to`, as far as they are not there.
 * numbers  by number in `from`, less 1: their numbers in `to`, u8
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE, NH_E_LIMIT
 */
NH_MUST_USE nh_status nh_stored_lists_join(nh_stored_lists *to, const nh_stored_lists *from,
                                           nh_buffer *numbers, nh_error *err);

/* Another segment begins. */
void nh_stored_lists_restart(nh_stored_lists *l);

/* Bytes held. */
size_t nh_stored_lists_memory(const nh_stored_lists *l);

/* Frees what it holds. */
void nh_stored_lists_clear(nh_stored_lists *l);

/* How many a section has. */
uint32_t nh_words_count(nh_section_spools *s);

/* The last list of the section gets its zeros, so that another one may come. NH_E_NOMEM, NH_E_IO,
 * NH_E_SPACE. */
NH_MUST_USE nh_status nh_words_fill(nh_section_spools *s, nh_error *err);

/* Puts a list, as nh_words_cut() leaves it, behind the others. NH_E_NOMEM, NH_E_IO, NH_E_SPACE. */
NH_MUST_USE nh_status nh_words_put(nh_section_spools *s, nh_str list, nh_error *err);

#endif
