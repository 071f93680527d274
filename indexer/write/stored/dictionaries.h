/*
 * indexer/write/stored/dictionaries.h - pieces of the blocks so far, from which the next ones go on.
 */
#ifndef NH_INDEXER_DICTIONARIES_H
#define NH_INDEXER_DICTIONARIES_H

#include "common/codec/deflate/deflate.h"
#include "indexer/write/file/section_spools.h"

#define NH_DICTIONARY_PIECE 1024u /* bytes of a block that are sampled, from its middle */
#define NH_DICTIONARY_PIECES (NH_DICTIONARY / NH_DICTIONARY_PIECE)

/* The dictionaries of one segment while it is written. */
typedef struct nh_dictionaries {
    nh_section_spools *sections; /* borrowed; they go to its NH_SECTION_DICTIONARIES   */
    uint8_t *sample;  /* the next dictionary, pieces in turn; NULL before the first */
    uint8_t *current; /* the one in use                                  */
    uint32_t number;  /* of the one in use in its section, from 1; 0: none */
    uint32_t blocks;  /* that were sampled since the segment began         */
    uint64_t text;    /* bytes of them, before they were coded             */
    uint64_t next_at; /* after how many of these the next one is made      */
} nh_dictionaries;

/* For a segment in `sections`. Allocates nothing. */
void nh_dictionaries_init(nh_dictionaries *d, nh_section_spools *sections);

/* True if the next call of nh_dictionaries_next() makes one. */
static inline bool nh_dictionaries_due(const nh_dictionaries *d)
{
    return d->text >= d->next_at && d->blocks >= NH_DICTIONARY_PIECES;
}

/*
 * What the block that comes goes on from: d->current, as number d->number, if that is not 0.
 *
 * due  true if that has changed since the last call
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE
 */
NH_MUST_USE nh_status nh_dictionaries_next(nh_dictionaries *d, bool *due, nh_error *err);

/*
 * Takes a piece of a block, of the bytes that are deflated.
 * text  bytes of it before they were coded
 * NH_E_NOMEM. Cost: a copy of 1 KiB.
 */
NH_MUST_USE nh_status nh_dictionaries_sample(nh_dictionaries *d, nh_str block, size_t text,
                                             nh_error *err);

/* Another segment begins: there is no dictionary, and no sample. */
void nh_dictionaries_restart(nh_dictionaries *d);

/* Bytes held. */
size_t nh_dictionaries_memory(const nh_dictionaries *d);

/* Frees what it holds. */
void nh_dictionaries_clear(nh_dictionaries *d);

/* How many a section has. */
static inline uint32_t nh_dictionaries_count(nh_section_spools *s)
{
    return (uint32_t)(nh_spool_size(&s->spool[NH_SECTION_DICTIONARIES]) / NH_DICTIONARY);
}

#endif
