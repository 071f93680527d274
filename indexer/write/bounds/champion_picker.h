/*
 * indexer/write/bounds/champion_picker.h - the best postings of a term, picked while all of them go by (FORMAT.md 17).
 *
 *     nh_picker_begin(p);
 *     nh_picker_add(p, &block); ... block after block
 *     nh_picker_end(p, &section);
 *
 * What cannot be among the best thousand any more is told by one comparison. For one thread.
 */
#ifndef NH_INDEXER_CHAMPION_PICKER_H
#define NH_INDEXER_CHAMPION_PICKER_H

#include "common/segment/postings/champions.h"

/* Impacts of the segment: [tf][length], both from 1. */
typedef struct nh_impact_table {
    uint8_t of[256][256];
} nh_impact_table;

/* Some postings of a term. All borrowed. */
typedef struct nh_listed {
    const uint32_t *passages;
    const uint8_t *tf, *lengths;
    const uint8_t *impacts; /* NH_BLOCK of them: 0 behind those of the postings */
    uint32_t n;             /* postings, 1 to NH_BLOCK                          */
} nh_listed;

/* The segment that a list is written for. */
typedef struct nh_list_scope {
    uint32_t passages;
    uint64_t tokens;
    const uint64_t *begins; /* of its articles: article_begins.h; borrowed */
} nh_list_scope;

#define NH_PICKER_MEMORY ((size_t)480 << 10) /* bytes of a picker and its ranks, at most */

typedef struct nh_picker nh_picker;

/*
 * rule     worths of the segment
 * impacts  of the segment; only read while this works
 * out      nh_picker_free() frees it; NULL on failure. NH_E_NOMEM.
 * Cost: nh_worth_ranks_new(), and NH_PICKER_MEMORY
 */
NH_MUST_USE nh_status nh_picker_new(const nh_env *env, const nh_list_scope *scope,
                                    const nh_worth_rule *rule,
                                    const nh_impact_table *impacts, nh_picker **out,
                                    nh_error *err);

/* Accepts NULL. */
void nh_picker_free(nh_picker *p);

/* A new term. */
void nh_picker_begin(nh_picker *p);

/* Its next postings; passages ascend over the whole term. */
void nh_picker_add(nh_picker *p, const nh_listed *some);

/* False if postings of this impact, and of smaller ones, are passed over. */
bool nh_picker_wants(const nh_picker *p, uint8_t impact);

/* The term, which had more than NH_CHAMPIONS postings, is complete: appends what the segment
 * keeps. */
void nh_picker_end(nh_picker *p, nh_buffer *out);

#endif
