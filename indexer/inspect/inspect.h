/*
 * indexer/inspect/inspect.h - what those who look into an index share.
 */
#ifndef NH_INDEXER_INSPECT_H
#define NH_INDEXER_INSPECT_H

#include "common/segment/file/manifest.h"
#include "common/text/words/analyzer.h"
#include "newshound/indexer.h"

/* The environment that `options` (NULL: the defaults) ask for; it borrows from them. NH_E_ARG */
NH_MUST_USE nh_status nh_inspect_begin(const nh_inspect_options *options, nh_env *out,
                                       nh_error *err);

/* How the index of `m` turns text into words; texts borrowed from the manifest. */
nh_analysis nh_inspect_analysis(const nh_manifest *m);

/* The term of `word` in the index of `m`, copied into `arena`; the word itself where it has
 * none. NH_E_NOMEM, NH_E_ARG (more than one word, or a stemmer this build lacks). */
NH_MUST_USE nh_status nh_inspect_term(const nh_manifest *m, nh_str word, nh_arena *arena,
                                      nh_str *out, nh_error *err);

#endif
