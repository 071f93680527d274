/*
 * indexer/inspect/reanalyze.h - the stored text analysed again, and compared with the postings.
 */
#ifndef NH_INDEXER_REANALYZE_H
#define NH_INDEXER_REANALYZE_H

#include "common/segment/verify/verify.h"

/*
 * Cuts every stored article of the index in directory `path` again, as its settings say, and
 * compares passages and their words (term, form, position) with what the index has. Findings
 * are "recut" (other passages) and "reanalysis" (other words in a passage).
 *
 * env           its stop ends the work; borrowed for the call
 * NH_OK         nothing found, or there is no stored text
 * NH_E_CORRUPT  something was; `err` has the first
 * NH_E_CANCELLED, NH_E_IO, NH_E_VERSION, NH_E_NOMEM, NH_E_ARG (a stemmer that this build lacks)
 * Cost: reads and analyses everything; 8 bytes of memory a passage
 */
NH_MUST_USE nh_status nh_reanalyze(const nh_env *env, const char *path,
                                   const nh_found_sink *sink, nh_error *err);

#endif
