/*
 * newshound/corpus.h - articles, from files of many formats.
 */
#ifndef NH_CORPUS_PUBLIC_H
#define NH_CORPUS_PUBLIC_H

#include "newshound/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes [at, at + size) of a text. */
typedef struct nh_range {
    uint32_t at;   /* first byte */
    uint32_t size; /* bytes      */
} nh_range;

/* A keyword of an article: name [a-z][a-z0-9_]{0,31}, any UTF-8 value. */
typedef struct nh_field {
    nh_str name;  /* as above */
    nh_str value; /* as above */
} nh_field;

/*
 * One published text. All texts are valid UTF-8. For nh_corpus_next() borrowed from the
 * corpus until its next call; for nh_writer_add() borrowed for the call.
 */
typedef struct nh_article {
    size_t size;     /* sizeof(nh_article)                                          */
    nh_str id;       /* unique in an index; 1 to 1,024 bytes                        */
    nh_str headline; /* may be empty                                                */
    nh_str text;     /* as stored; for a plain file the whole decoded file          */
    nh_date date;    /* all zero: unknown                                           */
    nh_str language; /* ISO 639-1, or empty                                         */
    nh_str source;   /* the paper or agency, or empty                               */
    nh_str url;      /* or empty                                                    */
    nh_str path;     /* the file it came from, as given                             */
    uint64_t record; /* number of its record in a container, from 1; 0: the file is it */
    uint64_t offset; /* byte of the (decompressed) file where its record starts     */
    bool plain;      /* offsets into `text` are offsets of the file                 */
    const nh_range *skips; /* ascending parts of `text` that are not indexed: furniture,  */
    size_t n_skips;        /* and the headline where it is part of the text               */
    const nh_field
        *fields;     /* further keywords: section, byline, topics, ...; a name may  */
    size_t n_fields; /* come several times                                          */
} nh_article;

/* How files are read. */
typedef enum nh_format {
    NH_FORMAT_AUTO = 0, /* recognised by content              */
    NH_FORMAT_TEXT = 1, /* plain text, one article a file     */
    NH_FORMAT_JSONL = 2,
    NH_FORMAT_TREC = 3,    /* TREC SGML: <DOC><DOCNO>...         */
    NH_FORMAT_REUTERS = 4, /* Reuters-21578 SGML              */
} nh_format;

/* One thing that a reader has to say about a document. Borrowed for the callback. */
typedef struct nh_notice {
    bool skipped;       /* the document was left out; else it is a warning            */
    const char *reason; /* stable id: "bad-json", "doc-too-big", "bad-utf8", ...      */
    const char *path;   /* "-" for standard input                                     */
    uint64_t offset;    /* byte in the (decompressed) file, or NH_NO_OFFSET           */
    uint64_t record;    /* from 1; 0 if it is about the file                          */
    const char *text;   /* one sentence                                               */
} nh_notice;

/* NULL means the defaults in brackets; otherwise zero the struct and set `size`. */
typedef struct nh_corpus_options {
    size_t size;      /* sizeof(nh_corpus_options)                                  */
    nh_format format; /* [NH_FORMAT_AUTO]                                           */
    const char *const
        *maps;           /* "title=headline": field of the record = field of ours      */
    size_t n_maps;       /* (id headline text date language source url, or a keyword)  */
    bool keep_furniture; /* index share bars and menus too [false]                     */
    bool strict;         /* the first bad document is NH_E_REFUSED [false]             */
    uint64_t
        document_limit;   /* bytes of one document after decoding [16 MiB]              */
    uint64_t ratio_limit; /* output : input of decompression from 8 MiB on [200]        */
    const char *language; /* of articles that do not say theirs ["", unknown]           */
    void (*on_notice)(void *self,
                      const nh_notice *notice); /* may be NULL                 */
    void *self; /* for on_notice                                              */
    const struct nh_env
        *env; /* for the project's own tests; others use allocator [NULL]  */
    const nh_flag
        *stop; /* non-zero: give up with NH_E_CANCELLED, also while input is waited */
               /* for, if a signal set it [NULL]                                    */
    const nh_allocator *allocator; /* borrowed until close [malloc]                  */
} nh_corpus_options;

/* What has been read so far. */
typedef struct nh_corpus_progress {
    uint64_t articles;    /* yielded                                          */
    uint64_t skipped;     /* documents left out                               */
    uint64_t warnings;    /* notices about documents that were yielded           */
    uint64_t bytes_read;  /* of the files as they are on disk                 */
    uint64_t bytes_total; /* of all files, where known in advance; else 0     */
    const char *path;     /* the file being read; borrowed until the next call */
} nh_corpus_progress;

typedef struct nh_corpus nh_corpus; /* articles of some files, being read */

/*
 * Articles of `paths` in order: a file (plain or gzipped, format recognised by content), a
 * directory (walked in byte order of names, symbolic links not followed), or "-" for
 * standard input. Nothing is opened before the first nh_corpus_next(). `paths` are
 * borrowed until the close.
 *
 * out  owned by the caller until nh_corpus_close(); NULL on failure
 * NH_E_ARG  a bad map or option.  NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_corpus_open(const char *const *paths, size_t n_paths,
                                            const nh_corpus_options *options,
                                            nh_corpus **out, nh_error *err);

/*
 * The next article, or NULL at the end of all. A malformed document is skipped whole,
 * counted and told to on_notice. A file that cannot be opened or read is told likewise,
 * and the others follow; the final call then returns NH_E_IO once all are read.
 *
 * NH_E_REFUSED  strict, and a document was malformed
 * NH_E_CANCELLED   options->stop was set
 * NH_E_IO       at the end: files could not be read; the first one, and how many
 * NH_E_NOMEM
 */
NH_API NH_MUST_USE nh_status nh_corpus_next(nh_corpus *corpus, const nh_article **out,
                                            nh_error *err);

/* How far it is. Any time. */
NH_API void nh_corpus_progress_get(const nh_corpus *corpus, nh_corpus_progress *out);

/* Closes what is open and frees. Accepts NULL. */
NH_API void nh_corpus_close(nh_corpus *corpus);

#ifdef __cplusplus
}
#endif

#endif
