/* common/codec/input/lines.c - one line after the other, in place. */
#include "common/codec/input/lines.h"

#include <string.h>

/* Takes everything up to the next newline, a window at a time. */
static nh_status pass_line(nh_source *source, nh_error *err)
{
    nh_status st = NH_OK;

    while (st == NH_OK) {
        const uint8_t *from = source->bytes + source->at;
        const uint8_t *newline = memchr(from, '\n', source->end - source->at);

        if (newline != NULL) {
            nh_source_take(source, (size_t)(newline - from) + 1);
            break;
        }
        nh_source_take(source, source->end - source->at);
        if (source->ended)
            break;
        st = nh_source_fill(source, err);
    }
    return st;
}

/* Finds the newline that ends the first line; `*size` is the line's, without it. True if
 * there is one. */
static nh_status find_newline(nh_source *source, uint64_t limit, size_t *size, bool *found,
                              nh_error *err)
{
    nh_status st = NH_OK;
    size_t seen = 0;

    *found = false;
    while (st == NH_OK) {
        const size_t held = source->end - source->at;
        const uint8_t *from = source->bytes + source->at;
        const uint8_t *newline =
            held > seen ? memchr(from + seen, '\n', held - seen) : NULL;

        *found = newline != NULL;
        *size = *found ? (size_t)(newline - from) : held;
        if (*found || *size > limit || source->ended)
            break;
        seen = held;
        st = nh_source_fill(source, err);
    }
    return st;
}

/* True if the last bytes of an ended source are the last bytes of the file. */
static bool is_whole(const nh_source *source)
{
    return source->fault == NH_SOURCE_WHOLE || source->fault == NH_SOURCE_TRAILING;
}

nh_status nh_line_next(nh_source *source, uint64_t limit, nh_line *out, nh_error *err)
{
    size_t size = 0;
    bool found = false;
    nh_status st = find_newline(source, limit, &size, &found, err);

    *out = (nh_line){.offset = source->offset};
    if (st != NH_OK)
        return st;
    if (size > limit) {
        out->kind = NH_LINE_TOO_LONG;
        return pass_line(source, err);
    }
    if (!found && (size == 0 || !is_whole(source))) {
        nh_source_take(source, size);
        return NH_OK;
    }
    out->kind = NH_LINE_WHOLE;
    out->bytes = source->bytes + source->at;
    out->size = size;
    nh_source_take(source, size + (found ? 1 : 0));
    return NH_OK;
}
