/*
 * searcher/shards/text_set.h - sets of texts in byte order, as the bytes that travel.
 */
#ifndef NH_SEARCHER_TEXT_SET_H
#define NH_SEARCHER_TEXT_SET_H

#include "common/base/bytes/buffer.h"
#include "common/base/bytes/cursor.h"

/* Zero it and set bytes.env. Its owner frees it with nh_buf_free(&bytes). */
typedef struct nh_text_set {
    nh_buffer bytes; /* each a length as var32 and its bytes, strictly ascending          */
    uint32_t count;
    uint32_t limit; /* texts; 0: none. A set of more keeps only that it is: `count` is    */
                    /* limit + 1, and no text is left                                     */
} nh_text_set;

/* Makes `out` the set of `list`, which is sorted for it. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_text_set_make(nh_text_set *out, nh_str *list, uint32_t count,
                                       nh_error *err);

/* Makes `out` what is in `a` or in `b`; their limits are equal, and so is its. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_text_set_unite(nh_text_set *out, const nh_text_set *a,
                                        const nh_text_set *b, nh_error *err);

/* Are they the same? */
bool nh_text_set_equal(const nh_text_set *a, const nh_text_set *b);

/* Is every text of `part` in `whole`? */
bool nh_text_set_holds(const nh_text_set *whole, const nh_text_set *part);

/* Appends count and texts. */
void nh_text_set_encode(const nh_text_set *set, nh_buffer *out);

/* Reads what was encoded; spoils `c` where it is no such set. NH_E_NOMEM. */
NH_MUST_USE nh_status nh_text_set_decode(nh_text_set *out, nh_cursor *c, nh_error *err);

/* A cursor over the texts, to be read with nh_cur_str(). */
nh_cursor nh_text_set_texts(const nh_text_set *set);

#endif
