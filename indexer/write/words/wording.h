/*
 * indexer/write/words/wording.h - a list of words that blocks are coded by, of any writers.
 */
#ifndef NH_INDEXER_WORDING_H
#define NH_INDEXER_WORDING_H

#include "common/base/bytes/buffer.h"
#include "common/segment/articles/stored_words.h"

/* Raw bytes from which such a block closes: of an index as built, and of one that is compressed as
 * far as it goes, which has more dictionaries. */
#define NH_BUILT_BLOCK 24576u
#define NH_WORDED_BLOCK 16384u

/* It does not change, and any thread may use it. */
typedef struct nh_wording nh_wording;

/* Copies the bytes of the list. NH_E_CORRUPT, NH_E_NOMEM. */
NH_MUST_USE nh_status nh_wording_new(const nh_env *env, nh_str list, nh_wording **out,
                                     nh_error *err);

/* The same one, which has one owner more. Accepts NULL. */
nh_wording *nh_wording_share(nh_wording *w);

/* The bytes of its list, as the last one of a section. */
nh_str nh_wording_list(const nh_wording *w);

/*
 * Codes the bytes of a block in their place.
 * spare  memory for it, which changes hands
 * done   false: the block stays as it is
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_wording_code(const nh_wording *w, nh_buffer *block,
                                      nh_buffer *spare, bool *done, nh_error *err);

/* Bytes held. */
size_t nh_wording_memory(const nh_wording *w);

/* By each owner. Accepts NULL. */
void nh_wording_free(nh_wording *w);

#endif
