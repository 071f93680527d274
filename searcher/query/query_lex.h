/*
 * searcher/query/query_lex.h - query text into tokens.
 *
 * Tokens are places in the text; nothing is copied. What a word means (a field, a date, an
 * expansion) is not decided here.
 */
#ifndef NH_SEARCHER_QUERY_LEX_H
#define NH_SEARCHER_QUERY_LEX_H

#include "newshound/base.h"

#define NH_TOKEN_NO_COLON UINT32_MAX
#define NH_TOKEN_MOST_SLOP 10000     /* greater distances are read as this */
#define NH_TOKEN_MOST_WEIGHT 1024000 /* 1,000 in 1/1,024; likewise         */

typedef enum nh_token_kind {
    NH_TOKEN_END,
    NH_TOKEN_WORD,
    NH_TOKEN_QUOTE, /* from one quotation mark to the other                            */
    NH_TOKEN_OPEN,  /* (                                                               */
    NH_TOKEN_CLOSE, /* ) with the ~n and ^w that follow it                             */
    NH_TOKEN_AND,
    NH_TOKEN_OR,
    NH_TOKEN_NOT,
    NH_TOKEN_STRAY /* a sign with nothing to stand before                             */
} nh_token_kind;

typedef struct nh_token {
    nh_token_kind kind;
    uint32_t at;       /* byte of the text where it begins, its sign included           */
    uint32_t size;     /* bytes, suffixes included                                      */
    uint32_t in;       /* WORD: the word alone; QUOTE: what is inside the marks          */
    uint32_t in_size;  /* bytes; escapes still stand                                    */
    uint32_t colon;    /* WORD: bytes of a field name before its colon, or ..._NO_COLON  */
    uint32_t slop;     /* ~n: 0..NH_TOKEN_MOST_SLOP                                     */
    uint32_t weight;   /* ^w in 1/1,024, 0..NH_TOKEN_MOST_WEIGHT; 1,024 if not given     */
    char sign;         /* '+', '-' or 0                                                 */
    bool exact;        /* =                                                             */
    bool exact_value;  /* = behind the colon; `in` still holds it                       */
    bool variant;      /* WORD: ~ before it                                             */
    bool fuzzy;        /* WORD: ~ or ~n behind it                                       */
    bool near;         /* QUOTE, CLOSE: ~n behind it                                    */
    bool ordered;      /* it was ~>n                                                    */
    bool weighted;     /* ^w was given                                                  */
    bool clipped;      /* slop or weight was greater than the most                      */
    bool no_number;    /* behind a ^ is no number: in a WORD, or what follows a mark or ) */
    bool star;         /* WORD: * at its end; QUOTE: * touches the closing mark         */
    bool stars_only;   /* WORD: nothing but *                                           */
    bool stars_inside; /* WORD: a * elsewhere than at the end, or several               */
    bool touches;      /* WORD: a quotation mark or ( follows at once                   */
    bool unclosed;     /* QUOTE: the line ended first                                   */
} nh_token;

typedef struct nh_lexer {
    nh_str text;    /* at most 2^31 bytes, not necessarily UTF-8; borrowed            */
    uint32_t at;    /* where the next token is looked for                             */
    uint64_t steps; /* characters looked at: the work, the same on every machine      */
} nh_lexer;

/* The next token; NH_TOKEN_END at the end, again and again. */
nh_token nh_lexer_next(nh_lexer *lexer);

/*
 * The next piece between blanks and quotation marks, [*at, *at + *size), before byte `end`;
 * false if there is none. `escapes`: a backslash makes the next character part of a piece.
 */
bool nh_lexer_piece(nh_lexer *lexer, uint32_t end, bool escapes, uint32_t *at,
                    uint32_t *size);

#endif
