/*
 * searcher/measure/evaluation.h - values of measures, as the rest of the room sees them.
 */
#ifndef NH_SEARCHER_EVALUATION_H
#define NH_SEARCHER_EVALUATION_H

#include "common/base/memory/arena.h"
#include "newshound/measure.h"

struct nh_evaluation {
    nh_env env;
    nh_arena ids;
    nh_measure *measures; /* owned                                             */
    size_t n_measures;
    nh_str *queries; /* owned; those that counted, in byte order of ids        */
    double *values;  /* owned; n_measures for each of them                     */
    size_t n_queries;
    uint64_t missing, unknown;
};

#endif
