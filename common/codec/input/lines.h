/*
 * common/codec/input/lines.h - one line after the other, in place.
 */
#ifndef NH_CODEC_LINES_H
#define NH_CODEC_LINES_H

#include "common/codec/input/source.h"

typedef enum nh_line_kind {
    NH_LINE_END,      /* no line is left                                              */
    NH_LINE_WHOLE,    /* a line                                                       */
    NH_LINE_TOO_LONG, /* one over the limit, which was read over and not kept         */
} nh_line_kind;

typedef struct nh_line {
    nh_line_kind kind;
    uint8_t *bytes; /* without its newline; borrowed from the window until the next call; */
                    /* writable, and followed by NH_SOURCE_PADDING readable bytes         */
    size_t size;    /* of a line too long: 0                                              */
    uint64_t
        offset; /* of its first byte in the unpacked file                             */
} nh_line;

/*
 * The next line. The last one needs no newline, but where the source ended by a fault it
 * is not whole and is not given. Memory: the longest line, at most twice `limit` + a window.
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_line_next(nh_source *source, uint64_t limit, nh_line *out,
                                   nh_error *err);

#endif
