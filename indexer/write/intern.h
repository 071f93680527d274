/*
 * indexer/write/intern.h - texts into numbers: equal texts get the same one.
 */
#ifndef NH_INDEXER_INTERN_H
#define NH_INDEXER_INTERN_H

#include "common/base/bytes/buffer.h"
#include "common/base/bytes/hash_slots.h"

/* Zero-initialise with `nh_intern t = {.env = env}`. May be moved. For one thread. */
typedef struct nh_intern {
    const nh_env *env;
    nh_buffer bytes;     /* of all texts                   */
    uint32_t *ends;      /* where text i ends in `bytes`   */
    nh_hash_slots slots; /* of numbers, plus 1             */
    size_t count;        /* texts                          */
    size_t capacity;     /* of `ends`                      */
} nh_intern;

/*
 * The number of `text`, from 0 in order of first sight; *added says whether it is new.
 * NH_E_NOMEM, NH_E_LIMIT (4 GiB of text). Cost: constant.
 */
NH_MUST_USE nh_status nh_intern_put(nh_intern *t, nh_str text, uint32_t *number,
                                    bool *added, nh_error *err);

/* True if `text` has a number. */
bool nh_intern_has(const nh_intern *t, nh_str text);

/* The number of `text`, if it has one: true. */
bool nh_intern_find(const nh_intern *t, nh_str text, uint32_t *number);

/* The text of a number; borrowed until the next nh_intern_put(). */
nh_str nh_intern_text(const nh_intern *t, uint32_t number);

/* Bytes held. */
size_t nh_intern_memory(const nh_intern *t);

/* Forgets everything and frees the memory. */
void nh_intern_clear(nh_intern *t);

#endif
