/*
 * searcher/query/query_char.h - what one character is to the query language.
 */
#ifndef NH_SEARCHER_QUERY_CHAR_H
#define NH_SEARCHER_QUERY_CHAR_H

#include "searcher/query/query_lex.h"

/* A quotation mark closes with one of its own sort. */
typedef enum nh_char_sort {
    NH_CHAR_END,
    NH_CHAR_BLANK,  /* White_Space, controls, and the dashes that stand between words */
    NH_CHAR_LETTER, /* all that words are made of                                     */
    NH_CHAR_OPEN,
    NH_CHAR_CLOSE,
    NH_CHAR_DOUBLE,    /* straight, curly and low double marks                        */
    NH_CHAR_GUILLEMET, /* the double ones                                             */
    NH_CHAR_ANGLE      /* the single ones                                             */
} nh_char_sort;

typedef struct nh_step {
    nh_char_sort sort;
    uint32_t size; /* bytes; 0 at the end */
    uint32_t code; /* the code point      */
} nh_step;

/* As nh_query_look(), of any character. */
nh_step nh_query_look_closely(nh_lexer *lexer, size_t at);

/* The character at `at`, which may lie behind the end. Counts one step of work. */
static inline nh_step nh_query_look(nh_lexer *lexer, size_t at)
{
    const uint8_t b = at < lexer->text.len ? (uint8_t)lexer->text.ptr[at] : 0;

    if ((b < 'a' || b > 'z') && (b < '0' || b > '9'))
        return nh_query_look_closely(lexer, at);
    lexer->steps++;
    return (nh_step){NH_CHAR_LETTER, 1, b};
}

/* The byte at `at`, or 0 behind the end. */
uint8_t nh_query_byte(const nh_lexer *lexer, size_t at);

/* One of the three sorts of quotation marks. */
bool nh_char_is_quote(nh_char_sort sort);

/* ^2.5 at *at: true, and *at moves behind it. Anything else: false, nothing is changed. */
bool nh_query_weight(nh_lexer *lexer, uint32_t *at, nh_token *token);

/* ~5 or ~>5 at *at: likewise. */
bool nh_query_slop(nh_lexer *lexer, uint32_t *at, nh_token *token);

/* The number of digits at `at`. */
uint32_t nh_query_digits(nh_lexer *lexer, uint32_t at);

#endif
