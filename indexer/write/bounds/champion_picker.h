/*
 * indexer/write/bounds/champion_picker.h - the best postings of a term, picked while all of them go by (FORMAT.md 17).
 *
 *     nh_picker_begin(p);
 *     nh_picker_add(p, passages, tf, lengths, n); ... block after block
 *     nh_picker_end(p, &section);
 *
 * What cannot be among the best thousand any more is told by one comparison. For one thread.
 */
#ifndef NH_INDEXER_CHAMPION_PICKER_H
#define NH_INDEXER_CHAMPION_PICKER_H

#include "common/segment/postings/champions.h"

/* The segment that a list is written for. */
typedef struct nh_list_scope {
    uint32_t passages;
    uint64_t tokens;
    const uint64_t *begins; /* a bit a passage: it is the first of an article; borrowed;
                               NULL: each is an article by itself                      */
} nh_list_scope;

typedef struct nh_picker nh_picker;

/* rule: worths of the segment. out: nh_picker_free() frees it; NULL on failure. NH_E_NOMEM.
 * Cost: nh_worth_ranks_new(). */
NH_MUST_USE nh_status nh_picker_new(const nh_env *env, const nh_list_scope *scope,
                                    const nh_worth_rule *rule, nh_picker **out,
                                    nh_error *err);

/* Accepts NULL. */
void nh_picker_free(nh_picker *p);

/* A new term. */
void nh_picker_begin(nh_picker *p);

/* Its next `n` postings; passages ascend over the whole term. Cost: a nanosecond each. */
void nh_picker_add(nh_picker *p, const uint32_t *passages, const uint8_t *tf,
                   const uint8_t *lengths, uint32_t n);

/* True if a posting with this tf and length, or a worse one, would be passed over. */
bool nh_picker_is_past(const nh_picker *p, uint8_t tf, uint8_t length);

/* The term, which had more than NH_CHAMPIONS postings, is complete: appends what the segment
 * keeps. */
void nh_picker_end(nh_picker *p, nh_buffer *out);

#endif
