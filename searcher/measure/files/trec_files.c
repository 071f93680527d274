/* searcher/measure/files/trec_files.c - how files of judgments and runs are read, as the caller wants it. */
#include "searcher/measure/files/trec_files.h"

#include "common/base/api/sized.h"

#define MEMORY (UINT64_C(4) << 30) /* bytes that a file may take, unless the caller says */

nh_status nh_trec_reading_of(const nh_trec_options *given, nh_trec_reading *out,
                             nh_error *err)
{
    nh_trec_options o;
    const nh_status st =
        nh_sized_read(&o, sizeof o, given, "options of reading a run or judgments", err);

    if (st == NH_OK)
        *out = (nh_trec_reading){.env = nh_env_of(o.env, o.allocator),
                                 .memory = o.memory > 0 ? o.memory : MEMORY,
                                 .stop = o.stop};
    return st;
}
