/*
 * indexer/merge/articles/kept_lists.h - lists of words that a merged segment takes over from others.
 *
 * Equal ones are kept once. Where there are more than their text is worth, the blocks of the others
 * are coded by the first one: each small segment may have brought a list of its own.
 */
#ifndef NH_INDEXER_KEPT_LISTS_H
#define NH_INDEXER_KEPT_LISTS_H

#include "common/segment/articles/stored_block.h"
#include "indexer/merge/merge_inputs.h"
#include "indexer/write/file/section_spools.h"

/* Where a list lies. */
typedef struct nh_kept_list {
    uint32_t input;
    uint64_t at;   /* in its section              */
    uint64_t hash; /* of its bytes, for this run  */
} nh_kept_list;

typedef struct nh_kept_lists {
    const nh_env *env;
    uint8_t (*numbers)
        [NH_WORDS_LIMIT]; /* by input and number there, less 1; 0: it is not kept */
    nh_kept_list kept[NH_WORDS_LIMIT];
    uint32_t count, most; /* of them */
} nh_kept_lists;

/*
 * Looks at the lists of all inputs, whose tables of blocks were checked, and copies those that are
 * kept to `to`.
 * pressed  only of inputs that were compressed as far as it goes
 * NH_E_CANCELLED, NH_E_CORRUPT, NH_E_IO, NH_E_SPACE, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_kept_lists_choose(nh_kept_lists *l, nh_merge_inputs *in,
                                           bool pressed, nh_section_spools *to,
                                           nh_error *err);

/* The bytes of a list of an input, as nh_words_cut() leaves them; borrowed from its segment.
 * NH_E_CORRUPT, NH_E_IO. */
NH_MUST_USE nh_status nh_kept_list_bytes(const nh_merge_inputs *in, nh_kept_list list,
                                         nh_str *out, nh_error *err);

/* The numbers of the lists of input `i` in the merged segment, by their numbers there, less 1. */
static inline const uint8_t *nh_kept_lists_of(const nh_kept_lists *l, uint32_t i)
{
    return l->numbers[i];
}

/* True if all lists of input `i` are kept. */
bool nh_kept_lists_are_all(const nh_kept_lists *l, const nh_merge_inputs *in, uint32_t i);

/* Accepts one that is zeroed. */
void nh_kept_lists_clear(nh_kept_lists *l);

#endif
