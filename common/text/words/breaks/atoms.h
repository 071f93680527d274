/*
 * common/text/words/breaks/atoms.h - what stands between two hyphens: a word, U.S., AT&T, bbc.co.uk.
 */
#ifndef NH_TEXT_ATOMS_H
#define NH_TEXT_ATOMS_H

#include "common/text/words/breaks/pieces.h"
#include "common/text/words/word_list.h"

/* The most parts of a JOINED word; what has more gets none. */
#define NH_PARTS_MAX 16

/* The walk over the pieces of one text. All borrowed. */
typedef struct nh_walk {
    const nh_piece *list;
    size_t count;
    nh_str text;
    nh_word_list *out;
} nh_walk;

typedef enum nh_atom_kind {
    NH_ATOM_WORD,    /* one word                                                       */
    NH_ATOM_ACRONYM, /* single letters with stops: U.S.                                */
    NH_ATOM_COMPANY, /* AT&T                                                           */
    NH_ATOM_ADDRESS, /* words with stops: bbc.co.uk                                    */
} nh_atom_kind;

typedef struct nh_atom {
    nh_atom_kind kind;
    size_t first; /* piece                                                             */
    size_t end;   /* piece after it                                                    */
    size_t next;  /* piece after it and after an 's that stands apart                  */
} nh_atom;

/* Whether there is a piece `i`, of this kind. */
bool nh_piece_is(const nh_walk *w, size_t i, nh_piece_kind kind);

/* The same for NH_PIECE_WORD. */
bool nh_piece_is_word(const nh_walk *w, size_t i);

/* Whether piece `i` is the ASCII word `lower`, in any case. */
bool nh_piece_spells(const nh_walk *w, size_t i, const char *lower);

/* The bytes of piece `i`, which exists. */
nh_str nh_piece_text(const nh_walk *w, size_t i);

/* `word` without a final 's, whatever the apostrophe; the whole where nothing would be left. */
nh_str nh_without_possessive(nh_str word);

/* The atom that begins with the word `i`. */
nh_atom nh_atom_at(const nh_walk *w, size_t i);

/* The bytes that an atom stands for, without an 's. */
nh_place nh_atom_place(const nh_walk *w, nh_atom a);

/* Bytes that are put together to be spelled. More than fit make the word too long. */
typedef struct nh_raw_text {
    char bytes[4 * NH_WORD_MAX];
    size_t size;
    bool full;
} nh_raw_text;

/* Appends bytes, or marks `raw` full. */
void nh_raw_put(nh_raw_text *raw, nh_str text);

/* The text of an atom: without an 's; of an acronym the letters, as capitals. */
void nh_raw_put_atom(nh_raw_text *raw, const nh_walk *w, nh_atom a);

/* Spells `raw` into `s` and returns it, or NULL if it is too long. `how` as nh_spell(). */
const nh_spelling *nh_raw_spell(const nh_raw_text *raw, unsigned how, nh_spelling *s);

#endif
