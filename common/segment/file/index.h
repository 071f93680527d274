/*
 * common/segment/file/index.h - an index as of one commit: its manifest and its segments.
 */
#ifndef NH_SEGMENT_INDEX_H
#define NH_SEGMENT_INDEX_H

#include "common/segment/articles/live_counts.h"

typedef struct nh_index {
    const nh_env *env;
    char *path; /* as it was opened                   */
    int dir;    /* descriptor of the directory        */
    nh_manifest manifest;
    nh_segment **segments; /* manifest.n_segments of them        */
    nh_live_counts live;   /* of all of them: what statistics count; the manifest's
                              totals have what is deleted in them, too                 */
} nh_index;

/*
 * Opens the index in directory `path` as of its last commit (`manifest`), or as of the one
 * before (`previous`). A commit that replaces files meanwhile is met by trying again, ten
 * times within a second.
 *
 * copy  read files into memory rather than map them
 * out   owned by the caller until nh_index_close(); NULL on failure
 * NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_BUSY, NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_index_open(const nh_env *env, const char *path, bool previous,
                                    bool copy, nh_index **out, nh_error *err);

/*
 * Puts the folder of an index before the file that `err` names, so that "manifest" becomes
 * "news.idx/manifest". Errors that name no file of the index stay as they are, and so do
 * those that name the folder already. `err` may be NULL. Returns `st`. Any thread.
 */
NH_MUST_USE nh_status nh_index_name_file(const char *folder, nh_status st, nh_error *err);

/* Accepts NULL. */
void nh_index_close(nh_index *index);

#endif
