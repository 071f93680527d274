/*
 * indexer/commit/settings.h - what an index is like: from options, or as it already is.
 */
#ifndef NH_INDEXER_SETTINGS_H
#define NH_INDEXER_SETTINGS_H

#include "common/segment/file/manifest.h"
#include "newshound/indexer.h"

/*
 * The settings that `options` ask for.
 *
 * options   NULL asks for nothing
 * existing  settings of the index, which then hold; NULL for a new one
 * arena     where texts go
 * NH_E_ARG  an option that makes no sense, or differs from `existing`; `what` has both values
 * NH_E_NOMEM
 */
NH_MUST_USE nh_status nh_settings_choose(const nh_index_options *options,
                                         const nh_settings *existing, nh_arena *arena,
                                         nh_settings *out, nh_error *err);

#endif
