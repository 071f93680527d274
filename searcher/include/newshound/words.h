/*
 * newshound/words.h - the words of an index, in order, with how often they occur.
 */
#ifndef NH_WORDS_PUBLIC_H
#define NH_WORDS_PUBLIC_H

#include "newshound/searcher.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct nh_words nh_words; /* words of an index, being walked */

/* A written form, over all segments. Texts are borrowed until the next nh_words_next(). Deleted
 * articles are counted until their segment is merged. */
typedef struct nh_word_facts {
    nh_str form;      /* as written, folded     */
    nh_str term;      /* what it is indexed as  */
    uint64_t df;      /* passages with the form */
    uint64_t term_df; /* passages with the term */
} nh_word_facts;

/*
 * Every form whose folded spelling fits `pattern` ("barrac*", "barrack", "*"), in byte order of
 * terms. A pattern without `*` is read as the index reads a word of a text: "U.S." lists what
 * "US" lists.
 * out  owned by the caller until nh_words_close(), which comes before the reader's close
 * NH_E_ARG (`*` elsewhere than at the end of the pattern, or several words), NH_E_CORRUPT,
 * NH_E_NOMEM.  Threads: one at a time; a reader may have many.
 */
NH_API NH_MUST_USE nh_status nh_words_open(nh_reader *r, const char *pattern, size_t len,
                                           nh_words **out, nh_error *err);

/* The next word: *more, and *out filled; past the last one *more is false, and stays so.
 * NH_E_CORRUPT, NH_E_NOMEM: the walk is over. Cost: the terms between two words that fit. */
NH_API NH_MUST_USE nh_status nh_words_next(nh_words *words, nh_word_facts *out, bool *more,
                                           nh_error *err);

/* Closes; NULL is accepted. */
NH_API void nh_words_close(nh_words *words);

#ifdef __cplusplus
}
#endif

#endif
