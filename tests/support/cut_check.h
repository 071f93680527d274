/*
 * tests/support/cut_check.h - what holds for every article that was cut into passages.
 */
#ifndef NH_TESTS_CUT_CHECK_H
#define NH_TESTS_CUT_CHECK_H

#include "common/text/passages/passages.h"

/* NULL, or what is wrong with the cut of `text`: a sentence that lives with the program. */
const char *cut_fault(const nh_cut *cut, const nh_cut_text *text);

#endif
