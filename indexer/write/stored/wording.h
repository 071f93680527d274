/*
 * indexer/write/stored/wording.h - blocks that are coded by one list of words, one after the other.
 */
#ifndef NH_INDEXER_WORDING_H
#define NH_INDEXER_WORDING_H

#include "common/base/bytes/buffer.h"
#include "common/segment/articles/stored_words.h"

#define NH_WORDED_BLOCK 16384u /* raw bytes from which such a block closes */

typedef struct nh_wording nh_wording;

/* Copies the NH_WORDS bytes of the list, which has `number` in its segment. NH_E_CORRUPT,
 * NH_E_NOMEM. */
NH_MUST_USE nh_status nh_wording_new(const nh_env *env, const uint8_t *list,
                                     uint32_t number, nh_wording **out, nh_error *err);

/*
 * Codes the bytes of a block in their place, unless it is to stay as it is.
 * words  number of the list, or 0
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_wording_code(nh_wording *w, nh_buffer *block, uint32_t *words,
                                      nh_error *err);

/* Bytes held. */
size_t nh_wording_memory(const nh_wording *w);

/* Accepts NULL. */
void nh_wording_free(nh_wording *w);

#endif
