/*
 * common/base/memory/advice.h - what the system is told about the use of mapped files.
 */
#ifndef NH_BASE_ADVICE_H
#define NH_BASE_ADVICE_H

#include "common/base/env.h"

/* nh_io.advise of the system: `bytes` lie in a mapping. 0, or a negative errno. */
int nh_system_advise(void *self, const uint8_t *bytes, uint64_t size, nh_advice what);

#endif
