/*
 * indexer/write/postings_writer.h - the postings of one term after the other: blocks, directory, small lists.
 *
 *     nh_postings_begin(p, n_forms, most);
 *     ... postings one by one, decoded blocks, or blocks copied as they are ...
 *     st = nh_postings_end(p, &list, err);
 *
 * A term whose postings never filled a block and are at most NH_SMALL_LIST comes back as a
 * small list; any other goes to the sections. For one thread.
 */
#ifndef NH_INDEXER_POSTINGS_WRITER_H
#define NH_INDEXER_POSTINGS_WRITER_H

#include "common/codec/kernels/kernels.h"
#include "indexer/write/bounds/list_bounds.h"

#define NH_BLOCK_OCCURRENCES (NH_BLOCK * 255u) /* in a block, at most */

/* Postings that do not make a block yet. Elements behind those that count may hold anything. */
typedef struct nh_open_block {
    uint32_t count;       /* postings, 0..256    */
    uint32_t occurrences; /* sum of tf           */
    uint32_t passages[NH_BLOCK + NH_SLOT_SLACK];
    uint8_t tf[NH_BLOCK];
    uint8_t lengths[NH_BLOCK]; /* of the passages, in tokens           */
    uint8_t spans[NH_BLOCK];   /* of the passages, highest position + 1 */
    uint8_t positions[NH_BLOCK_OCCURRENCES + NH_SLOT_SLACK]; /* posting by posting    */
    uint16_t codes[NH_BLOCK_OCCURRENCES];                    /* parallel to positions */
} nh_open_block;

/* A block that another segment has, to be copied. Bytes are borrowed. */
typedef struct nh_ready_block {
    uint32_t least; /* that its first passage may be, in the new segment */
    uint32_t last;  /* passage, in the new segment                       */
    uint32_t count; /* 1..256                                            */
    uint8_t codec, doc_width, tf_width, code_width, max_tf, min_length, impact;
    const uint8_t *postings, *positions, *codes;
    size_t postings_size, positions_size, codes_size;
    /* tokens of `last`, behind those of all passages from `least` on; where a scope is set */
    const uint8_t *length;
    const nh_container *file; /* what it is copied from                         */
    uint64_t at;              /* where its postings begin in that file's section */
} nh_ready_block;

/* The sections that a list went to were appended to others, which had `before` bytes, by
 * nh_section_kind: the list is found there. */
void nh_written_list_move(nh_written_list *list, const uint64_t before[NH_SECTION_KINDS]);

typedef struct nh_postings_writer nh_postings_writer;

/* Writes to the spools of `sections`, which it borrows. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_postings_writer_new(nh_section_spools *sections,
                                             const nh_impact_rule *rule,
                                             nh_postings_writer **out, nh_error *err);

/* Accepts NULL. */
void nh_postings_writer_free(nh_postings_writer *p);

/* The segment that the terms are written for: range maxima and champions are kept of its frequent
 * ones. NULL: of none, as before the first call; memory is given back. Before a term begins. */
void nh_postings_scope(nh_postings_writer *p, const nh_list_scope *scope);

/* A new term, with so many forms: with one, codes are not written; with none it is a pair, and
 * positions are not written either. It will have `most` postings at most, UINT64_MAX if nothing is
 * known: bounds of a term that is too rare for them need not be kept. */
void nh_postings_begin(nh_postings_writer *p, uint32_t n_forms, uint64_t most);

/*
 * The open block with room for `count` more postings, 0..256, for the caller to append to:
 * if they do not fit, the postings that are in it become a block first. Passages ascend over
 * the whole term. NULL if writing failed, which nh_postings_end() reports.
 */
nh_open_block *nh_postings_room(nh_postings_writer *p, uint32_t count);

/* The open block becomes a block, then `block` follows as it is. */
void nh_postings_copy(nh_postings_writer *p, const nh_ready_block *block);

/*
 * The term is complete.
 * NH_E_NOMEM, NH_E_IO, NH_E_SPACE  of any call since the term began
 * NH_E_CORRUPT  a copied block makes no sense, or begins below its `least`
 * NH_E_LIMIT  over 4 GiB of one stream for a term
 */
NH_MUST_USE nh_status nh_postings_end(nh_postings_writer *p, nh_written_list *out,
                                      nh_error *err);

#endif
