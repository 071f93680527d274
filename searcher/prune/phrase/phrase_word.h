/*
 * searcher/prune/phrase/phrase_word.h - a word of a phrase in a segment, and its places in one passage.
 *
 * Of a block only the places of the passages that are asked for are decoded, straight from
 * its bits.
 */
#ifndef NH_SEARCHER_PHRASE_WORD_H
#define NH_SEARCHER_PHRASE_WORD_H

#include "common/codec/kernels/kernels.h"
#include "common/codec/postings/postings_codec.h"
#include "searcher/match/plan/lookup.h"
#include "searcher/prune/lists/list.h"

/* Places of one passage, and what the kernels want behind them. */
typedef struct nh_phrase_places {
    uint8_t list[255 + NH_PLACES_SLACK];
    uint32_t count;
} nh_phrase_places;

typedef struct nh_phrase_word {
    nh_list list;
    const bool *allowed;  /* by form code; NULL: every form counts                       */
    bool repeats;         /* may stand twice at one position                            */
    unsigned shift;       /* positions behind the first word of the phrase               */
    const uint8_t *spans; /* by passage; borrowed                                       */
    nh_arena *arena;      /* for what follows; borrowed                                */
    uint32_t placed;      /* number of the block that this is of; NH_NO_BLOCK: none    */
    uint32_t n_placed;    /* postings of it that `places` and `span_of` are known of     */
    const uint8_t *bytes; /* its positions, behind which NH_PACKED_SLACK can be read   */
    uint32_t places[NH_BLOCK];     /* by posting: nh_places_make()                      */
    uint8_t span_of[NH_BLOCK + 8]; /* by posting: of its passage; 255: a place has a byte */
    uint32_t coded;  /* number of the block that `codes` are of; NH_NO_BLOCK           */
    uint16_t *codes; /* by occurrence                                                  */
    size_t code_room;
    /* by posting of the block that leads, where it was met: see phrase_meet.h */
    nh_packed_places met[NH_BLOCK];
    uint8_t met_at[NH_BLOCK]; /* number of its own posting in the block at hand        */
} nh_phrase_word;

/* The postings of a term, in an open view, whatever `out` held: most of its 12 KB stay as they
 * were. Piece by piece it takes memory from `arena`.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT. */
NH_MUST_USE nh_status nh_phrase_word_open(const nh_segment_view *view,
                                          const nh_found_term *found, nh_arena *arena,
                                          nh_phrase_word *out, nh_error *err);

/* Makes known where the places of each posting of the block at hand lie.
 * NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT */
NH_MUST_USE nh_status nh_phrase_word_place(nh_phrase_word *w, nh_error *err);

/* The same of at least the first `n` postings of the block at hand, of which the last one's passage
 * is not behind `last`. */
NH_MUST_USE nh_status nh_phrase_word_place_some(nh_phrase_word *w, uint32_t n,
                                                uint32_t last, nh_error *err);

/* Has the places of block `i` fetched, of a word that most of them are wanted of. */
void nh_phrase_word_fetch(const nh_phrase_word *w, uint32_t i);

/* The places of posting `i` of the block at hand, which is placed. */
static inline nh_packed_places nh_phrase_word_packed(const nh_phrase_word *w, uint32_t i)
{
    return (nh_packed_places){w->bytes, w->places[i]};
}

/* The same, one by one, ascending. */
void nh_phrase_places_unpack(const nh_packed_places *packed, nh_phrase_places *out);

/* Where the word stands in the passage of posting list.at of the block at hand, in any form:
 * ascending. NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT. */
NH_MUST_USE nh_status nh_phrase_word_places(nh_phrase_word *w, nh_phrase_places *out,
                                            nh_error *err);

/* Drops the places, of posting list.at of the block at hand, where the word has a form that does
 * not count. NH_E_CORRUPT, NH_E_NOMEM, NH_E_LIMIT. */
NH_MUST_USE nh_status nh_phrase_word_forms(nh_phrase_word *w, nh_phrase_places *places,
                                           nh_error *err);

#endif
