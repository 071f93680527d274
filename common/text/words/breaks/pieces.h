/*
 * common/text/words/breaks/pieces.h - words and what stands between them: UAX #29 for news.
 *
 * Pieces are finer than segments of UAX #29: words are also cut at `:` `;` `_`, at a full
 * stop that is not between digits, and at the commas and stops of lists of numbers. Which
 * pieces belong together again is for alternates.h to say. Every character outside words is
 * one piece.
 */
#ifndef NH_TEXT_PIECES_H
#define NH_TEXT_PIECES_H

#include "common/base/env.h"
#include "common/text/words/analyzer_guard.h"

typedef enum nh_piece_kind {
    NH_PIECE_WORD,
    NH_PIECE_STOP, /* .                                                              */
    NH_PIECE_HYPHEN,
    NH_PIECE_UNDERSCORE,
    NH_PIECE_NON_JOINER, /* U+200C between Arabic letters, as in Persian compounds   */
    NH_PIECE_APOSTROPHE,
    NH_PIECE_AND,  /* &                                                              */
    NH_PIECE_AT,   /* @                                                              */
    NH_PIECE_HASH, /* #                                                              */
    NH_PIECE_COLON,
    NH_PIECE_SLASH,
    NH_PIECE_ADDRESS, /* + % = ? ~ ; , which addresses of the web may hold           */
    NH_PIECE_OTHER,   /* ends whatever stands before it                              */
} nh_piece_kind;

typedef struct nh_piece {
    uint32_t at;     /* first byte                                                   */
    uint32_t size;   /* bytes                                                        */
    uint8_t kind;    /* nh_piece_kind                                                */
    uint8_t letters; /* characters of a word that are no marks, at most 255          */
    bool digits;     /* a word holds a number                                        */
} nh_piece;

typedef struct nh_pieces {
    const nh_env *env;
    nh_analyzer_guard *guard; /* asked while pieces are cut, and made words; NULL: nobody */
    nh_piece *list; /* owned                                                         */
    size_t count;
    size_t capacity;
    bool elisions; /* cut after l' d' qu' and their like: French, Italian, Catalan     */
    bool bad;      /* sticky: memory was short                                            */
} nh_pieces;

/* Whether articles elide before a vowel in the language of this stemmer: l'homme. */
bool nh_pieces_elide(const char *stemmer);

/* Replaces what `pieces` holds by the pieces of `text` (valid UTF-8, under 2^32 bytes), as far as
 * its guard goes on. */
void nh_pieces_cut(nh_pieces *pieces, nh_str text);

/* Leaves it empty and ready. */
void nh_pieces_free(nh_pieces *pieces);

#endif
