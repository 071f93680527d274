/*
 * searcher/reader.h - an open index, as the rooms of the searcher see it.
 */
#ifndef NH_SEARCHER_READER_H
#define NH_SEARCHER_READER_H

#include "common/base/api/log.h"
#include "common/segment/file/index.h"
#include "common/text/words/analyzer.h"
#include "newshound/searcher.h"

/* Shared by any number of threads; nothing in it changes after opening. */
struct nh_reader {
    nh_own_env own;
    const nh_env *env; /* that of `own` */
    nh_reader_options options;
    nh_index *index; /* owned */
};

/* How the texts of this index became words. Borrowed from the reader. */
nh_analysis nh_reader_analysis(const nh_reader *r);

#endif
