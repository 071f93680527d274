/*
 * common/codec/front.h - texts in order, each as what differs from the one before it.
 *
 * A byte says how many bytes the end of the text before loses (its high four bits) and how
 * many bytes come in their place (its low four bits); 15 stands for 15 and a var that
 * follows. Then the new bytes.
 */
#ifndef NH_CODEC_FRONT_H
#define NH_CODEC_FRONT_H

#include "common/base/bytes/buffer.h"

#define NH_FRONT_SLACK 16u /* bytes behind a text and behind a row that may be touched */

/* Appends what makes `text` of `before`. */
void nh_front_put(nh_str before, nh_str text, nh_buffer *out);

/* A text that goes from one to the next. */
typedef struct nh_front {
    const uint8_t *next; /* of the row                                         */
    const uint8_t *end;  /* of the row; NH_FRONT_SLACK readable bytes follow    */
    char *text;          /* the owner's: room for `most` bytes and the slack    */
    size_t len;          /* of the text; 0 to begin with                        */
    size_t most;
} nh_front;

/* Goes on to the next text. False, and `f` as it was, where the row ends too early, more is
 * lost than there was, nothing is left, or it is over `most` bytes. */
bool nh_front_take(nh_front *f);

#endif
