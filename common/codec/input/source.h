/*
 * common/codec/input/source.h - the bytes of one open file, unpacked, through a window.
 *
 * Readers see [at, end) of the window and ask for more; what they have not taken is kept.
 * A file that cannot be read on, or is no proper gzip, ends early: `fault` says why, once
 * everything before it has been seen.
 */
#ifndef NH_CODEC_SOURCE_H
#define NH_CODEC_SOURCE_H

#include "common/codec/input/inflate.h"

/* Bytes behind `end` that may be read (not used), as vector code does. */
#define NH_SOURCE_PADDING 64

/* Why a source ended before its end. */
typedef enum nh_source_fault {
    NH_SOURCE_WHOLE = 0,    /* it did not                                            */
    NH_SOURCE_NOT_READABLE, /* the system refused to read on; `failure` has its words */
    NH_SOURCE_BAD_GZIP,     /* damaged                                               */
    NH_SOURCE_TRUNCATED,    /* the file ends inside a gzip member                    */
    NH_SOURCE_BOMB,         /* unpacks to too much                                   */
    NH_SOURCE_TRAILING,     /* whole, but followed by bytes that are no gzip         */
    NH_SOURCE_LAYERS,       /* compressed twice                                      */
} nh_source_fault;

typedef struct nh_source {
    const nh_env *env;
    const char *path;  /* for messages; borrowed                                          */
    int fd;            /* owned, -1 when none is open                                     */
    bool borrowed;     /* `fd` is somebody else's, as standard input is; set before open  */
    uint8_t *bytes;    /* the window; writable by readers between `at` and `end`          */
    size_t room;       /* bytes of the window, the padding not counted                    */
    size_t at;         /* first byte not taken                                            */
    size_t end;        /* end of what has been read                                       */
    uint64_t offset;   /* of byte `at` in the unpacked file                               */
    bool counts_lines; /* count newlines of what is taken; set before open              */
    uint64_t line;     /* of byte `at`, from 0, where they are counted                  */
    uint64_t line_start; /* byte of the unpacked file where that line begins, likewise    */
    uint64_t read; /* bytes read from the file as it is on disk                       */
    bool ended;    /* nothing comes after `end`                                       */
    bool wrapped;  /* it is a gzip file                                               */
    nh_source_fault fault;
    nh_error failure; /* with NOT_READABLE                                               */
    nh_inflate *inflate; /* owned; NULL for a plain file                                  */
    uint8_t *packed; /* owned; compressed bytes [packed_at, packed_end) wait here       */
    size_t packed_at;
    size_t packed_end;
    bool packed_over; /* the file ends at packed_end                                     */
    bool between;     /* the last member was complete                                    */
} nh_source;

/*
 * Starts to read `fd`, from where it stands, and finds out whether it is a gzip file. Keeps
 * the memory of an earlier file.
 *
 * source  zeroed but for `env`, or closed by nh_source_close()
 * fd      owned by the source from now on, also on failure
 * path    for messages; borrowed until nh_source_close()
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_source_open(nh_source *source, int fd, const char *path,
                                     uint64_t ratio_limit, nh_error *err);

/*
 * Reads at least one byte more behind `end`, or sets `ended`. Bytes before `at` go; the
 * window grows if it is full of bytes that were not taken. NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_source_fill(nh_source *source, nh_error *err);

/* Takes `n` bytes, which are in the window. */
void nh_source_take(nh_source *source, size_t n);

/* Closes the file and keeps the memory. Accepts a source without a file. */
void nh_source_close(nh_source *source);

/* Closes the file and frees the memory. */
void nh_source_free(nh_source *source);

/* Stable id of a fault, as corpus/README.md lists them. */
const char *nh_source_fault_text(nh_source_fault fault);

#endif
