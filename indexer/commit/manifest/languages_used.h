/*
 * indexer/commit/manifest/languages_used.h - the languages that articles of an index still have.
 */
#ifndef NH_INDEXER_LANGUAGES_USED_H
#define NH_INDEXER_LANGUAGES_USED_H

#include "common/segment/file/segment.h"
#include "indexer/write/intern.h"

/*
 * Adds the codes of articles that are not deleted to `out`.
 * refs  `count` segments of directory `dir`
 * NH_E_IO, NH_E_CORRUPT, NH_E_VERSION, NH_E_NOMEM
 * Cost: linear in the articles
 */
NH_MUST_USE nh_status nh_languages_used(int dir, const nh_segment_ref *refs, uint32_t count,
                                        nh_intern *out, nh_error *err);

#endif
