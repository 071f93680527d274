/*
 * corpus/input/chunks.h - one SGML record after the other, from its open to its close tag, in place.
 */
#ifndef NH_CORPUS_CHUNKS_H
#define NH_CORPUS_CHUNKS_H

#include "common/codec/input/source.h"

typedef enum nh_chunk_kind {
    NH_CHUNK_END,        /* no record is left                                         */
    NH_CHUNK_WHOLE,      /* a record                                                  */
    NH_CHUNK_TOO_BIG,    /* one over the limit, which was read over and not kept      */
    NH_CHUNK_UNFINISHED, /* one without its close tag: the next one or the end follows */
} nh_chunk_kind;

typedef struct nh_chunk {
    nh_chunk_kind kind;
    nh_str text; /* of a WHOLE one, both tags included; of an UNFINISHED one, what there */
                 /* is of it; borrowed until the next call                               */
    uint64_t offset;     /* of its first byte in the unpacked file                       */
    uint64_t line;       /* of that byte, from 0, where the source counts lines          */
    uint64_t line_start; /* byte of the file where that line begins, likewise            */
    uint64_t stray;      /* bytes before it that are neither blank nor in a declaration  */
} nh_chunk;

/*
 * The next record of elements `name`, without regard to case: "DOC" for <DOC> ... </DOC>.
 * Elements of that name do not nest. Memory: the longest record, at most twice `limit` + a
 * window. Cost: linear. NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_chunk_next(nh_source *source, nh_str name, uint64_t limit,
                                    nh_chunk *out, nh_error *err);

#endif
