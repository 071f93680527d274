/*
 * common/text/letters/columns.h - how wide a character stands on a terminal.
 */
#ifndef NH_TEXT_COLUMNS_H
#define NH_TEXT_COLUMNS_H

#include "newshound/base.h"

/* Columns of a code point: 2 for wide East Asian characters and emoji, 0 for combining marks
 * and other characters that take no room, else 1. */
unsigned nh_columns_of(uint32_t code);

#endif
