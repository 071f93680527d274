/*
 * common/segment/file/manifest.h - the commit: settings, totals, files.
 */
#ifndef NH_SEGMENT_MANIFEST_H
#define NH_SEGMENT_MANIFEST_H

#include "common/base/bytes/buffer.h"
#include "common/base/memory/arena.h"
#include "common/segment/file/container.h"

/* What was chosen when the index was created. Texts live in the manifest's arena. */
typedef struct nh_settings {
    uint8_t profile; /* nh_profile                                      */
    nh_str language;
    nh_str stemmer;
    nh_str stopwords;
    uint8_t whole, min, target, max; /* nh_passage_rule                  */
    uint32_t k1;                     /* millionths                                      */
    uint32_t b;                      /* millionths                                      */
    bool store;                      /* text is stored                                  */
    uint8_t pairs; /* version of the list whose pairs are kept; 0: none                  */
} nh_settings;

typedef struct nh_segment_ref {
    nh_file_ref file;
    uint32_t articles;
    uint32_t passages;
    uint64_t tokens;
    uint32_t deleted; /* articles; 0: no deletions file             */
    nh_file_ref deletions;
} nh_segment_ref;

typedef struct nh_manifest {
    nh_arena arena; /* owns all texts and arrays                  */
    uint64_t generation;
    nh_str written_by;
    nh_settings settings;
    uint64_t articles, passages, tokens; /* of all segments              */
    nh_str *languages;                   /* codes of articles in other languages       */
    uint32_t n_languages;
    nh_segment_ref *segments;
    uint32_t n_segments;
} nh_manifest;

/*
 * Reads file `name` ("manifest", "manifest.prev") of directory `dir`.
 *
 * out  filled; nh_manifest_close() frees it; zeroed on failure
 * NH_E_IO       there is none, or it cannot be read
 * NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_manifest_read(const nh_env *env, int dir, const char *name,
                                       nh_manifest *out, nh_error *err);

/* The bytes of the commit section; bad buffer if memory is short. The counterpart of
 * nh_manifest_decode(). */
void nh_manifest_encode(const nh_manifest *m, nh_buffer *out);

/*
 * Reads a commit section.
 *
 * path  what errors call the file
 * out   filled, copies of all texts; nh_manifest_close() frees it; zeroed on failure
 * NH_E_CORRUPT (offset within the section), NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_manifest_decode(const nh_env *env, const char *path,
                                         const uint8_t *bytes, size_t size,
                                         nh_manifest *out, nh_error *err);

/* True if a manifest may name a file so: [a-z0-9_]{1,32}\.[a-z]{2,5}. */
bool nh_file_name_ok(nh_str name);

/* Accepts a zeroed manifest. */
void nh_manifest_close(nh_manifest *m);

#endif
