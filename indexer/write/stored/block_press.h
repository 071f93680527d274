/*
 * indexer/write/stored/block_press.h - blocks are compressed by several threads, and come back in order.
 */
#ifndef NH_INDEXER_BLOCK_PRESS_H
#define NH_INDEXER_BLOCK_PRESS_H

#include "common/base/bytes/buffer.h"
#include "common/codec/deflate/deflate.h"

/* A block on its way. */
typedef struct nh_press_block {
    nh_buffer raw;               /* what it inflates to                           */
    nh_buffer packed;            /* its stream, once it comes back                */
    uint32_t first;              /* for whoever put it: its first article,        */
    uint32_t raw_size, words;    /* its bytes before it was coded, and by which list */
    uint32_t dictionary;         /* number of the text below; 0: none             */
    const uint8_t *goes_on_from; /* NH_DICTIONARY bytes, borrowed until it is back */
} nh_press_block;

/* For one caller's thread; it has others of its own. */
typedef struct nh_block_press nh_block_press;

/*
 * Starts `threads` threads (2..64) that compress at `level` of deflate.h.
 * out  NULL where no thread can be started: then the caller does it
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_block_press_new(const nh_env *env, unsigned threads, int level,
                                         nh_block_press **out, nh_error *err);

/* Ends the threads, whatever is on its way. Accepts NULL. */
void nh_block_press_free(nh_block_press *p);

/* True if a block has to come back before the next one is put. */
bool nh_block_press_full(const nh_block_press *p);

/* Takes block->raw, which gets an empty buffer in its place, and the fields behind it. There must
 * be room; and no two texts may come with the same number. */
void nh_block_press_put(nh_block_press *p, nh_press_block *block);

/*
 * Waits for the block that was put first of those on their way.
 *
 * out  borrowed until the next put; NULL if there is none
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_block_press_get(nh_block_press *p, const nh_press_block **out,
                                         nh_error *err);

/* Bytes held in blocks. */
size_t nh_block_press_memory(const nh_block_press *p);

#endif
