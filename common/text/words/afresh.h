/*
 * common/text/words/afresh.h - analysis without short cuts: what the fast way must equal.
 */
#ifndef NH_TEXT_AFRESH_H
#define NH_TEXT_AFRESH_H

#include "common/text/words/analyzer.h"

/*
 * nh_analyzer_run() for profiles news and plain, but over the text as a whole: no surfaces,
 * no memo. Same tokens, same errors, a hundred times slower. Tests compare the two.
 */
NH_MUST_USE nh_status nh_analyzer_run_afresh(nh_analyzer *a, nh_str text, uint32_t language,
                                             nh_tokens *out, nh_error *err);

#endif
