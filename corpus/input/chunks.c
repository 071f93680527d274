/* corpus/input/chunks.c - one SGML record after the other, in place. */
#include "corpus/input/chunks.h"

#include <string.h>
#include <strings.h>

/* Bytes of the longest tag that is looked for, "</" and ">" included. */
#define TAG_ROOM 32

typedef enum mark { MARK_NONE, MARK_OPEN, MARK_CLOSE } mark;

/* What stands at `at`, a '<': the open or close tag of `name`, or something else. */
static mark mark_at(const uint8_t *at, size_t left, nh_str name)
{
    const char *text = (const char *)at;
    const size_t slash = left > 1 && text[1] == '/' ? 1 : 0;
    char after = '\0';

    if (left < name.len + 2 + slash ||
        strncasecmp(text + 1 + slash, name.ptr, name.len) != 0)
        return MARK_NONE;
    after = text[1 + slash + name.len];
    if (after != '>' && after != ' ' && after != '\t' && after != '\n' && after != '\r')
        return MARK_NONE;
    return slash != 0 ? MARK_CLOSE : MARK_OPEN;
}

/*
 * Looks for a tag from byte `*at` behind the first not taken, up to `limit`, and reads on as
 * needed. At the tag, *at is its place; without one, it is where the search ended.
 */
static nh_status find_mark(nh_source *source, nh_str name, uint64_t limit, size_t *at,
                           mark *found, nh_error *err)
{
    nh_status st = NH_OK;

    *found = MARK_NONE;
    while (st == NH_OK && *at <= limit) {
        const size_t held = source->end - source->at;
        const uint8_t *from = source->bytes + source->at;
        const uint8_t *next = held > *at ? memchr(from + *at, '<', held - *at) : NULL;

        if (next != NULL && (source->ended || held - (size_t)(next - from) >= TAG_ROOM)) {
            *at = (size_t)(next - from);
            *found = mark_at(next, held - *at, name);
            if (*found != MARK_NONE)
                return NH_OK;
            (*at)++;
            continue;
        }
        *at = next != NULL ? (size_t)(next - from) : held;
        if (source->ended)
            break;
        st = nh_source_fill(source, err);
    }
    return st;
}

/* What stands between records. */
typedef struct gap {
    uint64_t stray;   /* bytes of it that are neither blank nor in a declaration */
    bool declaration; /* its end has not come yet                                */
} gap_count;

/* Counts `size` more bytes of the gap, of `held` that are there. */
static void count_gap(gap_count *gap, const uint8_t *bytes, size_t size, size_t held)
{
    for (size_t i = 0; i < size; i++) {
        if (!gap->declaration && bytes[i] == '<' && i + 1 < held &&
            (bytes[i + 1] == '!' || bytes[i + 1] == '?'))
            gap->declaration = true;
        gap->stray += bytes[i] > ' ' && !gap->declaration;
        if (bytes[i] == '>')
            gap->declaration = false;
    }
}

/* Takes what stands before the next open tag. *found is false at the end of the source. */
static nh_status pass_gap(nh_source *source, nh_str name, uint64_t *stray, bool *found,
                          nh_error *err)
{
    gap_count gap = {0};
    nh_status st = NH_OK;
    mark met = MARK_NONE;
    bool over = false;

    while (st == NH_OK && met != MARK_OPEN && !over) {
        size_t at = 0;

        st = find_mark(source, name, TAG_ROOM, &at, &met, err);
        if (met == MARK_CLOSE) /* of no record: read over it */
            at++;
        count_gap(&gap, source->bytes + source->at, at, source->end - source->at);
        nh_source_take(source, at);
        over = at == 0 && met == MARK_NONE;
    }
    *stray = gap.stray;
    *found = met == MARK_OPEN;
    return st;
}

/* End of the tag at `at`: behind its '>', or what is there. */
static size_t tag_end(const nh_source *source, size_t at)
{
    const uint8_t *from = source->bytes + source->at;
    const uint8_t *end = memchr(from + at, '>', source->end - source->at - at);

    return end != NULL ? (size_t)(end - from) + 1 : source->end - source->at;
}

/* Takes the rest of a record that is too big, a window at a time. */
static nh_status pass_record(nh_source *source, nh_str name, nh_error *err)
{
    nh_status st = NH_OK;
    mark met = MARK_NONE;

    while (st == NH_OK && met == MARK_NONE &&
           (source->at < source->end || !source->ended)) {
        size_t at = 0;

        st = find_mark(source, name, TAG_ROOM, &at, &met, err);
        if (st != NH_OK)
            break;
        if (met == MARK_CLOSE)
            at = tag_end(source, at);
        nh_source_take(source, at);
    }
    return st;
}

nh_status nh_chunk_next(nh_source *source, nh_str name, uint64_t limit, nh_chunk *out,
                        nh_error *err)
{
    mark met = MARK_NONE;
    bool found = false;
    size_t at = 1;
    nh_status st = NH_OK;

    *out = (nh_chunk){0};
    st = pass_gap(source, name, &out->stray, &found, err);
    out->offset = source->offset;
    out->line = source->line;
    out->line_start = source->line_start;
    if (st != NH_OK || !found)
        return st;
    st = find_mark(source, name, limit, &at, &met, err);
    if (st != NH_OK)
        return st;
    if (met == MARK_NONE && at > limit) {
        out->kind = NH_CHUNK_TOO_BIG;
        nh_source_take(source, 1); /* its own open tag is not the next record's */
        return pass_record(source, name, err);
    }
    if (met != MARK_CLOSE) {
        out->kind = NH_CHUNK_UNFINISHED;
        at = met == MARK_OPEN ? at : source->end - source->at;
    } else {
        at = tag_end(source, at);
        out->kind = at > limit ? NH_CHUNK_TOO_BIG : NH_CHUNK_WHOLE;
    }
    out->text = (nh_str){(const char *)source->bytes + source->at, at};
    nh_source_take(source, at);
    return NH_OK;
}
