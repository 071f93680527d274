/* common/text/letters/columns.c - how wide a character stands on a terminal. */
#include "common/text/letters/columns.h"

#include <utf8proc.h>

unsigned nh_columns_of(uint32_t code)
{
    if (code < 0x7f)
        return code >= 0x20 ? 1 : 0;
    return code <= 0x10ffff ? (unsigned)utf8proc_charwidth((utf8proc_int32_t)code) : 1;
}
