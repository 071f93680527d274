/*
 * common/base/api/language.h - the parts of a language code; base.h says what is one.
 */
#ifndef NH_BASE_LANGUAGE_H
#define NH_BASE_LANGUAGE_H

#include "newshound/base.h"

/* Bytes before the region or script of "de-CH" and "sr_Latn". */
size_t nh_language_primary(nh_str language);

#endif
