/*
 * tests/support/corpus_fuzz.h - any bytes read as a corpus of one file, and looked at.
 */
#ifndef NH_TESTS_CORPUS_FUZZ_H
#define NH_TESTS_CORPUS_FUZZ_H

#include "newshound/corpus.h"

/*
 * Reads `size` bytes as a file in `format`, from memory. Aborts unless every article is as
 * corpus.h promises (an id, valid UTF-8, skips in order, proper keyword names), everything
 * skipped has a reason, and nothing is left held. Limits are small, so that they are met.
 */
void corpus_fuzz(const uint8_t *bytes, size_t size, nh_format format);

#endif
