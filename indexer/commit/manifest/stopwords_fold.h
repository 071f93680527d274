/*
 * indexer/commit/manifest/stopwords_fold.h - the words that an index leaves out, as it stores them.
 */
#ifndef NH_INDEXER_STOPWORDS_FOLD_H
#define NH_INDEXER_STOPWORDS_FOLD_H

#include "common/base/memory/arena.h"

/*
 * Words one a line, folded (unless `raw`), in byte order, each once, one a line again.
 *
 * out  lives in `arena`, followed by a NUL
 * NH_E_NOMEM, NH_E_LIMIT (the arena is full)
 */
NH_MUST_USE nh_status nh_stopwords_fold(const char *lines, bool raw, nh_arena *arena,
                                        nh_str *out, nh_error *err);

#endif
