/*
 * indexer/commit/stopwords_option.h - the words that an index leaves out, as it stores them.
 */
#ifndef NH_INDEXER_STOPWORDS_OPTION_H
#define NH_INDEXER_STOPWORDS_OPTION_H

#include "common/base/arena.h"

/*
 * The list behind an option: "none", "classic33", or words one a line. Folded (unless `raw`),
 * in byte order, each once, one a line; empty for none.
 *
 * out  lives in `arena`
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_stopwords_option(const char *option, bool raw, nh_arena *arena,
                                          nh_str *out, nh_error *err);

#endif
